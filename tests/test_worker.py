"""What the service does by itself while it runs: occurrences are added, and a failure is only told."""

import logging
from collections.abc import Callable

import anyio
import pytest
from anyio import to_thread
from sqlalchemy import delete, func, select, update

from app.actions.models import Action
from app.core.db import Sessions, reading, writing
from app.imports.models import Import
from app.schedule.models import Deadline
from app.worker import keep_horizons, keep_importing
from tests.support.client import Client
from tests.support.documents import plan, send
from tests.support.plans import make_action, make_plan

_action, _deadline = Action.__table__, Deadline.__table__


def count(sessions: Sessions) -> int:
    """Count the deadlines that repeat."""
    with reading(sessions) as session:
        counted = select(func.count()).select_from(_deadline).where(_deadline.c.rrule.is_not(None))
        return int(session.execute(counted).scalar_one())


def forget_later(sessions: Sessions) -> None:
    """Take all occurrences but the first away, as if no time had passed yet."""
    with writing(sessions) as session:
        later = _deadline.c.follows_on.is_not(None)
        session.execute(delete(_deadline).where(_deadline.c.rrule.is_not(None), later))


async def _until_there_are(sessions: Sessions, wanted: int) -> None:
    with anyio.fail_after(20):
        while await to_thread.run_sync(count, sessions) != wanted:
            await anyio.sleep(0.02)


def test_occurrences_come_while_the_service_runs(api: Client, sessions: Sessions) -> None:
    make_action(api, make_plan(api), due="Review once a year. Next review: August/September 2004")
    whole = count(sessions)
    assert whole > 20

    async def run() -> None:
        async with anyio.create_task_group() as alongside:
            alongside.start_soon(keep_horizons, sessions, 0.0, 0.05)
            for _ in range(2):
                await to_thread.run_sync(forget_later, sessions)
                await _until_there_are(sessions, whole)
            alongside.cancel_scope.cancel()

    anyio.run(run)


def test_failure_is_told_and_tried_again(
    api: Client, sessions: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    action = make_action(api, make_plan(api), due="Review once a year. Next review: August/September 2004")
    # A row that nothing of ours would have written.
    with writing(sessions) as session:
        of_action = update(_action).where(_action.c.id == action["id"])
        session.execute(of_action.values(due_points=[{"kind": "by"}]))
    caplog.set_level(logging.WARNING, "app.worker")

    async def run() -> None:
        async with anyio.create_task_group() as alongside:
            alongside.start_soon(keep_horizons, sessions, 0.0, 0.01)
            with anyio.fail_after(20):
                while len(caplog.records) < 2:
                    await anyio.sleep(0.02)
            alongside.cancel_scope.cancel()

    anyio.run(run)
    assert {"it is tried again" in record.getMessage() for record in caplog.records} == {True}


def test_imports_that_wait_are_carried_out_while_the_service_runs(
    make_api: Callable[..., Client], sessions: Sessions
) -> None:
    taken = send(make_api(import_at_once_bytes=0), plan())
    assert taken.status_code == 202

    def states() -> list[str]:
        with reading(sessions) as session:
            return [*session.execute(select(Import.__table__.c.state)).scalars()]

    async def run() -> None:
        async with anyio.create_task_group() as alongside:
            alongside.start_soon(keep_importing, sessions, 0.05)
            with anyio.fail_after(60):
                while await to_thread.run_sync(states) != ["done"]:
                    await anyio.sleep(0.05)
            alongside.cancel_scope.cancel()

    anyio.run(run)
