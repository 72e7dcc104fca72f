"""`plans adoption`: plans on their way from draft to closed, and what is carried forward from one to the next."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from sqlmodel import Session

from app.adoption.commands import take_back, take_step
from app.adoption.commands.carrying import carry_forward
from app.adoption.queries import TRANSITIONS, last_transition, last_version
from app.adoption.queries.carrying import carried_outcome
from app.adoption.queries.pack import accreditation_pack
from app.adoption.queries.pack_document import pack_as_docx
from app.adoption.queries.versions import compare_version
from app.adoption.schemas import TransitionCreate
from app.adoption.schemas.pack import PackQuery
from app.cli.console import Refused, misused, say, say_json, show_table, tell
from app.cli.files import write_whole
from app.cli.register import open_register
from app.core.callers import COMMAND_LINE
from app.core.db import reading, writing
from app.core.listing import Item
from app.core.rows import get_named
from app.plans.models import Plan
from app.plans.rules import PlanStatus

adoption = typer.Typer(
    help="Take plans from draft to closed, compare them with what was adopted, carry them forward.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
PlanNamed = Annotated[str, typer.Argument(metavar="PLAN", help="The plan, by its reference or id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON as the API gives it, for programs.")]


@adoption.command("step")
def step(
    plan: PlanNamed,
    to: Annotated[PlanStatus, typer.Argument(help="What it becomes.")],
    on: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day; else the meeting's, or today.")
    ] = None,
    meeting: Annotated[
        str | None,
        typer.Option(metavar="REF", help="The meeting at which it was decided, by reference or id."),
    ] = None,
    decision: Annotated[
        str | None, typer.Option(metavar="ID", help="The decision by which it was done, by id.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="What is to be remembered of it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Give a plan another status; adoption freezes a version of it."""
    given = {"to_status": to, "made_on": on, "meeting_id": meeting, "decision_id": decision, "note": note}
    try:
        wanted = TransitionCreate.model_validate(given)
    except ValidationError as error:
        raise misused(error) from None
    with open_register() as register, writing(register.sessions) as session:
        taken = take_step(session, COMMAND_LINE, _plan(session, plan), wanted.model_dump())
        item = TRANSITIONS.one(session, taken.id, register.view())
    if as_json:
        say_json(item)
        return
    frozen = f" Version {item['version_number']} is frozen." if item["version_number"] else ""
    say(f"It was {item['from_status']}, and is {item['to_status']} since {item['made_on']}.{frozen}")


@adoption.command("take-back")
def take_back_step(
    plan: PlanNamed,
    reason: Annotated[str | None, typer.Option(help="Why it is taken back.")] = None,
) -> None:
    """Take back the last step of a plan, with the version that was frozen by it."""
    with open_register() as register, writing(register.sessions) as session:
        row = _plan(session, plan)
        last = last_transition(session, row.id)
        if last is None:
            raise Refused("The plan has taken no step.")
        take_back(session, COMMAND_LINE, row, last["id"], reason)
        say(f"It was {last['to_status']}, and is {row.status} again.")


@adoption.command("carry-forward")
def carry(
    plan: PlanNamed,
    into: Annotated[
        str, typer.Argument(metavar="INTO", help="The plan that follows, by its reference or id.")
    ],
    as_json: AsJson = False,
) -> None:
    """Copy what is open into the plan that follows. Run twice, it does nothing more."""
    with open_register() as register, writing(register.sessions) as session:
        old, new = _plan(session, plan), _plan(session, into)
        carried = carry_forward(session, COMMAND_LINE, old, new, None)
        outcome = carried_outcome(session, old.id, new.id, carried)
    if as_json:
        say_json(outcome)
        return
    rows = [
        (one["original"]["reference"], one["copied_as"]["reference"], one["text"])
        for one in outcome["carried"]
    ]
    if rows:
        show_table("Carried forward", ("From", "To", "Action"), rows, whole=("From", "To"))
    tell(
        f"{len(rows)} carried forward, {outcome['carried_before']} had been before; "
        f"{outcome['closed']} are completed or cancelled."
    )
    if outcome["carried_nowhere"]:
        tell(f"{outcome['carried_nowhere']} are said to be carried forward, and no plan has them.")


@adoption.command("compare")
def compare(
    plan: PlanNamed,
    version: Annotated[int | None, typer.Option(min=1, help="The version; the newest by default.")] = None,
    against: Annotated[
        int | None, typer.Option(min=1, help="Another version; else the plan as it is now.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what is other than it was adopted."""
    with open_register() as register, reading(register.sessions) as session:
        id = _plan(session, plan).id
        newest = last_version(session, id)
        number = version or (newest.number if newest is not None else 1)
        found = compare_version(session, id, number, against, register.view())
    if as_json:
        say_json(found)
        return
    rows = [*_differences(found)]
    if rows:
        show_table(
            f"Since version {found['number']}", ("What", "Change", "Before", "After"), rows, whole=("Change",)
        )
    tell("Nothing that was agreed is other than it was." if found["is_as_agreed"] else "It is not as agreed.")


def _differences(found: Item) -> list[tuple[str, str, str, str]]:
    rows = [("plan", one["member"], _words(one["before"]), _words(one["after"])) for one in found["plan"]]
    for kind, things in (
        ("theme", found["themes"]),
        ("issue", found["issues"]),
        ("action", found["actions"]),
    ):
        named = f"{kind} {{}}"
        rows += [(named.format(_name(one)), "added", "", one["text"]) for one in things["added"]]
        rows += [(named.format(_name(one)), "removed", one["text"], "") for one in things["removed"]]
        rows += [
            (named.format(_name(thing)), one["member"], _words(one["before"]), _words(one["after"]))
            for thing in things["changed"]
            for one in thing["changes"]
        ]
    return rows


def _name(thing: Item) -> str:
    return str(thing["reference"] or "")


def _words(value: Any) -> str:
    return "" if value is None else str(value)


@adoption.command("pack")
def pack(
    plan: PlanNamed,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", dir_okay=False, help="The Word document to write; without it, JSON."),
    ] = None,
    version: Annotated[int | None, typer.Option(min=1, help="The version; the newest by default.")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day as of which progress is told.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the accreditation pack: the plan as adopted against each criterion, with progress and evidence."""
    try:
        asked = PackQuery.model_validate({"version": version, "as_of": as_of})
    except ValidationError as error:
        raise misused(error) from None
    with open_register() as register, reading(register.sessions) as session:
        view = register.view(asked.as_of)
        made = accreditation_pack(session, _plan(session, plan).id, asked.version, view)
    if as_json or output is None:
        say_json(made)
    if output is not None:
        write_whole(output, [pack_as_docx(made, register.view().today)])
        tell(f"Written to {output}.")


def _plan(session: Session, name: str) -> Plan:
    return get_named(session, Plan, name, "/plan")
