"""How what is due stands, as it is told to people."""

from app.kernel.vocabulary import Vocabulary
from app.meetings.rules import MeetingStatus
from app.schedule.rules import DueState


class Standing(Vocabulary):
    """A state as people are told it, the most pressing first: what nobody need do any more is not told as done."""

    OVERDUE = "overdue", DueState.OVERDUE.en, DueState.OVERDUE.cy
    IN_WINDOW = "in_window", DueState.IN_WINDOW.en, DueState.IN_WINDOW.cy
    UPCOMING = "upcoming", DueState.UPCOMING.en, DueState.UPCOMING.cy
    ONGOING = "ongoing", DueState.ONGOING.en, DueState.ONGOING.cy
    WAITING = "waiting", DueState.WAITING.en, DueState.WAITING.cy
    UNDATED = "undated", DueState.UNDATED.en, DueState.UNDATED.cy
    DONE = "done", DueState.DONE.en, DueState.DONE.cy
    CANCELLED = "cancelled", MeetingStatus.CANCELLED.en, MeetingStatus.CANCELLED.cy


def standing_of(state: str, *, is_called_off: bool) -> Standing:
    """Tell how something stands."""
    return Standing.CANCELLED if is_called_off else Standing(state)
