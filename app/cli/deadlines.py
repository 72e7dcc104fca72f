"""`plans deadlines`."""

from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.text import Text

from app.cli.console import misused, printable, say_json, show_table, tell
from app.cli.register import open_register
from app.cli.words import days_words
from app.core.db import reading
from app.core.listing import Item
from app.deadlines.queries import list_deadlines
from app.deadlines.rules.standing import Standing, standing_of
from app.deadlines.schemas import DeadlineQuery
from app.kernel.text import day_words
from app.schedule.rules import DeadlineSource, DueState

Several = list[str] | None
_COLOURS = {Standing.OVERDUE: "red", Standing.IN_WINDOW: "yellow"}


def _several(what: str, metavar: str = "REF") -> Any:
    return typer.Option(metavar=metavar, help=f"{what}; several by comma.")


def _one(what: str, metavar: str, *names: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=what)


Start = Annotated[str | None, _one("Due on this day or later.", "DAY", "--from")]
End = Annotated[str | None, _one("Due on this day or earlier.", "DAY")]
AsOf = Annotated[str | None, _one("The day as of which states are told; today by default.", "DAY")]
States = Annotated[Several, _several(f"Only these states ({', '.join(DueState)})", "STATE")]
Plans = Annotated[Several, _several("Only of these plans, by reference or id")]
Themes = Annotated[Several, _several("Only under these themes, by number or id")]
Leads = Annotated[Several, _several("Only led by these parties, by reference or id")]
SubGroups = Annotated[Several, _several("Only led by these sub-groups, by reference or id")]
Organisations = Annotated[
    Several, _several("Only led by these organisations, their people or posts, by reference or id")
]
Meetings = Annotated[
    Several, _several("Only what hangs on these meetings, or is due before them, by reference or id")
]
Include = Annotated[
    Several,
    _several(
        "Also list, at the end, what only starts (`starts`) and what has no date (`undated`); "
        "of what repeats, those missed before the last one (`missed`) and those after the next (`later`)",
        "WHAT",
    ),
]
Limit = Annotated[int, _one("How many to list, 1 to 200.", "N")]
Cursor = Annotated[str | None, _one("Go on where another list ended.", "CURSOR")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON as the API gives it, for programs.")]


def show_deadlines(
    from_: Start = None,
    to: End = None,
    as_of: AsOf = None,
    state: States = None,
    plan: Plans = None,
    theme: Themes = None,
    lead: Leads = None,
    sub_group: SubGroups = None,
    organisation: Organisations = None,
    meeting: Meetings = None,
    include: Include = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_json: AsJson = False,
) -> None:
    """List what is due: overdue first, then by the day due.

    Days are written 2004-07-31. Without a state, what is done is left out.
    """
    of = {"plan": plan, "theme": theme, "meeting": meeting}
    led_by = {"lead": lead, "sub_group": sub_group, "organisation": organisation}
    when = {"from": from_, "to": to, "as_of": as_of, "state": state, "include": include}
    query = _query({**of, **led_by, **when, "limit": limit, "cursor": cursor})
    with open_register() as register, reading(register.sessions) as session:
        view = register.view(query.as_of)
        page = list_deadlines(session, query, view)
    if as_json:
        say_json(page)
    elif not page["items"]:
        tell("Nothing of this kind is due.")
    else:
        _show(page["items"], f"Due as of {day_words(view.today)}", of_plans=plan is not None)
    if page["next"] is not None and not as_json:
        tell(f"There are more: raise --limit (at most 200), or go on with --cursor {page['next']}")


def _query(asked: dict[str, Any]) -> DeadlineQuery:
    """Make the query that the API would; what is not allowed is misuse."""
    try:
        return DeadlineQuery.model_validate({name: one for name, one in asked.items() if one is not None})
    except ValidationError as error:
        raise misused(error) from None


def _show(items: list[Item], title: str, *, of_plans: bool) -> None:
    plans = {item["plan"]["reference"]: item["plan"]["title"] for item in items if item["plan"]}
    naming = not of_plans or len(plans) > 1
    if not naming:
        title = f"{next(iter(plans.values()))}. {title}"
    headings = ("Due", "State", "Days left", "Action", "What")
    rows = (_row(item, naming_plan=naming) for item in items)
    show_table(title, headings, rows, whole=headings[:-1])


def _row(item: Item, *, naming_plan: bool) -> tuple[str | Text, ...]:
    standing = standing_of(item["state"], is_called_off=item["is_called_off"])
    style = _COLOURS.get(standing, "")
    return (
        Text(_due(item), style=style),
        Text(standing.en, style=style),
        Text(days_words(item["days_left"]), style=style),
        _whose(item, naming_plan=naming_plan),
        _what(item),
    )


def _whose(item: Item, *, naming_plan: bool) -> str:
    """Name the action, or else the meeting, that something is due of, and the plan."""
    plan = item["plan"]["reference"] if item["plan"] and naming_plan else ""
    thing = item["action"] or (item["meeting"] if item["source"] == DeadlineSource.MEETING else None)
    return " ".join(filter(None, (plan, thing and thing["reference"])))


def _due(item: Item) -> str:
    if item["days_left"] is not None:
        return day_words(item["latest"])
    return f"from {day_words(item['earliest'])}" if item["earliest"] else ""


def _what(item: Item) -> Text:
    """Give the title, and below it the words as written and who leads."""
    names = [lead["name"] or ("to be found" if lead["kind"] == "vacant" else "") for lead in item["leads"]]
    # Leads that nobody has linked yet are told as they were written.
    leads = "; ".join(filter(None, names)) or item["lead_text"]
    words = f"“{item['text']}”" if item["text"] else "no date given"
    told = " · ".join(filter(None, (words, leads)))
    return Text.assemble(printable(item["title"]), "\n", (printable(told), "dim"))
