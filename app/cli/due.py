"""`plans due`: due words read, read anew by a newer grammar, and what repeats kept ahead of time."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from pydantic import Field, ValidationError

from app.actions.commands.reread import Reread, reread_plan
from app.adoption.commands.rereading import reread_reviews
from app.cli.console import misused, say, say_json, show_table, tell, working
from app.cli.register import open_register
from app.cli.words import point_words
from app.core.callers import COMMAND_LINE
from app.core.db import reading, writing
from app.core.schemas import CellWords, Day, Shape
from app.exports.queries import list_plan_ids
from app.phrases.due import GRAMMAR_VERSION, Context, read_due
from app.plans.models import Plan
from app.schedule.rules import kept_point
from app.worker import extend_horizons

due = typer.Typer(
    help="Read due words, read them anew, or extend what repeats.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


class _Asked(Shape):
    """What is asked of the reader, checked as the API checks it."""

    words: CellWords
    document_date: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    plan_start: Day | None = None
    plan_end: Day | None = None


@due.command("read")
def read_words(
    words: Annotated[str, typer.Argument(help='The words of a due cell, such as "July/August 2004".')],
    document_date: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When the document was written: 2004, 2004-04 or a day."),
    ] = None,
    plan_start: Annotated[
        str | None, typer.Option(metavar="DAY", help="The first day of the plan's period.")
    ] = None,
    plan_end: Annotated[
        str | None, typer.Option(metavar="DAY", help="The last day of the plan's period.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what due words are read as. Nothing is kept."""
    asked = _asked(words=words, document_date=document_date, plan_start=plan_start, plan_end=plan_end)
    context = Context(asked.document_date, asked.plan_start, asked.plan_end)
    read = read_due(asked.words, context)
    points = [_shown(kept_point(point)) for point in read.points]
    if as_json:
        say_json({"points": points, "unread": list(read.unread)})
        return
    say(*(point_words(point) for point in points))
    if read.unread:
        say(f"Not understood: {'; '.join(read.unread)}")


def _asked(**given: Any) -> _Asked:
    try:
        return _Asked(**given)
    except ValidationError as error:
        raise misused(error) from None


def _shown(point: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only the register knows of a point."""
    return {name: value for name, value in point.items() if name not in ("meeting_id", "binding")}


@due.command("reread")
def reread_words(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be read differently.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read all due words anew, as after an upgrade, and keep what is read differently.

    What a person confirmed stands. Every plan is done whole or not at all, and so are the reviews.
    """
    with open_register() as register:
        with reading(register.sessions) as session:
            plan_ids = list_plan_ids(session)
        found: list[Reread] = []
        with working("Reading …"):
            for plan_id in plan_ids:
                opened = reading if dry_run else writing
                with opened(register.sessions) as session:
                    plan = session.get_one(Plan, plan_id)
                    found += reread_plan(session, COMMAND_LINE, plan, dry_run=dry_run)
            with (reading if dry_run else writing)(register.sessions) as session:
                found += reread_reviews(session, COMMAND_LINE, dry_run=dry_run)
    if as_json:
        say_json([_told(one) for one in found])
        return
    if found:
        _show(found)
    verb = "would be" if dry_run else "are"
    tell(f"{len(found)} due cells {verb} read differently by version {GRAMMAR_VERSION} of the grammar.")


def _told(one: Reread) -> dict[str, Any]:
    readings = {"before": one.before, "after": one.after}
    told = {
        name: {"points": [_shown(point) for point in points], "unread": unread}
        for name, (points, unread) in readings.items()
    }
    named = {"plan": one.plan, "action": one.action, "milestone": one.milestone, "review": one.review}
    return {**named, "text": one.words, **told}


def _show(found: Sequence[Reread]) -> None:
    rows = [
        (
            " ".join(filter(None, (one.plan, one.action, one.milestone, one.review))),
            one.words,
            _reading_words(*one.before),
            _reading_words(*one.after),
        )
        for one in found
    ]
    show_table("Read differently", ("Where", "Words", "As they were read", "As they are read now"), rows)


def _reading_words(points: Sequence[dict[str, Any]], unread: Sequence[str]) -> str:
    told = [point_words(point) for point in points]
    return "\n".join([*told, *(f"not understood: {words}" for words in unread)])


@due.command("extend")
def extend() -> None:
    """Add the occurrences of what repeats that have come within the next two years; `plans serve` does it by itself."""
    with open_register() as register, working("Extending …"):
        added = extend_horizons(register.sessions)
    tell(f"{added} occurrences were added.")
