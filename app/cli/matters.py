"""`plans matters-arising`."""

from typing import Annotated

import typer
from pydantic import ValidationError
from rich.text import Text

from app.actions.queries.matters import matters_page
from app.actions.rules import ActionStatus
from app.actions.rules.matters import MatterReason
from app.actions.schemas.matters import MatterQuery
from app.cli.console import Refused, misused, printable, say_json, show_table, tell
from app.cli.deadlines import AsJson, Cursor, Limit
from app.cli.register import open_register
from app.core.db import reading
from app.core.links import find_named
from app.core.listing import Item
from app.kernel.text import day_words
from app.meetings.models import Meeting
from app.meetings.rules import DecisionOutcome

Named = Annotated[str, typer.Argument(metavar="MEETING", help="The meeting, by reference or id.")]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="The day as of which overdue is told; the meeting's by default."),
]


def show_matters(
    meeting: Named,
    as_of: AsOf = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_json: AsJson = False,
) -> None:
    """List what earlier meetings of the group left open: longest overdue first.

    Days are written 2004-07-31.
    """
    asked = {"as_of": as_of, "limit": limit, "cursor": cursor}
    try:
        query = MatterQuery.model_validate({name: one for name, one in asked.items() if one is not None})
    except ValidationError as error:
        raise misused(error) from None
    with open_register() as register, reading(register.sessions) as session:
        id = find_named(session, Meeting.__table__, meeting)
        if id is None:
            raise Refused(f"There is no meeting with the id or reference {meeting!r}.")
        page = matters_page(session, id, query, register.view())
    if as_json:
        say_json(page)
        return
    if not page["items"]:
        tell("Nothing arises from earlier meetings.")
    else:
        _show(page["items"], f"Matters arising at {meeting}: {page['total']:,}")
    if page["next"] is not None:
        tell(f"There are more: raise --limit (at most 200), or go on with --cursor {page['next']}")


def _show(items: list[Item], title: str) -> None:
    headings = ("Since", "Overdue", "Put off", "Action", "Stands", "What")
    show_table(title, headings, (_row(item) for item in items), whole=headings[:-1])


def _row(item: Item) -> tuple[str | Text, ...]:
    overdue = item["days_overdue"]
    stands = ActionStatus(item["status"]) if item["status"] else DecisionOutcome(item["outcome"])
    return (
        day_words(item["meeting"]["starts_on"]) if item["meeting"] else "",
        Text("" if overdue is None else f"{overdue:,} days", style="red"),
        f"{item['times_deferred']}×" if item["times_deferred"] else "",
        item["reference"] or "",
        stands.en,
        _what(item),
    )


def _what(item: Item) -> Text:
    """Give what it is, and below it why it arises, when it is due and who leads."""
    leads = "; ".join(lead["name"] or "to be found" for lead in item["leads"])
    reasons = ", ".join(MatterReason(reason).en for reason in item["reasons"])
    due = f"“{item['due_text']}”" if item["due_text"] else ""
    if item["milestone"] is not None:
        due = f"{item['milestone']}: {due}"
    told = " · ".join(filter(None, (reasons, due, leads)))
    return Text.assemble(printable(item["text"] or ""), "\n", (printable(told), "dim"))
