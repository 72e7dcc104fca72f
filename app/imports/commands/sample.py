"""The bundled sample: what three documents of a real partnership tell, in our own words, with posts for names.

`app/imports/sample/` holds two plans as people write them, which go through the import as any other document, and
`register.json` with what surrounds them: parties, meetings, criteria, and who leads which action.
"""

from importlib.resources import files
from typing import Any

import orjson
from sqlalchemy import select
from sqlmodel import Session

from app.actions.commands import WRITE_ACTIONS
from app.actions.models import Action
from app.actions.schemas import ActionUpdate
from app.core.callers import Caller
from app.core.db import Sessions, Table, writing
from app.core.schemas import Shape, given
from app.imports.commands import GivenDocument, apply_import, read_document
from app.imports.schemas import ImportOptions
from app.ledger.commands import Writer
from app.meetings.commands import (
    WRITE_AGENDA_ITEMS,
    WRITE_DECISIONS,
    WRITE_MEETINGS,
    WRITE_RECOMMENDATIONS,
    WRITE_VENUES,
)
from app.meetings.commands.papers import WRITE_PAPERS
from app.meetings.models import Meeting, Venue
from app.meetings.schemas import (
    AgendaItemCreate,
    DecisionCreate,
    MeetingCreate,
    RecommendationCreate,
    VenueCreate,
)
from app.meetings.schemas.papers import PaperCreate
from app.partners.commands import WRITE_ORGANISATIONS, WRITE_POSTS
from app.partners.models import Organisation, Person, Post
from app.partners.schemas import OrganisationCreate, PostCreate
from app.plans.commands import WRITE_CRITERIA, WRITE_PLANS
from app.plans.models import Criterion, Plan
from app.plans.schemas import CriterionCreate, PlanCreate, PlanUpdate
from app.sub_groups.commands import WRITE_MEMBERSHIPS, WRITE_SUB_GROUPS
from app.sub_groups.models import SubGroup
from app.sub_groups.schemas import MembershipCreate, SubGroupCreate

Values = dict[str, Any]
_FOLDER = files("app.imports") / "sample"
_KINDS: tuple[tuple[str, type[Shape], Writer[Any]], ...] = (
    ("organisations", OrganisationCreate, WRITE_ORGANISATIONS),
    ("posts", PostCreate, WRITE_POSTS),
    ("sub_groups", SubGroupCreate, WRITE_SUB_GROUPS),
    ("venues", VenueCreate, WRITE_VENUES),
    ("criteria", CriterionCreate, WRITE_CRITERIA),
    ("plans", PlanCreate, WRITE_PLANS),
)
_HELD: tuple[type[Table], ...] = (Organisation, Person, Post, SubGroup, Venue, Criterion, Plan, Meeting)


def load_sample(sessions: Sessions, caller: Caller) -> list[Values] | None:
    """Load the sample into an empty register, whole or not at all; give the ImportOutcome of each plan.

    Gives None, and does nothing, where the register holds anything already, be it deleted.
    """
    with writing(sessions) as session:
        if _holds_something(session):
            return None
        sample = orjson.loads((_FOLDER / "register.json").read_bytes())
        for kind, shape, writer in _KINDS:
            for told in sample[kind]:
                _create(session, caller, shape, writer, told)
        for told in sample["memberships"]:
            owner = {"sub_group_id": told.pop("sub_group_id")}
            _create(session, caller, MembershipCreate, WRITE_MEMBERSHIPS, told, **owner)
        for told in sample["meetings"]:
            _load_meeting(session, caller, told)
        return [_load_document(session, caller, told) for told in sample["documents"]]


def _holds_something(session: Session) -> bool:
    return any(session.execute(select(table.__table__.c.id).limit(1)).first() for table in _HELD)


def _create(
    session: Session, caller: Caller, shape: type[Shape], writer: Writer[Any], told: Values, **owner: str
) -> Any:
    """Write one thing through the same door as the API: checked by its shape, kept by its writer."""
    return writer.create(session, caller, {**shape.model_validate(told).model_dump(), **owner})


def _load_meeting(session: Session, caller: Caller, told: Values) -> None:
    meeting = _create(session, caller, MeetingCreate, WRITE_MEETINGS, told["meeting"])
    for item in told["agenda_items"]:
        of_meeting = {"meeting_id": meeting.id}
        kept = _create(
            session, caller, AgendaItemCreate, WRITE_AGENDA_ITEMS, item["agenda_item"], **of_meeting
        )
        for name, shape, writer in (
            ("recommendations", RecommendationCreate, WRITE_RECOMMENDATIONS),
            ("papers", PaperCreate, WRITE_PAPERS),
            ("decisions", DecisionCreate, WRITE_DECISIONS),
        ):
            for one in item[name]:
                _create(session, caller, shape, writer, {**one, "agenda_item_id": kept.id}, **of_meeting)


def _load_document(session: Session, caller: Caller, told: Values) -> Values:
    """Import one of the sample's plans for the public, and say who leads its actions."""
    document = GivenDocument(told["file"], (_FOLDER / told["file"]).read_bytes())
    options = ImportOptions(plan=told["plan"], public=True)
    outcome = apply_import(session, caller, read_document(document), document, options)
    plan = session.get_one(Plan, outcome["plan"]["id"])
    WRITE_PLANS.update(session, caller, plan, given(PlanUpdate.model_validate(told["then"])))
    actions = {row["reference"]: row["resource_id"] for row in outcome["rows"] if row["kind"] == "action"}
    for reference, leads in told["leads"].items():
        action = session.get_one(Action, actions[reference])
        named = ActionUpdate.model_validate({"leads": [_lead(words) for words in leads]})
        WRITE_ACTIONS.update(session, caller, action, given(named))
    return outcome


def _lead(words: str) -> dict[str, str]:
    """Read "post:policy-manager" as the lead that the API takes."""
    kind, _, reference = words.partition(":")
    return {f"{kind}_id": reference}
