"""The API as a client sees it: the application in process, every answer held to the contract."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import anyio
import httpx
from anyio.from_thread import BlockingPortal
from sqlalchemy import insert

from app.access.models import Key
from app.access.queries import digest_of
from app.core.config import Settings
from app.core.db import Sessions, writing
from app.kernel.clock import now
from app.kernel.ids import new_id
from app.main import Application
from tests.support.contract import Contract

ANSWER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Running:
    """An application whose lifespan is open, and how to ask it."""

    app: Application
    portal: BlockingPortal
    transport: httpx.AsyncClient
    contract: Contract

    @property
    def sessions(self) -> Sessions:
        """The database of the application."""
        return self.app.service.sessions

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Ask and wait for the whole answer, which must be one that the contract promises."""

        async def asked() -> httpx.Response:
            with anyio.fail_after(ANSWER_SECONDS):
                return await self.transport.request(method, path, **options)

        response = self.portal.call(asked)
        self.contract.check(response)
        return response


class Client:
    """Asks the API with one key, or with none. Every answer is checked against the contract."""

    def __init__(self, running: Running, secret: str | None) -> None:
        self._running = running
        self.secret = secret

    @property
    def app(self) -> Application:
        """The application that is asked."""
        return self._running.app

    @property
    def settings(self) -> Settings:
        """The settings of the application."""
        return self.app.service.settings

    @property
    def sessions(self) -> Sessions:
        """The database of the application."""
        return self._running.sessions

    @property
    def portal(self) -> BlockingPortal:
        """The event loop that the application runs in."""
        return self._running.portal

    @property
    def transport(self) -> httpx.AsyncClient:
        """What asks the application, in its event loop; nothing is checked there."""
        return self._running.transport

    @property
    def public(self) -> "Client":
        """The same API, asked without a key."""
        return Client(self._running, None)

    def as_key(self, scopes: Sequence[str], organisation_id: str | None = None) -> "Client":
        """Ask the same API with a new key that has these scopes."""
        return Client(self._running, give_key(self.sessions, scopes, organisation_id))

    def request(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **options: Any
    ) -> httpx.Response:
        """Ask; `options` are those of httpx: `json`, `content`, `files`, `data`, `params`."""
        key = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        return self._running.ask(method, path, headers={**key, **(headers or {})}, **options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Read."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        """Create, or take a step."""
        return self.request("POST", path, **options)

    def patch(self, path: str, **options: Any) -> httpx.Response:
        """Change."""
        return self.request("PATCH", path, **options)

    def put(self, path: str, **options: Any) -> httpx.Response:
        """Create or replace."""
        return self.request("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        """Delete."""
        return self.request("DELETE", path, **options)


def give_key(sessions: Sessions, scopes: Sequence[str], organisation_id: str | None = None) -> str:
    """Keep a key and give its secret. No event tells of it: the ledger shows what the test itself did."""
    secret = f"pp_{secrets.token_urlsafe(32)}"
    key = Key(
        id=new_id(),
        name=f"a key of the tests ({', '.join(scopes)})",
        scopes=list(scopes),
        organisation_id=organisation_id,
        beginning=secret[:8],
        digest=digest_of(secret),
        last_used_at=now(),
    )
    with writing(sessions) as session:
        session.execute(insert(Key.__table__).values(**key.model_dump()))
    return secret


@contextmanager
def open_app(app: Application, portal: BlockingPortal, contract: Contract) -> Iterator[Running]:
    """Open the application's lifespan, and close it when the block ends."""
    with portal.wrap_async_context_manager(app.router.lifespan_context(app)):
        transport = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://plans.test")
        try:
            yield Running(app, portal, transport, contract)
        finally:
            portal.call(transport.aclose)
