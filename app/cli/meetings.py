"""`plans meetings`: a sub-group's forward programme, and series of meetings made at once."""

from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.text import Text
from sqlmodel import Session

from app.cli.console import Refused, misused, printable, say_json, show_table, tell
from app.cli.register import open_register
from app.core.callers import COMMAND_LINE
from app.core.db import reading, writing
from app.core.links import find_named, not_there
from app.core.listing import Item
from app.core.rows import get_row
from app.kernel.text import day_words
from app.meetings.commands.series import make_series
from app.meetings.queries.programme import forward_programme, show_series
from app.meetings.rules import AgendaStatus, MeetingStatus
from app.meetings.schemas.series import MeetingSeries, ProgrammeQuery
from app.sub_groups.models import SubGroup

meetings = typer.Typer(
    help="Make meetings and show those to come; record who was there, what was decided, and the minutes.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def _option(what: str, metavar: str, *names: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=what)


Group = Annotated[str, typer.Argument(metavar="SUB_GROUP", help="The sub-group, by its id or its reference.")]
AsOf = Annotated[str | None, _option("Meetings on this day or later; today by default.", "DAY")]
Months = Annotated[int, _option("How many months ahead, 1 to 36.", "N")]
Series = Annotated[str, _option("What each of them is one of, such as 'Steering Group 2004/05'.", "NAME")]
Days = Annotated[
    list[str] | None, _option("A day on which they meet; may be given again.", "DAY", "--day", "--days")
]
Rule = Annotated[str | None, _option("Or a rule, such as 'FREQ=MONTHLY;BYDAY=3TU'.", "RULE")]
Start = Annotated[str | None, _option("With a rule: the first day that may be one of them.", "DAY", "--from")]
End = Annotated[str | None, _option("With a rule: the last day that may be one of them.", "DAY")]
Time = Annotated[str | None, _option("When they begin, where that is known.", "HH:MM")]
Title = Annotated[str | None, _option("Their title; made from the sub-group's name by default.", "TITLE")]
Venue = Annotated[str | None, _option("Where they meet, by id or reference.", "REF")]
Status = Annotated[str, _option(f"How certain they are: {', '.join(MeetingStatus)}.", "STATUS")]
ScheduledOn = Annotated[
    str | None, _option("The day on which they were put into the programme, where that is known.", "DAY")
]
Public = Annotated[bool, typer.Option("--public", help="Show them to the public.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON as the API gives it, for programs.")]


@meetings.command("forward-programme")
def show_programme(
    sub_group: Group, as_of: AsOf = None, months: Months = 12, as_json: AsJson = False
) -> None:
    """List the meetings of a sub-group that are to come, with their agendas, and how many are held where."""
    try:
        query = ProgrammeQuery.model_validate({"as_of": as_of, "months": months})
    except ValidationError as error:
        raise misused(error) from None
    with open_register() as register, reading(register.sessions) as session:
        view = register.view(query.as_of)
        programme = forward_programme(session, _named(session, sub_group), query.months, view)
    if as_json:
        say_json(programme)
    elif programme["meetings"]:
        days = f"{day_words(programme['from'])} to {day_words(programme['to'])}"
        _show(programme["meetings"], f"{programme['count']} meetings, {days}")
        held_at = programme["held_at"]
        tell(
            f"Away from the town hall: {held_at['away']}; in it: {held_at['town_hall']}; "
            f"not known: {held_at['unknown']}."
        )
    else:
        tell("No meetings are known.")


@meetings.command("schedule")
def schedule(
    sub_group: Group,
    series: Series,
    day: Days = None,
    rrule: Rule = None,
    from_: Start = None,
    to: End = None,
    time: Time = None,
    title: Title = None,
    venue: Venue = None,
    status: Status = MeetingStatus.PROPOSED.value,
    scheduled_on: ScheduledOn = None,
    public: Public = False,
    as_json: AsJson = False,
) -> None:
    """Make a series of meetings at once, all or none; a day on which there is one already is left out."""
    by = {"days": day, "rrule": rrule, "from": from_, "to": to, "time": time}
    told = {
        "series": series,
        "title": title,
        "venue_id": venue,
        "status": status,
        "scheduled_on": scheduled_on,
    }
    asked = _series({**by, **told, "visibility": "public" if public else "partners"})
    with open_register() as register, writing(register.sessions) as session:
        group = get_row(session, SubGroup, _named(session, sub_group))
        shown = show_series(session, make_series(session, COMMAND_LINE, group, asked), register.view())
    if as_json:
        say_json(shown)
        return
    if shown["made"]:
        _show(shown["made"], f"{len(shown['made'])} meetings made")
    for meeting in shown["existing"]:
        tell(f"On {day_words(meeting['starts_on'])} there was one already: {meeting['reference']}")


def _series(asked: dict[str, Any]) -> MeetingSeries:
    """Make the series that the API would; what is not allowed is misuse."""
    try:
        return MeetingSeries.model_validate({name: one for name, one in asked.items() if one is not None})
    except ValidationError as error:
        raise misused(error) from None


def _named(session: Session, sub_group: str) -> str:
    id = find_named(session, SubGroup.__table__, sub_group)
    if id is None:
        raise Refused(f"{sub_group}: {not_there(SubGroup.__table__)}.")
    return id


def _show(items: list[Item], title: str) -> None:
    headings = ("Day", "Status", "Reference", "Agenda due", "Agenda", "What")
    show_table(title, headings, (_row(item) for item in items), whole=headings[:-1])


def _row(item: Item) -> tuple[str | Text, ...]:
    due_on = item["agenda_due_on"]
    return (
        day_words(item["starts_on"]),
        MeetingStatus(item["status"]).en,
        item["reference"],
        "" if due_on is None else day_words(due_on),
        AgendaStatus(item["agenda_status"]).en,
        _what(item),
    )


def _what(item: Item) -> Text:
    """Give the title, and below it the venue and what is on the agenda."""
    venue = item.get("venue")
    titles = "; ".join(one["title"] for one in item.get("agenda_items", ()))
    told = " · ".join(filter(None, (venue and venue["name"], titles)))
    return Text.assemble(printable(item["title"]), *(("\n", (printable(told), "dim")) if told else ()))
