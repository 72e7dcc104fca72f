"""What the service does by itself while it runs: occurrences are added, and a failure is only told."""

import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest
from anyio import to_thread
from sqlalchemy import delete, func, select, update

from app.actions.models import Action
from app.core.db import Sessions, reading, writing
from app.imports.models import Import, ImportFile
from app.schedule.models import Deadline
from app.worker import keep_horizons, keep_importing
from tests.imports.test_jobs import large_plan
from tests.support.client import Client
from tests.support.documents import plan, send
from tests.support.plans import make_action, make_plan

_action, _deadline, _import = Action.__table__, Deadline.__table__, Import.__table__


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
            return [*session.execute(select(_import.c.state)).scalars()]

    async def run() -> None:
        async with anyio.create_task_group() as alongside:
            alongside.start_soon(keep_importing, sessions, 0.05)
            with anyio.fail_after(60):
                while await to_thread.run_sync(states) != ["done"]:
                    await anyio.sleep(0.05)
            alongside.cancel_scope.cancel()

    anyio.run(run)


def test_import_whose_worker_was_killed_waits_again_at_once(
    make_api: Callable[..., Client], sessions: Sessions
) -> None:
    assert send(make_api(import_at_once_bytes=0), large_plan()).status_code == 202

    def is_told(state: str) -> bool:
        with reading(sessions) as session:
            return bool(session.execute(select(_import.c.state)).scalar_one() == state)

    async def until(state: str) -> None:
        with anyio.fail_after(20):
            while not await to_thread.run_sync(is_told, state):
                await anyio.sleep(0.02)

    async def run() -> None:
        async with anyio.create_task_group() as alongside:
            alongside.start_soon(keep_importing, sessions, 0.05)
            await until("running")
            os.kill(worker_of(sessions), signal.SIGKILL)
            await until("waiting")
            alongside.cancel_scope.cancel()

    anyio.run(run)


def worker_of(sessions: Sessions) -> int:
    """Find the process that carries the import out, among our own."""
    with reading(sessions) as session:
        name = session.execute(select(ImportFile.__table__.c.worker)).scalar_one()
    ours = " ".join(one.read_text() for one in Path("/proc/self/task").glob("*/children")).split()
    return next(int(pid) for pid in ours if name in Path(f"/proc/{pid}/cmdline").read_text())
