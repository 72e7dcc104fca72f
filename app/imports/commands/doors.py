"""By which door each kind of row enters: the shapes that check it, and the writer that keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.actions.commands import WRITE_ACTIONS, WRITE_ISSUES, WRITE_PROGRESS
from app.actions.commands.naming import PARTY_WRITERS
from app.actions.models import Action, Issue, ProgressUpdate
from app.actions.schemas import (
    ActionCreate,
    ActionUpdate,
    IssueCreate,
    IssueUpdate,
    ProgressUpdateCreate,
)
from app.core.db import Table
from app.core.schemas import Shape
from app.indicators.commands import WRITE_INDICATORS, WRITE_PERIODS
from app.indicators.models import Indicator, IndicatorPeriod
from app.indicators.schemas import IndicatorCreate, IndicatorUpdate, PeriodCreate, PeriodUpdate
from app.meetings.commands import WRITE_MEETINGS, WRITE_VENUES
from app.meetings.models import Meeting, Venue
from app.meetings.schemas import MeetingCreate, MeetingUpdate, VenueCreate, VenueUpdate
from app.partners.models import Organisation, Person, Post
from app.partners.schemas import (
    OrganisationCreate,
    OrganisationUpdate,
    PersonCreate,
    PersonUpdate,
    PostCreate,
    PostUpdate,
)
from app.plans.commands import WRITE_GLOSSARY, WRITE_PLANS, WRITE_THEMES
from app.plans.models import GlossaryTerm, Plan, Theme
from app.plans.schemas import (
    GlossaryTermCreate,
    GlossaryTermUpdate,
    PlanCreate,
    PlanUpdate,
    ThemeCreate,
    ThemeUpdate,
)
from app.sub_groups.commands import WRITE_MEMBERSHIPS
from app.sub_groups.models import Membership, SubGroup
from app.sub_groups.schemas import MembershipCreate, MembershipUpdate, SubGroupCreate, SubGroupUpdate


@dataclass(frozen=True, slots=True)
class Door:
    """How one kind of row enters; `owner` is the link to what it is a part of, which not all shapes know."""

    table: type[Table]
    create: type[Shape]
    update: type[Shape]
    writer: Any
    owner: str | None = None
    owner_is_in_shape: bool = False


DOORS: Mapping[str, Door] = {
    "plan": Door(Plan, PlanCreate, PlanUpdate, WRITE_PLANS),
    "organisation": Door(Organisation, OrganisationCreate, OrganisationUpdate, PARTY_WRITERS["organisation"]),
    "person": Door(Person, PersonCreate, PersonUpdate, PARTY_WRITERS["person"]),
    "post": Door(Post, PostCreate, PostUpdate, PARTY_WRITERS["post"]),
    "sub_group": Door(SubGroup, SubGroupCreate, SubGroupUpdate, PARTY_WRITERS["sub_group"]),
    "glossary_term": Door(GlossaryTerm, GlossaryTermCreate, GlossaryTermUpdate, WRITE_GLOSSARY, "plan_id"),
    "theme": Door(Theme, ThemeCreate, ThemeUpdate, WRITE_THEMES, "plan_id"),
    "issue": Door(Issue, IssueCreate, IssueUpdate, WRITE_ISSUES, "plan_id", owner_is_in_shape=True),
    "action": Door(Action, ActionCreate, ActionUpdate, WRITE_ACTIONS, "plan_id", owner_is_in_shape=True),
    "membership": Door(Membership, MembershipCreate, MembershipUpdate, WRITE_MEMBERSHIPS, "sub_group_id"),
    "venue": Door(Venue, VenueCreate, VenueUpdate, WRITE_VENUES),
    "meeting": Door(Meeting, MeetingCreate, MeetingUpdate, WRITE_MEETINGS),
    # Updates of progress are only added: there is no shape of a change, and none is ever asked for.
    "progress_update": Door(
        ProgressUpdate, ProgressUpdateCreate, ProgressUpdateCreate, WRITE_PROGRESS, "action_id"
    ),
    "indicator": Door(Indicator, IndicatorCreate, IndicatorUpdate, WRITE_INDICATORS),
    "indicator_period": Door(IndicatorPeriod, PeriodCreate, PeriodUpdate, WRITE_PERIODS, "indicator_id"),
}
