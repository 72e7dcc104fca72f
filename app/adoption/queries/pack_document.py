"""The accreditation pack as a document that an officer would send."""

from collections.abc import Iterator
from datetime import date

from app.actions.rules import ActionStatus
from app.core.listing import Item
from app.formats.docx import Block, Grid, Heading, Words, write_docx
from app.kernel.text import day_words
from app.schedule.rules import DueState

_HEAD = ("Action as adopted", "Lead", "Due date", "Progress", "Evidence")


def pack_as_docx(pack: Item) -> bytes:
    """Write a pack as a Word document: how the plan came about, a summary, and each criterion with its actions."""
    return write_docx(f"{pack['plan']['title']}: accreditation pack", [*_blocks(pack)])


def _blocks(pack: Item) -> Iterator[Block]:
    plan = pack["plan"]
    yield Words(_how_adopted(pack))
    if plan["starts_on"] and plan["ends_on"]:
        yield Words(f"The plan is for {day_words(plan['starts_on'])} to {day_words(plan['ends_on'])}.")
    yield Words(f"Progress is told as of {day_words(pack['as_of'])}.")
    yield Heading("Summary")
    yield _summary(pack)
    for entry in pack["criteria"]:
        yield Heading(_title(entry))
        if entry["themes"]:
            yield Words("Themes: " + "; ".join(f"{one['number']}. {one['title']}" for one in entry["themes"]))
        if entry["actions"]:
            yield Grid(_HEAD, [_row(action) for action in entry["actions"]])
        else:
            yield Words("No action of the plan answers this criterion.")


def _how_adopted(pack: Item) -> str:
    version = pack["version"]
    by = f" by the {pack['owner']}" if pack["owner"] else ""
    meeting = version["meeting"]
    at = f" at its meeting on {day_words(meeting['starts_on'])}" if meeting else ""
    on = "" if meeting else f" on {day_words(version['adopted_on'])}"
    return f"This is version {version['number']} of the plan, adopted{by}{at}{on}."


def _title(entry: Item) -> str:
    criterion = entry["criterion"]
    return criterion["title"] if criterion is not None else "Other actions"


def _summary(pack: Item) -> Grid:
    head = ("Criterion", "Actions", "Completed", "In progress", "Not started", "Overdue", "With evidence")
    entries = [(_title(entry), entry["counts"]) for entry in pack["criteria"]]
    rows = [
        [title, *_figures(counts)] for title, counts in (*entries, ("All, each counted once", pack["totals"]))
    ]
    return Grid(head, rows)


def _figures(counts: Item) -> list[str]:
    by_status, by_state = counts["by_status"], counts["by_state"]
    figures = (
        counts["total"],
        by_status[ActionStatus.COMPLETED],
        by_status[ActionStatus.IN_PROGRESS],
        by_status[ActionStatus.NOT_STARTED],
        by_state[DueState.OVERDUE],
        counts["with_evidence"],
    )
    return [str(figure) for figure in figures]


def _row(action: Item) -> list[str]:
    return [
        f"{action['reference']}  {action['text']}",
        "\n".join(action["leads"]),
        action["due"],
        "\n".join(_progress(action)),
        "\n".join(_evidence(one["day"], one["text"]) for one in action["evidence"]),
    ]


def _progress(action: Item) -> Iterator[str]:
    now = action["now"]
    if now is None:
        yield "Taken out of the plan since"
        return
    percent = f" ({now['percent']}%)" if now["percent"] is not None else ""
    yield ActionStatus(now["status"]).en + percent
    if now["state"] == DueState.OVERDUE:
        yield "Overdue"
    if now["text"] != action["text"]:
        yield f"Its words are now: {now['text']}"
    if now["due"] != action["due"]:
        yield f"It is due now: {now['due'] or 'no date'}"
    if now["current_situation"]:
        yield now["current_situation"]


def _evidence(day: date | None, text: str) -> str:
    return text if day is None else f"{day_words(day)}: {text}"
