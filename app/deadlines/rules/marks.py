"""How deadlines are marked for people: in a word or two, and by a shape."""

from app.deadlines.rules.standing import Standing, standing_of
from app.kernel.vocabulary import Vocabulary
from app.phrases.due import PointKind


class Mark(Vocabulary):
    """How a deadline is marked: by how it stands, and what is upcoming by how soon, or that it only starts."""

    OVERDUE = "overdue", Standing.OVERDUE.en, Standing.OVERDUE.cy
    IN_WINDOW = "in_window", Standing.IN_WINDOW.en, Standing.IN_WINDOW.cy
    SOON = "soon", "Due soon", "Yn ddyledus yn fuan"
    UPCOMING = "upcoming", Standing.UPCOMING.en, Standing.UPCOMING.cy
    STARTS = "starts", "Starts", "Yn dechrau"
    ONGOING = "ongoing", Standing.ONGOING.en, Standing.ONGOING.cy
    WAITING = "waiting", Standing.WAITING.en, Standing.WAITING.cy
    UNDATED = "undated", Standing.UNDATED.en, Standing.UNDATED.cy
    DONE = "done", Standing.DONE.en, Standing.DONE.cy
    CANCELLED = "cancelled", Standing.CANCELLED.en, Standing.CANCELLED.cy


SOON_DAYS = 14
"""What is due within so many days is due soon."""

# Each mark has a shape of its own, for whom its colour tells nothing: a path on a square of 16 by 16.
SHAPES = {
    Mark.OVERDUE: "M8 1 15.5 14.5H.5zM7.1 6v4.2h1.8V6zM7.1 11.4v1.7h1.8v-1.7z",
    Mark.IN_WINDOW: "M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z",
    Mark.SOON: "M8 .5 15.5 8 8 15.5.5 8z",
    Mark.UPCOMING: "M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1zM8 3.2a4.8 4.8 0 1 1 0 9.6A4.8 4.8 0 1 1 8 3.2z",
    Mark.STARTS: "M3 1.5 14.5 8 3 14.5z",
    Mark.ONGOING: "M1 2.2h14v2.6H1zM1 6.7h14v2.6H1zM1 11.2h14v2.6H1z",
    Mark.WAITING: "M3 2h3.6v12H3zM9.4 2H13v12H9.4z",
    Mark.UNDATED: "M1.5 1.5h13v13h-13zM3.7 3.7v8.6h8.6V3.7z",
    Mark.DONE: "M6.2 13.6.9 8.3l2-2 3.3 3.3 7-7 2 2z",
    Mark.CANCELLED: "M3.1 1 8 5.9 12.9 1 15 3.1 10.1 8 15 12.9 12.9 15 8 10.1 3.1 15 1 12.9 5.9 8 1 3.1z",
}


def mark_of(kind: str, state: str, days_left: int | None, *, is_called_off: bool = False) -> Mark:
    """Tell how a deadline is marked."""
    standing = standing_of(state, is_called_off=is_called_off)
    if standing != Standing.UPCOMING:
        return Mark(standing)
    if kind == PointKind.FROM:
        return Mark.STARTS
    return Mark.SOON if days_left is not None and days_left <= SOON_DAYS else Mark.UPCOMING
