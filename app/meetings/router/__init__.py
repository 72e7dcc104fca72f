"""The routes of meetings and venues, and of what belongs to a meeting.

Those of minutes and of programmes stand beside this file, each module with a router of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fastapi import APIRouter

from app.core.db import Table
from app.core.listing import Listing
from app.core.resource import Follow, Resource
from app.core.routes import add_resource
from app.core.routes.forms import add_forms
from app.meetings.commands import (
    WRITE_AGENDA_ITEMS,
    WRITE_DECISIONS,
    WRITE_MEETINGS,
    WRITE_RECOMMENDATIONS,
    WRITE_VENUES,
)
from app.meetings.commands.attendances import WRITE_ATTENDANCES
from app.meetings.commands.papers import WRITE_PAPERS
from app.meetings.queries import AGENDA_ITEMS, DECISIONS, MEETINGS, RECOMMENDATIONS, VENUES
from app.meetings.queries.attendances import ATTENDANCES
from app.meetings.queries.forms import MEETING_FORMS
from app.meetings.queries.papers import PAPERS
from app.meetings.schemas import (
    AgendaItemCreate,
    AgendaItemQuery,
    AgendaItemUpdate,
    DecisionCreate,
    DecisionQuery,
    DecisionUpdate,
    MeetingCreate,
    MeetingQuery,
    MeetingUpdate,
    RecommendationCreate,
    RecommendationQuery,
    RecommendationUpdate,
    VenueCreate,
    VenueQuery,
    VenueUpdate,
)
from app.meetings.schemas.attendances import AttendanceCreate, AttendanceQuery, AttendanceUpdate
from app.meetings.schemas.papers import PaperCreate, PaperQuery, PaperUpdate

RESOURCES = (
    Resource(
        plural="meetings",
        listing=MEETINGS,
        writer=WRITE_MEETINGS,
        create=MeetingCreate,
        update=MeetingUpdate,
        query=MeetingQuery,
    ),
    Resource(
        plural="agenda_items",
        listing=AGENDA_ITEMS,
        writer=WRITE_AGENDA_ITEMS,
        create=AgendaItemCreate,
        update=AgendaItemUpdate,
        query=AgendaItemQuery,
        parent=MEETINGS,
        parent_column="meeting_id",
    ),
    Resource(
        plural="recommendations",
        listing=RECOMMENDATIONS,
        writer=WRITE_RECOMMENDATIONS,
        create=RecommendationCreate,
        update=RecommendationUpdate,
        query=RecommendationQuery,
        parent=MEETINGS,
        parent_column="meeting_id",
    ),
    Resource(
        plural="decisions",
        listing=DECISIONS,
        writer=WRITE_DECISIONS,
        create=DecisionCreate,
        update=DecisionUpdate,
        query=DecisionQuery,
        parent=MEETINGS,
        parent_column="meeting_id",
    ),
    Resource(
        plural="papers",
        listing=PAPERS,
        writer=WRITE_PAPERS,
        create=PaperCreate,
        update=PaperUpdate,
        query=PaperQuery,
        parent=MEETINGS,
        parent_column="meeting_id",
    ),
    Resource(
        plural="attendances",
        listing=ATTENDANCES,
        writer=WRITE_ATTENDANCES,
        create=AttendanceCreate,
        update=AttendanceUpdate,
        query=AttendanceQuery,
        parent=MEETINGS,
        parent_column="meeting_id",
    ),
    Resource(
        plural="venues",
        listing=VENUES,
        writer=WRITE_VENUES,
        create=VenueCreate,
        update=VenueUpdate,
        query=VenueQuery,
    ),
)


def make_router(
    decisions: Listing, decision_query: type[DecisionQuery], follows: Mapping[type[Table], Sequence[Follow]]
) -> APIRouter:
    """Make the routes; `decisions` tells of each what came of it, by which `decision_query` can ask for them.

    `follows` are the laws that rooms above have for what is written here, by its table.
    """
    router = APIRouter(tags=["meetings"])
    for resource in RESOURCES:
        if resource.table is decisions.table:
            resource = replace(resource, listing=decisions, query=decision_query)
        for follow in follows.get(resource.table, ()):
            resource = resource.followed_by(follow)
        add_resource(router, resource)
    add_forms(router, MEETING_FORMS)
    return router
