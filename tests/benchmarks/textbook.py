"""The same two lists as a tutorial of FastAPI and SQLModel would write them, over the same database.

Table models with relationships, a session by `Depends`, objects loaded with their relations at once, offset and
limit, and a response model. Columns that the lists do not need are left out, which is in its favour.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from fastapi import Depends, FastAPI, Query
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import JSON, Field, Relationship, Session, SQLModel, col, create_engine, or_, select

from app.actions.rules import CLOSED
from app.kernel.text import shortened
from app.schedule.rules import DueState, is_current, next_due, state_of, state_of_all

TODAY = date(2004, 7, 20)
engine = create_engine(
    os.environ["PLANS_DATABASE_URL"], connect_args={"check_same_thread": False}, pool_size=20
)
app = FastAPI()


class Organisation(SQLModel, table=True):
    """An organisation that leads."""

    id: str = Field(primary_key=True)
    name: str


class Person(SQLModel, table=True):
    """A person who leads."""

    id: str = Field(primary_key=True)
    name: str


class Post(SQLModel, table=True):
    """A post that leads."""

    id: str = Field(primary_key=True)
    title: str


class SubGroup(SQLModel, table=True):
    """A sub-group that leads."""

    __tablename__: ClassVar[str] = "sub_group"

    id: str = Field(primary_key=True)
    name: str


class Lead(SQLModel, table=True):
    """Someone who leads an action."""

    action_id: str = Field(foreign_key="action.id", primary_key=True)
    position: int = Field(primary_key=True)
    kind: str
    organisation_id: str | None = Field(default=None, foreign_key="organisation.id")
    person_id: str | None = Field(default=None, foreign_key="person.id")
    post_id: str | None = Field(default=None, foreign_key="post.id")
    sub_group_id: str | None = Field(default=None, foreign_key="sub_group.id")
    organisation: Organisation | None = Relationship()
    person: Person | None = Relationship()
    post: Post | None = Relationship()
    sub_group: SubGroup | None = Relationship()

    @property
    def name(self) -> str | None:
        """Whoever it is, by name."""
        if self.post is not None:
            return self.post.title
        party = self.organisation or self.person or self.sub_group
        return None if party is None else party.name


class PlanShown(SQLModel):
    """A plan as a deadline shows it."""

    id: str = Field(primary_key=True)
    reference: str
    title: str


class Plan(PlanShown, table=True):
    """A plan."""

    visibility: str


class ThemeShown(SQLModel):
    """A theme as a deadline shows it."""

    number: int
    title: str


class Theme(ThemeShown, table=True):
    """A theme of a plan."""

    id: str = Field(primary_key=True)


class ActionBase(SQLModel):
    """What an action has, kept and shown."""

    id: str = Field(primary_key=True)
    reference: str
    version: int
    created_at: datetime
    updated_at: datetime
    plan_id: str = Field(foreign_key="plan.id")
    position: int
    text: str
    current_situation: str | None
    status: str
    rag: str | None
    percent: int | None
    origin: str | None
    decision_id: str | None
    cross_cutting: list[str] = Field(sa_type=JSON)
    leads_reading: str
    plans_lived: int


class Action(ActionBase, table=True):
    """An action."""

    deleted_at: datetime | None
    reference_key: str
    due_text: str
    due_points: list[dict[str, Any]] = Field(sa_type=JSON)
    due_unread: list[str] = Field(sa_type=JSON)
    due_reading: str
    due_grammar: int | None
    due_confirmed_text: str | None
    plan: Plan = Relationship()
    deadlines: list["Deadline"] = Relationship(
        sa_relationship_kwargs={"order_by": "Deadline.position", "viewonly": True}
    )
    leads: list[Lead] = Relationship(sa_relationship_kwargs={"order_by": "Lead.position"})

    @property
    def url(self) -> str:
        """Where it is read."""
        return f"/v1/actions/{self.id}"


class PointShown(SQLModel):
    """One thing that due words say."""

    kind: str
    earliest: date | None
    latest: date | None
    edtf: str | None
    rrule: str | None
    anchor: str | None
    meeting_id: str | None
    binding: str | None
    text: str


class DueShown(SQLModel):
    """When an action is due."""

    text: str
    points: list[PointShown]
    unread: list[str]
    reading: str
    grammar: int | None
    confirmed_text: str | None
    next_on: date | None
    state: str


class ActionPublic(ActionBase):
    """An action as it is shown."""

    url: str
    lead_text: str | None
    leads_unread: None
    carried_from_id: None
    due: DueShown


class DeadlineBase(SQLModel):
    """What a deadline has, kept and shown."""

    id: str = Field(primary_key=True)
    version: int
    created_at: datetime
    updated_at: datetime
    kind: str
    earliest: date | None
    latest: date | None
    edtf: str | None
    rrule: str | None
    anchor: str | None
    binding: str | None
    text: str
    source: str
    completed_on: date | None


class Deadline(DeadlineBase, table=True):
    """A deadline."""

    deleted_at: datetime | None
    action_id: str = Field(foreign_key="action.id")
    plan_id: str = Field(foreign_key="plan.id")
    theme_id: str | None = Field(foreign_key="theme.id")
    rank: int
    position: int
    listed_on: date
    follows_on: date | None
    lapses_on: date | None
    is_done: bool
    is_public: bool
    action: Action = Relationship()
    plan: Plan = Relationship()
    theme: Theme | None = Relationship()

    @property
    def url(self) -> str:
        """Where it is read."""
        return f"/v1/deadlines/{self.id}"


class ActionShown(SQLModel):
    """An action as a deadline shows it."""

    id: str
    reference: str
    url: str


class LeadShown(SQLModel):
    """A lead as a deadline shows it."""

    kind: str
    name: str | None


class DeadlinePublic(DeadlineBase):
    """A deadline as it is shown."""

    url: str
    state: str
    is_called_off: bool
    days_left: int | None
    title: str
    action: ActionShown
    plan: PlanShown
    theme: ThemeShown | None
    leads: list[LeadShown]
    lead_text: None
    completion_note: None
    meeting: None


def get_session() -> Iterator[Session]:
    """Open a session for a request."""
    with Session(engine) as session:
        yield session


SessionOf = Annotated[Session, Depends(get_session)]
Limit = Annotated[int, Query(ge=1, le=200)]


@app.get("/v1/deadlines", response_model=list[DeadlinePublic])
def read_deadlines(
    session: SessionOf, as_of: date = TODAY, offset: int = 0, limit: Limit = 50
) -> Sequence[DeadlinePublic]:
    """List what is due."""
    leads = joinedload(Deadline.action).selectinload(Action.leads)  # type: ignore[arg-type]
    statement = (
        select(Deadline)
        .options(
            joinedload(Deadline.plan),  # type: ignore[arg-type]
            joinedload(Deadline.theme),  # type: ignore[arg-type]
            leads.options(*(selectinload(party) for party in PARTIES)),
        )
        .where(Deadline.is_public, Deadline.rank == 0)
        .where(col(Deadline.is_done).is_(False), col(Deadline.deleted_at).is_(None))
        .where(or_(col(Deadline.lapses_on).is_(None), col(Deadline.lapses_on) >= as_of))
        .where(or_(col(Deadline.follows_on).is_(None), col(Deadline.follows_on) < as_of))
        .order_by(col(Deadline.listed_on), Deadline.id)
        .offset(offset)
        .limit(limit)
    )
    return [show_deadline(deadline, as_of) for deadline in session.exec(statement)]


PARTIES: tuple[Any, ...] = (Lead.organisation, Lead.person, Lead.post, Lead.sub_group)


def show_deadline(deadline: Deadline, as_of: date) -> DeadlinePublic:
    """Show a deadline as of a day."""
    kind, earliest, latest = deadline.kind, deadline.earliest, deadline.latest
    told = {
        "state": state_of(kind, earliest, latest, is_done=deadline.is_done, as_of=as_of),
        "is_called_off": is_called_off(deadline),
        "days_left": None if latest is None else (latest - as_of).days,
        "title": shortened(deadline.action.text),
        "leads": deadline.action.leads,
        "lead_text": None,
        "completion_note": None,
        "meeting": None,
    }
    return DeadlinePublic.model_validate(deadline, update=told, from_attributes=True)


def is_called_off(deadline: Deadline) -> bool:
    """Tell whether a deadline need not be met any more, since its action was cancelled."""
    was_open = deadline.is_done and deadline.completed_on is None and deadline.kind != "done"
    return was_open and deadline.action.status == "cancelled"


@app.get("/v1/actions", response_model=list[ActionPublic])
def read_actions(
    session: SessionOf, as_of: date = TODAY, offset: int = 0, limit: Limit = 50
) -> Sequence[ActionPublic]:
    """List actions."""
    statement = (
        select(Action)
        .options(selectinload(Action.deadlines))  # type: ignore[arg-type]
        .join(Plan)
        .where(Plan.visibility == "public", col(Action.deleted_at).is_(None))
        .order_by(Action.reference_key, Action.id)
        .offset(offset)
        .limit(limit)
    )
    return [show_action(action, as_of) for action in session.exec(statement)]


_NOT_FOR_THE_PUBLIC = {"lead_text": None, "leads_unread": None, "carried_from_id": None}


def show_action(action: Action, as_of: date) -> ActionPublic:
    """Show an action as of a day."""
    points = [PointShown.model_validate(point) for point in action.due_points]
    done = action.status in CLOSED
    current = [one for one in action.deadlines if is_current(one.follows_on, one.lapses_on, as_of)]
    states = [
        state_of(one.kind, one.earliest, one.latest, is_done=one.is_done, as_of=as_of) for one in current
    ]
    dues = [one.latest for one in current if one.latest is not None and one.rank == 0 and not one.is_done]
    due = DueShown(
        text=action.due_text,
        points=points,
        unread=action.due_unread,
        reading=action.due_reading,
        grammar=action.due_grammar,
        confirmed_text=action.due_confirmed_text,
        next_on=None if done else next_due(dues, as_of),
        state=DueState.DONE if done else state_of_all(states),
    )
    return ActionPublic.model_validate(
        action, update={"due": due, **_NOT_FOR_THE_PUBLIC}, from_attributes=True
    )
