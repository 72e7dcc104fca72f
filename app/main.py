"""The service, built out of its rooms."""

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from anyio import create_task_group, to_thread
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

from app.access.commands import identify
from app.access.router import router as access_router
from app.actions.commands.decisions import follow_decision
from app.actions.commands.naming import follow_names
from app.actions.queries.decisions import followed_decisions
from app.actions.router import router as actions_router
from app.actions.router.decisions import router as decisions_router
from app.actions.router.matters import router as matters_router
from app.actions.router.names import router as names_router
from app.actions.router.progress import router as progress_router
from app.actions.router.relations import router as relations_router
from app.actions.router.sources import router as sources_router
from app.actions.schemas.decisions import FollowedQuery
from app.adoption.queries.grounds import reviews_at_meeting, steps_at_meeting, steps_by_decision
from app.adoption.router import router as adoption_router
from app.adoption.router.carrying import router as carrying_router
from app.adoption.router.pack import router as pack_router
from app.adoption.router.versions import router as versions_router
from app.changes.router import router as changes_router
from app.core.answers import Layer
from app.core.cache import Cache
from app.core.config import Settings, get_settings
from app.core.cors import CrossOrigin
from app.core.db import Sessions
from app.core.documentation import router as documentation_router
from app.core.gate import Gate
from app.core.health import router as health_router
from app.core.layers import AccessLog, HeadAsGet, Threshold
from app.core.openapi import describe
from app.core.problems import add_problem_handlers
from app.core.requests import FORM_SUFFIXES, Service, knows_caller, revision_of
from app.core.revision import make_revision
from app.deadlines.router import router as deadlines_router
from app.deadlines.router.pictures import router as pictures_router
from app.deadlines.router.widget import pages as widget_pages
from app.deadlines.router.widget import router as widget_router
from app.exports.router import router as exports_router
from app.imports.router import router as imports_router
from app.indicators.router import router as indicators_router
from app.kernel.clock import Today
from app.meetings.commands.grounds import hold_decision_to, hold_meeting_to
from app.meetings.commands.standing import follow_standing_items
from app.meetings.models import Decision, Meeting
from app.meetings.router import make_router as make_meetings_router
from app.meetings.router.minutes import router as minutes_router
from app.meetings.router.programme import router as programme_router
from app.partners.router import make_router as make_partners_router
from app.plans.router import router as plans_router
from app.protocol.queries.grounds import rules_at_meeting, rules_by_decision
from app.protocol.router import router as protocol_router
from app.reading.router import router as reading_router
from app.sub_groups.router import make_router as make_sub_groups_router
from app.worker import keep_dry_runs, keep_horizons, keep_importing

# The hottest first: every router that is tried before a route costs it time.
ROUTERS = (
    deadlines_router,
    widget_router,
    widget_pages,
    actions_router,
    adoption_router,
    versions_router,
    carrying_router,
    pack_router,
    plans_router,
    # What came of a decision, and what happened at a meeting or by it, must not be contradicted.
    make_meetings_router(
        followed_decisions(),
        FollowedQuery,
        {
            Decision: (follow_decision, hold_decision_to(steps_by_decision, rules_by_decision)),
            Meeting: (hold_meeting_to(steps_at_meeting, reviews_at_meeting, rules_at_meeting),),
        },
    ),
    decisions_router,
    matters_router,
    sources_router,
    indicators_router,
    protocol_router,
    minutes_router,
    programme_router,
    # Whoever gets a name by which leads were waiting for them, leads at once; standing items go on agendas.
    make_sub_groups_router(follow_names, follow_standing_items),
    make_partners_router(follow_names),
    progress_router,
    pictures_router,
    relations_router,
    names_router,
    reading_router,
    imports_router,
    exports_router,
    changes_router,
    access_router,
    health_router,
    documentation_router,
)
# What the service does by itself as long as it runs.
Alongside = Callable[[Sessions], Coroutine[Any, Any, None]]
ALONGSIDE: tuple[Alongside, ...] = (keep_horizons, keep_importing, keep_dry_runs)
FILE_PATHS = ("/v1/imports",)
OPEN_PATHS = ("/health", "/ready")
# To read a phrase nothing is written, and dates are read for whoever asks.
ASKING_PATHS = ("/v1/phrases/due", "/v1/phrases/leads")
PUBLIC_PATHS = ("/v1/phrases/due",)
# What is read as a whole, or drawn, or judged; and what no index finds: words, and how many there are.
COSTLY_ENDINGS = (
    *(f".{suffix}" for suffix in (*FORM_SUFFIXES, "svg", "docx", "ndjson", "zip")),
    "/accreditation-pack",
    "/compare",
    "/evaluation",
)
COSTLY_PARAMETERS = ("q", "count")


class Application(FastAPI):
    """FastAPI's own, with layers around all of it: what they answer by themselves costs nothing of the rest.

    `service` is there once the application has started.
    """

    service: Service

    def __init__(self, outer_layers: Sequence[Callable[[Any], Layer]], **options: Any) -> None:
        super().__init__(**options)
        self.front: Any = super().__call__
        for layer in reversed(outer_layers):
            self.front = layer(self.front)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the outermost layer."""
        scope["app"] = self
        await self.front(scope, receive, send)


def create_app(settings: Settings | None = None, alongside: Sequence[Alongside] = ALONGSIDE) -> Application:
    """Build the service. It opens its database as it starts and closes it as it stops; `alongside` runs until then."""
    settings = settings or get_settings()
    app = Application(
        _outer_layers(settings),
        title="Partnership Plans",
        version="1",
        lifespan=_lifespan(settings, alongside),
        middleware=_inner_layers(settings),
        telemetry={"tracing": False, "metrics": False, "logs": False},
        redirect_slashes=False,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        separate_input_output_schemas=True,
    )
    for router in ROUTERS:
        app.include_router(router)
    add_problem_handlers(app)
    describe(app)
    return app


def _inner_layers(settings: Settings) -> list[Middleware]:
    gate = Middleware(
        Gate,
        settings=settings,
        knows=knows_caller,
        file_paths=FILE_PATHS,
        open_paths=OPEN_PATHS,
        asking_paths=ASKING_PATHS,
        public_paths=PUBLIC_PATHS,
        costly_endings=COSTLY_ENDINGS,
        costly_parameters=COSTLY_PARAMETERS,
    )
    return [Middleware(CrossOrigin, write_origins=settings.write_origins), gate]


def _outer_layers(settings: Settings) -> list[Callable[[Any], Layer]]:
    cache = partial(Cache, settings=settings, revision_of=revision_of, today=Today(settings.timezone))
    layers: list[Callable[[Any], Layer]] = [HeadAsGet, Threshold, cache]
    return [AccessLog, *layers] if settings.access_log else layers


def _lifespan(settings: Settings, alongside: Sequence[Alongside]) -> Any:
    @asynccontextmanager
    async def lifespan(app: Application) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = settings.threads
        sessions = Sessions(settings)
        app.service = Service(settings, sessions, identify, make_revision(settings, sessions))
        try:
            async with create_task_group() as tasks:
                for work in alongside:
                    tasks.start_soon(work, sessions)
                yield
                tasks.cancel_scope.cancel()
        finally:
            app.service.revision.close()
            sessions.close()

    return lifespan
