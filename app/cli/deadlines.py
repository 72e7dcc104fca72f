"""`plans deadlines`."""

from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.text import Text

from app.cli.console import misused, printable, say_json, show_table, tell
from app.cli.register import open_register
from app.cli.words import day_words, days_words
from app.core.db import reading
from app.core.listing import Item
from app.deadlines.queries import list_deadlines
from app.deadlines.schemas import DeadlineQuery
from app.schedule.rules import DueState

Several = list[str] | None
_COLOURS = {DueState.OVERDUE: "red", DueState.IN_WINDOW: "yellow"}


def _several(what: str, metavar: str = "REF") -> Any:
    return typer.Option(metavar=metavar, help=f"{what}; several by comma.")


def show_deadlines(
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="Due on this day or later.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="DAY", help="Due on this day or earlier.")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day as of which states are told; today by default.")
    ] = None,
    state: Annotated[Several, _several(f"Only these states ({', '.join(DueState)})", "STATE")] = None,
    plan: Annotated[Several, _several("Only of these plans, by reference or id")] = None,
    theme: Annotated[Several, _several("Only under these themes, by number or id")] = None,
    lead: Annotated[Several, _several("Only led by these parties, by reference or id")] = None,
    sub_group: Annotated[Several, _several("Only led by these sub-groups, by reference or id")] = None,
    organisation: Annotated[
        Several, _several("Only led by these organisations, their people or posts, by reference or id")
    ] = None,
    include: Annotated[
        Several,
        _several(
            "Also list, at the end, what only starts (`starts`) and what has no date (`undated`)", "WHAT"
        ),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", help="How many to list, 1 to 200.")] = 50,
    cursor: Annotated[
        str | None, typer.Option(metavar="CURSOR", help="Go on where another list ended.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON as the API gives it, for programs.")
    ] = False,
) -> None:
    """List what is due: overdue first, then by the day due. Days are written 2004-07-31."""
    asked = {
        "from": from_, "to": to, "as_of": as_of, "state": state, "plan": plan, "theme": theme, "lead": lead,
        "sub_group": sub_group, "organisation": organisation, "include": include, "limit": limit, "cursor": cursor,
    }  # fmt: skip
    try:
        query = DeadlineQuery.model_validate({name: value for name, value in asked.items() if value})
    except ValidationError as error:
        raise misused(error) from None
    with open_register() as register, reading(register.sessions) as session:
        view = register.view(query.as_of)
        page = list_deadlines(session, query, view)
    if as_json:
        say_json(page)
        return
    if not page["items"]:
        tell("Nothing of this kind is due.")
        return
    _show(page["items"], f"Due as of {day_words(view.today)}", of_plans=query.plan is not None)
    if page["next"] is not None:
        tell(f"There are more: raise --limit (at most 200), or go on with --cursor {page['next']}")


def _show(items: list[Item], title: str, *, of_plans: bool) -> None:
    plans = {item["plan"]["reference"]: item["plan"]["title"] for item in items}
    naming = not of_plans or len(plans) > 1
    if not naming:
        title = f"{next(iter(plans.values()))}. {title}"
    headings = ("Due", "State", "Days left", "Action", "What")
    rows = (_row(item, naming_plan=naming) for item in items)
    show_table(title, headings, rows, whole=headings[:-1])


def _row(item: Item, *, naming_plan: bool) -> tuple[str | Text, ...]:
    state = DueState(item["state"])
    style = _COLOURS.get(state, "")
    plan = f"{item['plan']['reference']} " if naming_plan else ""
    return (
        Text(_due(item), style=style),
        Text(state.en, style=style),
        Text(days_words(item["days_left"]), style=style),
        f"{plan}{item['action']['reference']}",
        _what(item),
    )


def _due(item: Item) -> str:
    if item["days_left"] is not None:
        return day_words(item["latest"])
    return f"from {day_words(item['earliest'])}" if item["earliest"] else ""


def _what(item: Item) -> Text:
    """Give the title, and below it the words as written and who leads."""
    leads = [lead["name"] or ("to be found" if lead["kind"] == "vacant" else "") for lead in item["leads"]]
    words = f"“{item['text']}”" if item["text"] else "no date given"
    told = " · ".join(filter(None, (words, "; ".join(filter(None, leads)))))
    return Text.assemble(printable(item["title"]), "\n", (printable(told), "dim"))
