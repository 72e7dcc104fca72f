"""The accreditation pack as a document that an officer would send."""

from collections.abc import Iterator
from datetime import date

from app.actions.rules import ActionStatus
from app.core.listing import Item
from app.formats.docx import Block, Grid, Heading, Words, write_docx
from app.kernel.text import day_words
from app.phrases.leads import says_ditto
from app.plans.rules import PlanStatus
from app.schedule.rules import DueState

_HEAD = ("Action as adopted", "Lead", "Due date", "Progress", "Evidence")


def pack_as_docx(pack: Item, today: date) -> bytes:
    """Write a pack as a Word document: how the plan came about, a summary, and each criterion with its actions.

    Where it was asked for as of another day than `today`, it says that statuses are not of that day.
    """
    return write_docx(f"{pack['plan']['title']}: accreditation pack", [*_blocks(pack, today)])


def _blocks(pack: Item, today: date) -> Iterator[Block]:
    plan = pack["plan"]
    yield Words(_how_adopted(pack))
    if plan["starts_on"] and plan["ends_on"]:
        yield Words(f"The plan is for {day_words(plan['starts_on'])} to {day_words(plan['ends_on'])}.")
    yield Words(f"What is due is reckoned, and reports are told, up to {day_words(pack['as_of'])}.")
    if pack["as_of"] != today:
        yield Words(
            f"Statuses are as of {day_words(today)}; reports, milestones and ticks up to {day_words(pack['as_of'])}."
        )
    yield Heading("How the plan came about")
    yield Grid(("Step", "Day", "Note"), [_step(step) for step in pack["version"]["steps"]])
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
    meeting = version["meeting"]
    by = f" by the {meeting['sub_group']} at its meeting" if meeting else ""
    return (
        f"This is version {version['number']} of the plan, adopted{by} on {day_words(version['adopted_on'])}."
    )


def _step(step: Item) -> tuple[str, str, str]:
    return PlanStatus(step["to_status"]).en, day_words(step["made_on"]), step["note"] or ""


def _title(entry: Item) -> str:
    criterion = entry["criterion"]
    return criterion["title"] if criterion is not None else "Other actions"


def _summary(pack: Item) -> Grid:
    head = (
        "Criterion",
        "Actions",
        *(status.en for status in ActionStatus),
        "Taken out",
        "Overdue",
        "With evidence",
    )
    entries = [(_title(entry), entry["counts"]) for entry in pack["criteria"]]
    rows = [
        [title, *_figures(counts)] for title, counts in (*entries, ("All, each counted once", pack["totals"]))
    ]
    return Grid(head, rows)


def _figures(counts: Item) -> list[str]:
    by_status = [counts["by_status"][status] for status in ActionStatus]
    overdue = counts["by_state"][DueState.OVERDUE]
    figures = (counts["total"], *by_status, counts["removed"], overdue, counts["with_evidence"])
    return [str(figure) for figure in figures]


def _row(action: Item) -> list[str]:
    return [
        f"{action['reference']}  {action['text']}",
        "\n".join(action["leads"]),
        _due(action),
        "\n".join(_progress(action)),
        "\n".join(map(_evidence, action["evidence"])),
    ]


def _due(action: Item) -> str:
    """Write the due words; what says "as above" says nothing by itself, so the day is told."""
    if says_ditto(action["due"]) and action["due_on"]:
        return f"{action['due']} (by {day_words(date.fromisoformat(action['due_on']))})"
    return str(action["due"])


def _progress(action: Item) -> Iterator[str]:
    now = action["now"]
    if now is None:
        yield "Taken out of the plan since"
        return
    yield _status(action)
    if now["state"] == DueState.OVERDUE:
        yield "Overdue"
    if now["text"] != action["text"]:
        yield f"Its words are now: {now['text']}"
    if now["due"] != action["due"]:
        yield f"It is due now: {now['due'] or 'no date'}"
    told = [one["text"] for one in action["evidence"]]
    if now["current_situation"] and now["current_situation"] not in told:
        yield now["current_situation"]


def _status(action: Item) -> str:
    now, copy = action["now"], action["carried_into"]
    percent = f" ({now['percent']}%)" if now["percent"] is not None else ""
    status = ActionStatus(now["status"]).en + percent
    if copy is None:
        return status
    there = ActionStatus(copy["status"]).en.lower()
    return f"{status} into the {copy['plan']['title']} as {copy['reference']}, and {there} there"


def _evidence(one: Item) -> str:
    text = f"Ticked off: {one['text']}" if one["kind"] == "deadline" else str(one["text"])
    return text if one["dated_on"] is None else f"{day_words(one['dated_on'])}: {text}"
