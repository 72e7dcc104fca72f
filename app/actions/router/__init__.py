"""The routes of actions, their milestones, progress and history, and of issues.

Those of what is told across rooms stand beside this file, each module with a router of its own.
"""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.actions.commands import WRITE_ACTIONS, WRITE_ISSUES, WRITE_MILESTONES, WRITE_PROGRESS
from app.actions.models import Action
from app.actions.queries import ACTIONS, ISSUES, MILESTONES, PROGRESS_UPDATES
from app.actions.queries.gaps import gaps_page
from app.actions.queries.history import due_history_page
from app.actions.schemas import (
    ActionCreate,
    ActionQuery,
    ActionUpdate,
    IssueCreate,
    IssueQuery,
    IssueUpdate,
    MilestoneCreate,
    MilestoneQuery,
    MilestoneUpdate,
    ProgressUpdateCreate,
)
from app.actions.schemas.due import DueChangePage
from app.actions.schemas.gaps import GapQuery, GapsRead
from app.core.contract import NOT_MODIFIED, problems
from app.core.db import reading
from app.core.http import show, show_page
from app.core.query import in_query
from app.core.requests import Reader, ServiceOf
from app.core.resource import Resource
from app.core.routes import add_resource
from app.core.rows import get_row
from app.core.schemas import Page
from app.ledger.queries import history_page
from app.ledger.schemas import ChangePage, ChangeQuery
from app.plans.models import Plan

router = APIRouter(tags=["actions"])


@router.get(
    "/v1/actions/{id}/history",
    operation_id="list_action_history",
    summary="List what was done to an action",
    response_model=ChangePage,
    responses={**NOT_MODIFIED, **problems(403, 404)},
)
def list_history(
    request: Request,
    service: ServiceOf,
    caller: Reader,
    query: Annotated[ChangeQuery, in_query(ChangeQuery)],
    id: str,
) -> Response:
    """List what was done to an action and its parts, oldest first: who, when, before and after.

    That of a deleted one is read too.
    """
    with reading(service.sessions) as session:
        get_row(session, Action, id, deleted=None)
        page = history_page(session, "action", id.lower(), query, request.url.path)
    return show(request, caller, page)


@router.get(
    "/v1/actions/{id}/due-history",
    operation_id="list_due_history",
    summary="List when an action was due before, and who changed that",
    response_model=DueChangePage,
    responses={**NOT_MODIFIED, **problems(403, 404)},
)
def list_due_history(
    request: Request,
    service: ServiceOf,
    caller: Reader,
    query: Annotated[ChangeQuery, in_query(ChangeQuery)],
    id: str,
) -> Response:
    """List the changes of when an action and its milestones are due, oldest first: who, when and why.

    Its words and their reading, what was ticked off, and what moved with a meeting. That of a deleted one is read too.
    """
    with reading(service.sessions) as session:
        get_row(session, Action, id, deleted=None)
        page = due_history_page(session, id.lower(), query, request.url.path)
    return show(request, caller, page)


@router.get(
    "/v1/gaps",
    operation_id="list_gaps",
    summary="List what is missing from actions",
    response_model=Page[GapsRead],
    responses={**NOT_MODIFIED, **problems(403)},
)
def list_gaps(
    request: Request, service: ServiceOf, caller: Reader, query: Annotated[GapQuery, in_query(GapQuery)]
) -> Response:
    """List the open actions from which something is missing, or of which something is left for a person to settle.

    A lead, a date, words that were not understood, a name that nobody is known by, a meeting that could be one of
    several, news. Also those that are said to be carried forward, and that nothing carries on.
    """
    with reading(service.sessions) as session:
        page = gaps_page(session, query, service.view(caller, query.as_of))
    return show_page(request, caller, page)


RESOURCES = (
    Resource(
        plural="actions",
        listing=ACTIONS,
        writer=WRITE_ACTIONS,
        create=ActionCreate,
        update=ActionUpdate,
        query=ActionQuery,
        upsert_scope={"plan_id": Plan},
    ),
    Resource(
        plural="milestones",
        listing=MILESTONES,
        writer=WRITE_MILESTONES,
        create=MilestoneCreate,
        update=MilestoneUpdate,
        query=MilestoneQuery,
        parent=ACTIONS,
        parent_column="action_id",
    ),
    Resource(
        plural="progress_updates",
        listing=PROGRESS_UPDATES,
        writer=WRITE_PROGRESS,
        create=ProgressUpdateCreate,
        update=None,
        parent=ACTIONS,
        parent_column="action_id",
        create_scope="report",
    ),
    Resource(
        plural="issues",
        listing=ISSUES,
        writer=WRITE_ISSUES,
        create=IssueCreate,
        update=IssueUpdate,
        query=IssueQuery,
        upsert_scope={"plan_id": Plan},
    ),
)
for resource in RESOURCES:
    add_resource(router, resource)
