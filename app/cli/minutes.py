"""What a minute-taker's script records with `plans meetings`: attendance, decisions, minutes and their approval."""

from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from sqlmodel import Session

from app.actions.commands import WRITE_ACTIONS
from app.actions.queries.decisions import decisions_of_all_meetings, followed_decisions
from app.actions.rules import FollowUp
from app.actions.schemas import ActionFromDecision
from app.actions.schemas.decisions import DecisionsQuery
from app.cli.console import Refused, misused, printable, say, say_json, show_table, tell
from app.cli.deadlines import AsJson, Cursor, Limit
from app.cli.register import open_register
from app.core.callers import COMMAND_LINE
from app.core.db import reading, writing
from app.core.links import find_named, not_there
from app.core.listing import Item
from app.core.schemas import Shape
from app.kernel.text import day_words
from app.meetings.commands import WRITE_DECISIONS
from app.meetings.commands.attendances import WRITE_ATTENDANCES
from app.meetings.commands.papers import WRITE_PAPERS, approve_minutes
from app.meetings.models import Meeting, Paper
from app.meetings.queries import list_agenda, list_lettered
from app.meetings.queries.attendances import ATTENDANCES
from app.meetings.queries.papers import PAPERS, list_minutes
from app.meetings.rules import AttendanceStatus, DecisionOutcome, PaperKind, letter_key
from app.meetings.schemas import DecisionCreate
from app.meetings.schemas.attendances import AttendanceCreate
from app.meetings.schemas.papers import MinutesApproved, PaperCreate

AnyShape = TypeVar("AnyShape", bound=Shape)


def _option(what: str, metavar: str, *names: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=what)


Named = Annotated[str, typer.Argument(metavar="MEETING", help="The meeting, by its reference or id.")]
Several = list[str] | None


def record_attendance(
    meeting: Named,
    status: Annotated[AttendanceStatus, typer.Argument(help="Whether they were there.")],
    person: Annotated[str | None, _option("Who: a person, by reference or id.", "REF")] = None,
    organisation: Annotated[str | None, _option("Or an organisation.", "REF")] = None,
    post: Annotated[str | None, _option("Or a post.", "REF")] = None,
    on_behalf_of: Annotated[str | None, _option("The organisation that they spoke for.", "REF")] = None,
    note: Annotated[str | None, _option("What is to be remembered of it.", "TEXT")] = None,
    as_json: AsJson = False,
) -> None:
    """Record that a person, an organisation or a post was at a meeting, or was not."""
    who = {"person_id": person, "organisation_id": organisation, "post_id": post}
    wanted = _shaped(AttendanceCreate, status=status, on_behalf_of_id=on_behalf_of, note=note, **who)
    with open_register() as register, writing(register.sessions) as session:
        values = {**wanted.model_dump(), "meeting_id": _meeting(session, meeting)}
        kept = WRITE_ATTENDANCES.create(session, COMMAND_LINE, values)
        item = ATTENDANCES.one(session, kept.id, register.view())
    _tell(item, f"{item['name']}: {status.en.lower()}.", as_json=as_json)


def record_decision(
    meeting: Named,
    outcome: Annotated[DecisionOutcome, typer.Argument(help="What became of it.")],
    text: Annotated[str | None, _option("What was decided, in the words of the minutes.", "TEXT")] = None,
    agenda_item: Annotated[
        str | None, _option("What it was on: the number printed on the agenda, the place, or the id.", "ITEM")
    ] = None,
    recommendation: Annotated[
        str | None, _option("The recommendation that it answers, by its letter or id.", "LETTER")
    ] = None,
    action: Annotated[Several, _option("An action that comes of it; may be given again.", "TEXT")] = None,
    plan: Annotated[str | None, _option("The plan of these actions, by reference or id.", "REF")] = None,
    due: Annotated[str | None, _option("When these are due, in words.", "WORDS")] = None,
    lead: Annotated[str | None, _option("Who leads them, in words.", "WORDS")] = None,
    no_action_needed: Annotated[
        bool, typer.Option("--no-action-needed", help="Nothing has to follow.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Record what a meeting decided, with the actions that come of it, all or none."""
    given = {"outcome": outcome, "text": text, "recommendation_id": recommendation}
    decided = _shaped(DecisionCreate, **given, no_action_needed=no_action_needed)
    actions = _actions(action or [], plan, due, lead)
    with open_register() as register, writing(register.sessions) as session:
        meeting_id = _meeting(session, meeting)
        item_id = _agenda_item(session, meeting_id, agenda_item)
        answered = _recommendation(session, meeting_id, item_id, recommendation)
        of = {"meeting_id": meeting_id, "agenda_item_id": item_id, "recommendation_id": answered}
        kept = WRITE_DECISIONS.create(session, COMMAND_LINE, {**decided.model_dump(), **of})
        for one in actions:
            WRITE_ACTIONS.create(session, COMMAND_LINE, {**one.model_dump(), "decision_id": kept.id})
        item = followed_decisions().one(session, kept.id, register.view())
    made = ", ".join(one["reference"] for one in item["actions"])
    _tell(item, f"{outcome.en}. {f'Actions: {made}.' if made else _follow_up(item)}", as_json=as_json)


def show_decisions(
    meeting: Annotated[Several, _option("Only of these meetings, by reference or id.", "REF")] = None,
    sub_group: Annotated[Several, _option("Only of these sub-groups, by reference or id.", "REF")] = None,
    outcome: Annotated[Several, _option(f"Only these ({', '.join(DecisionOutcome)}).", "OUTCOME")] = None,
    follow_up: Annotated[Several, _option(f"Only these ({', '.join(FollowUp)}).", "WHAT")] = None,
    from_: Annotated[str | None, _option("Made on this day or later.", "DAY", "--from")] = None,
    to: Annotated[str | None, _option("Made on this day or earlier.", "DAY")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_json: AsJson = False,
) -> None:
    """List what was decided, and what came of it, by the meetings' days."""
    of = {"meeting": meeting, "sub_group": sub_group, "outcome": outcome, "follow_up": follow_up}
    asked = {**of, "from": from_, "to": to, "cursor": cursor}
    query = _shaped(DecisionsQuery, limit=limit, **{name: one for name, one in asked.items() if one})
    with open_register() as register, reading(register.sessions) as session:
        page = decisions_of_all_meetings().page(session, query, register.view())
    if as_json:
        say_json(page)
        return
    if page["items"]:
        headings = ("Day", "Meeting", "Outcome", "What came of it", "What")
        show_table("Decisions", headings, (_row(item) for item in page["items"]), whole=headings[:-1])
    else:
        tell("No decisions of this kind are kept.")
    if page["next"] is not None:
        tell(f"There are more: raise --limit (at most 200), or go on with --cursor {page['next']}")


def add_minutes(
    meeting: Named,
    title: Annotated[str, _option("What they are called.", "TITLE")] = "Minutes",
    link: Annotated[str | None, _option("Where they are read, an http or https address.", "URL")] = None,
    written_on: Annotated[str | None, _option("The day on which they were written.", "DAY")] = None,
    public: Annotated[bool, typer.Option("--public", help="Show them to the public.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add the minutes of a meeting to its papers, as a draft until a later meeting approves them."""
    told = {"title": title, "link": link, "written_on": written_on, "kind": PaperKind.MINUTES}
    paper = _shaped(PaperCreate, **told, visibility="public" if public else "partners")
    with open_register() as register, writing(register.sessions) as session:
        values = {**paper.model_dump(), "meeting_id": _meeting(session, meeting)}
        kept = WRITE_PAPERS.create(session, COMMAND_LINE, values)
        item = PAPERS.one(session, kept.id, register.view())
    _tell(item, f"{item['title']} ({item['reference']}): {item['status']}.", as_json=as_json)


def approve(
    meeting: Named,
    at: Annotated[str, typer.Argument(metavar="AT", help="The later meeting that approved them.")],
    decision: Annotated[str | None, _option("What that decided on them, by id.", "ID")] = None,
    on: Annotated[str | None, _option("The day; by default that of the later meeting.", "DAY")] = None,
    as_json: AsJson = False,
) -> None:
    """Approve the minutes of a meeting at a later one; from then on they stand as they are."""
    wanted = _shaped(MinutesApproved, meeting_id=at, decision_id=decision, approved_on=on)
    with open_register() as register, writing(register.sessions) as session:
        minutes = _minutes(session, _meeting(session, meeting), meeting)
        approve_minutes(session, COMMAND_LINE, minutes, at, decision, wanted.approved_on)
        item = PAPERS.one(session, minutes.id, register.view())
    _tell(item, f"{item['title']}: approved on {day_words(item['approved_on'])}.", as_json=as_json)


def _shaped(shape: type[AnyShape], **given: Any) -> AnyShape:
    """Make the shape that the API would; what is not allowed is misuse."""
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        raise misused(error) from None


def _actions(
    texts: list[str], plan: str | None, due: str | None, lead: str | None
) -> list[ActionFromDecision]:
    """Make the actions that come of a decision; what is said of none is misuse."""
    said = {"--plan": plan, "--due": due, "--lead": lead}
    idle = [f"{option}: goes with --action" for option, one in said.items() if one is not None]
    if idle and not texts:
        raise typer.BadParameter("; ".join(idle))
    if texts and plan is None:
        raise typer.BadParameter("--plan: is needed with --action")
    words = {"lead_text": lead or "", "due": None if due is None else {"text": due}}
    return [_shaped(ActionFromDecision, plan_id=plan, text=one, **words) for one in texts]


def _meeting(session: Session, name: str) -> str:
    id = find_named(session, Meeting.__table__, name)
    if id is None:
        raise Refused(f"{name}: {not_there(Meeting.__table__)}.")
    return id


def _agenda_item(session: Session, meeting_id: str, name: str | None) -> str | None:
    """Find what a decision was on by its printed number, else by its place; else it is taken for an id."""
    items = [item for item in list_agenda(session, meeting_id) if item.deleted_at is None]
    for names in ([item.number for item in items], [str(item.position) for item in items]):
        if name is not None and names.count(name) == 1:
            return items[names.index(name)].id
    return name


def _recommendation(
    session: Session, meeting_id: str, agenda_item_id: str | None, name: str | None
) -> str | None:
    """Find what a decision answers by its letter, under the agenda item if one is given; else it is taken for an id."""
    if name is None:
        return None
    lettered = list_lettered(session, meeting_id, letter_key(name))
    found = [one.id for one in lettered if agenda_item_id in (None, one.agenda_item_id)]
    if len(found) > 1:
        raise Refused(
            f"--recommendation: {len(found)} agenda items have one {name!r}; say which by --agenda-item."
        )
    return found[0] if found else name


def _minutes(session: Session, meeting_id: str, name: str) -> Paper:
    """Find the minutes of a meeting that wait for their approval, or else those that had it."""
    minutes = list_minutes(session, meeting_id)
    found = [one for one in minutes if one.approved_on is None] or minutes
    if len(found) != 1:
        raise Refused(f"{name}: there are {len(found) or 'no'} minutes among its papers.")
    return found[0]


def _tell(item: Item, told: str, *, as_json: bool) -> None:
    if as_json:
        say_json(item)
    else:
        say(told)


def _follow_up(item: Item) -> str:
    return FollowUp(item["follow_up"]).en


def _row(item: Item) -> tuple[str, ...]:
    meeting = item["meeting"]
    outcome = DecisionOutcome(item["outcome"]).en
    return (
        day_words(meeting["starts_on"]),
        meeting["reference"],
        outcome,
        _follow_up(item),
        printable(item["text"] or ""),
    )
