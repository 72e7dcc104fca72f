"""`plans progress`."""

from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.text import Text

from app.actions.queries.progress import plan_progress
from app.actions.rules import ActionStatus, LeadKind
from app.actions.rules.progress import ProgressBy
from app.actions.schemas.progress import ProgressQuery
from app.cli.console import Refused, misused, printable, say_json, show_table, tell
from app.cli.deadlines import AsJson
from app.cli.register import open_register
from app.core.db import reading
from app.core.links import find_named
from app.core.listing import Item
from app.kernel.text import day_words
from app.plans.models import Plan
from app.schedule.rules import DueState

Named = Annotated[str, typer.Argument(metavar="PLAN", help="The plan, by reference or id.")]
By = Annotated[str, typer.Option(metavar="WHAT", help=f"What to count by ({', '.join(ProgressBy)}).")]
Since = Annotated[
    str | None, typer.Option(metavar="DAY", help="Also tell what was reported of this day or later.")
]
AsOf = Annotated[
    str | None, typer.Option(metavar="DAY", help="The day as of which states are told; today by default.")
]


def show_progress(
    plan: Named, by: By = "theme", since: Since = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Count the actions of a plan by how they stand, and tell what changed since a day.

    Days are written 2004-07-31. An action that is in several groups is counted in each; the totals count it once.
    """
    asked = {"by": by, "since": since, "as_of": as_of}
    try:
        query = ProgressQuery.model_validate({name: one for name, one in asked.items() if one is not None})
    except ValidationError as error:
        raise misused(error) from None
    with open_register() as register, reading(register.sessions) as session:
        id = find_named(session, Plan.__table__, plan)
        if id is None:
            raise Refused(f"There is no plan with the id or reference {plan!r}.")
        progress = plan_progress(session, id, query, register.view(query.as_of))
    if as_json:
        say_json(progress)
        return
    _show_counts(progress, plan)
    if progress["changes"]:
        _show_changes(progress["changes"], f"Reported since {day_words(progress['since'])}")
    elif query.since is not None:
        tell("Nothing was reported since.")


def _show_counts(progress: Item, plan: str) -> None:
    told = progress["since"] is not None
    more = ("Reported on", "Newly completed") if told else ()
    headings = (progress["by"].en, "All", *(status.en for status in ActionStatus), "Overdue", *more)
    rows = [(_name(row), *_numbers(row, told=told)) for row in progress["groups"]]
    rows.append(("All", *_numbers(progress["totals"], told=told)))
    show_table(f"Progress of {plan} as of {day_words(progress['as_of'])}", headings, rows)


def _name(row: Item) -> str:
    if row["kind"] is None:
        return "(none)"
    name = row["name"] or ("to be found" if row["kind"] == LeadKind.VACANT else "(not shown)")
    return ", ".join(filter(None, (name, row["organisation"])))


def _numbers(counts: Item, *, told: bool) -> list[str]:
    numbers: list[Any] = [
        counts["total"],
        *counts["by_status"].values(),
        counts["by_state"][DueState.OVERDUE],
    ]
    return [str(number) for number in (*numbers, *_news(counts, told=told))]


def _news(counts: Item, *, told: bool) -> tuple[int, ...]:
    return (counts["changed"], counts["newly_completed"]) if told else ()


def _show_changes(changes: list[Item], title: str) -> None:
    headings = ("Day", "Action", "From", "To", "What")
    rows = (
        (
            day_words(one["reported_on"]),
            one["reference"],
            ActionStatus(one["from_status"]).en,
            ActionStatus(one["to_status"]).en,
            Text(printable(one["text"] or "")),
        )
        for one in changes
    )
    show_table(title, headings, rows, whole=headings[:-1])
