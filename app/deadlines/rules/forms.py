"""How deadlines are told in calendars, feeds and tables: in English, by what an item of the list shows."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from app.actions.rules import LeadKind
from app.deadlines.rules.standing import standing_of
from app.formats.ical import EventStatus
from app.formats.tables import Cell, Column
from app.kernel.text import day_words
from app.phrases.due import PointKind
from app.schedule.rules import Binding, DeadlineSource, DueState

Item = Mapping[str, Any]

NAME = "Deadlines"
COLUMNS = (
    Column("Due", 12),
    Column("From", 12),
    Column("State", 14),
    Column("Days left", 10),
    Column("Plan", 30),
    Column("Theme", 24),
    Column("Reference", 11),
    Column("What", 60),
    Column("Lead", 30),
    Column("Due as written", 30),
    Column("Meeting", 36),
    Column("Done on", 12),
    Column("Note", 30),
    Column("Changed (UTC)", 17),
    Column("Link", 40),
)
# What the days of something hang on may come, or be chosen, or take place after all.
_MAY_MOVE = {Binding.WAITING, Binding.AMBIGUOUS, Binding.CANCELLED}


def title_of(item: Item) -> str:
    """Give the title by which a deadline is known: what is to be done, led by its action's reference."""
    title: str = item["title"]
    if item["action"] is not None:
        title = f"{item['action']['reference']} {title}"
    elif item["source"] in (DeadlineSource.MEETING, DeadlineSource.PLAN):
        # Their titles are those of the meeting and the plan; the words say what of it is due.
        title = f"{item['text']}: {title}"
    return f"Starts: {title}" if item["kind"] == PointKind.FROM else title


def state_words(item: Item) -> str:
    """Tell the state of a deadline; what is called off is not done."""
    return standing_of(item["state"], is_called_off=item["is_called_off"]).en


def lasting_state_words(item: Item) -> str:
    """Tell the state where a write made it so; "" where the day does, which passes without any change."""
    is_lasting = item["is_called_off"] or item["state"] == DueState.DONE
    return state_words(item) if is_lasting else ""


def days_of(item: Item) -> tuple[date, date] | None:
    """Give the first and the last day that a deadline spans; None where it has none."""
    first = item["earliest"] or item["latest"]
    return None if first is None else (first, item["latest"] or first)


def day_after(day: date) -> date | None:
    """Give the day before which something ends; None after the last day that there is."""
    return None if day == date.max else day + timedelta(days=1)


def last_day(item: Item) -> date | None:
    """Give the last day due; None of what only starts, which is due on none of its days."""
    day: date | None = item["latest"]
    return None if item["kind"] == PointKind.FROM else day


def days_words(item: Item) -> str:
    """Tell the days of a deadline."""
    earliest, latest = item["earliest"], last_day(item)
    if latest is None:
        return "no date" if earliest is None else f"from {day_words(earliest)}"
    return (
        day_words(latest) if earliest in (None, latest) else f"{day_words(earliest)} to {day_words(latest)}"
    )


def lead_words(item: Item) -> str:
    """Tell who leads; as it was written where nobody was found by the words."""
    names = [
        lead["name"] or ("to be found" if lead["kind"] == LeadKind.VACANT else "") for lead in item["leads"]
    ]
    return "; ".join(filter(None, names)) or item["lead_text"] or ""


def plan_words(item: Item) -> str:
    """Name the plan."""
    return item["plan"]["title"] if item["plan"] else ""


def theme_words(item: Item) -> str:
    """Name the theme, with its number."""
    return f"{item['theme']['number']}. {item['theme']['title']}" if item["theme"] else ""


def meeting_words(item: Item) -> str:
    """Name the meeting that it hangs on, with its day."""
    meeting = item["meeting"]
    return f"{meeting['title']}, {day_words(meeting['starts_on'])}" if meeting else ""


def told_of(item: Item, state: str) -> str:
    """Tell all of a deadline that its title and its days don't, line by line, and the words for its state."""
    return "\n".join(f"{label}: {words}" for label, words in _details(item, state) if words)


def _details(item: Item, state: str) -> Iterator[tuple[str, str]]:
    yield "Due as written", item["text"]
    yield "Due", days_words(item)
    yield "State", state
    yield "Plan", plan_words(item)
    yield "Theme", theme_words(item)
    yield "Lead", lead_words(item)
    yield "Meeting", meeting_words(item)
    yield "Done on", day_words(item["completed_on"]) if item["completed_on"] else ""
    yield "Note", item["completion_note"] or ""


def path_of(item: Item) -> str:
    """Give the path of what a deadline is of: its action, else its meeting or its plan."""
    if item["action"] is not None:
        return str(item["action"]["url"])
    if item["source"] == DeadlineSource.MEETING and item["meeting"] is not None:
        return str(item["meeting"]["url"])
    return f"/v1/plans/{item['plan']['id']}" if item["plan"] else str(item["url"])


def event_status(item: Item) -> EventStatus:
    """Tell how certain a deadline is."""
    if item["is_called_off"]:
        return EventStatus.CANCELLED
    return EventStatus.TENTATIVE if item["binding"] in _MAY_MOVE else EventStatus.CONFIRMED


def row_of(item: Item, link: str) -> tuple[Cell, ...]:
    """Make the row of a table, cell by cell in the order of COLUMNS."""
    return (
        last_day(item),
        item["earliest"],
        state_words(item),
        item["days_left"],
        plan_words(item),
        theme_words(item),
        item["action"]["reference"] if item["action"] else "",
        item["title"],
        lead_words(item),
        item["text"],
        meeting_words(item),
        item["completed_on"],
        item["completion_note"],
        item["changed_at"],
        link,
    )
