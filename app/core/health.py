"""Whether the service is there and can work, and the page on which a newcomer finds their way."""

from functools import lru_cache
from typing import Any

import anyio
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy.exc import SQLAlchemyError

from app.core.callers import ANONYMOUS
from app.core.contract import NO_PARAMETERS, NOT_MODIFIED, problems
from app.core.db import Sessions, reading
from app.core.errors import Problem
from app.core.http import show, to_json
from app.core.migrations import ROOT
from app.core.requests import ServiceOf
from app.core.schemas import Shape

router = APIRouter(tags=["service"])

READY_SECONDS = 5.0
_ALWAYS: dict[int | str, dict[str, Any]] = {431: problems()[431]}
_BUSY: dict[int | str, dict[str, Any]] = {**_ALWAYS, 503: problems()[503]}
# Whether requests may be sent here is told also while all threads that answer them are at work.
_ALONE = CapacityLimiter(1)
_BUSY_OR_BAD: dict[int | str, dict[str, Any]] = {400: problems()[400], **_BUSY}


class NotReady(Problem):
    """The database does not answer, or its schema is not the one that this service was written for."""

    status, code, title = 503, "not_ready", "The service is not ready to answer"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers={"Retry-After": "5"})


class Health(Shape):
    """How the service is."""

    status: str = Field(description="`ok`; anything else is told by the status code.")


class Index(Shape):
    """Where to find what: paths on this service."""

    name: str
    version: str
    documentation: str = Field(description="The contract as a page for people.")
    contract: str = Field(description="The contract as OpenAPI.")
    deadlines: str = Field(description="What is due.")
    widgets: str = Field(description="What an intranet page carries of deadlines.")
    plans: str
    vocabularies: str = Field(description="Every closed list of words, with labels.")
    health: str
    ready: str


INDEX = {
    "name": "Partnership Plans",
    "version": "1",
    "documentation": "/docs",
    "contract": "/openapi.json",
    "deadlines": "/v1/deadlines",
    "widgets": "/widgets",
    "plans": "/v1/plans",
    "vocabularies": "/v1/vocabularies",
    "health": "/health",
    "ready": "/ready",
}


@lru_cache
def _newest_revisions() -> frozenset[str]:
    return frozenset(ScriptDirectory(str(ROOT / "migrations")).get_heads())


def schema_is_current(sessions: Sessions) -> bool:
    """Tell whether the database is at the newest revision, without waiting for a migration that runs.

    `migrations.is_current` looks as a migration does, and takes its turn; who asks every few seconds must not.
    """
    with reading(sessions) as session:
        present = MigrationContext.configure(session.connection()).get_current_heads()
    return frozenset(present) == _newest_revisions()


@router.get(
    "/health",
    operation_id="get_health",
    summary="Tell whether the process is alive",
    response_model=Health,
    responses=_ALWAYS,
)
async def get_health() -> Response:
    """Tell that the process is alive; nothing else is asked."""
    return _ok()


@router.get(
    "/ready",
    operation_id="get_readiness",
    summary="Tell whether requests may be sent here",
    response_model=Health,
    responses=_BUSY,
)
async def get_readiness(service: ServiceOf) -> Response:
    """Tell whether the database answers and its schema is current, so that requests may be sent here."""
    try:
        with anyio.fail_after(READY_SECONDS):
            # A database that hangs must not hold the answer; its thread is left to end by itself.
            current = await to_thread.run_sync(
                schema_is_current, service.sessions, abandon_on_cancel=True, limiter=_ALONE
            )
    except (Problem, SQLAlchemyError, TimeoutError):
        raise NotReady("The database does not answer.") from None
    if not current:
        raise NotReady("The database's schema is not current: run `plans db upgrade`.")
    return _ok()


async def show_index(request: Request) -> Response:
    """Tell where the documentation, the contract and the deadlines are."""
    return show(request, ANONYMOUS, INDEX)


for _path, _name in (("/", "get_index"), ("/v1", "get_api_index")):
    router.add_api_route(
        _path,
        show_index,
        methods=["GET"],
        operation_id=_name,
        summary="Tell where to begin",
        response_model=Index,
        dependencies=[NO_PARAMETERS],
        responses={**NOT_MODIFIED, **_BUSY_OR_BAD},
    )


def _ok() -> Response:
    return Response(
        to_json({"status": "ok"}), headers={"Cache-Control": "no-store"}, media_type="application/json"
    )
