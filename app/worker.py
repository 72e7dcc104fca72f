"""What happens by itself: occurrences are added as time passes, old dry runs cleared, waiting imports carried out."""

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from subprocess import DEVNULL

import anyio
from anyio import CapacityLimiter, to_thread

from app.core.callers import SERVICE
from app.core.config import Settings, environment_of
from app.core.db import Sessions, reading, writing
from app.core.errors import Problem
from app.imports.commands.dry_runs import clear_dry_runs
from app.imports.commands.jobs import carry_out_waiting, put_back
from app.imports.queries.jobs import find_next, list_old_dry_runs
from app.kernel.ids import new_id
from app.schedule.commands.horizon import extend_horizon
from app.schedule.queries import list_repeating
from app.sub_groups.queries import find_body

_FIRST_AFTER_SECONDS = 60.0
_EVERY_SECONDS = 6 * 3600.0
_LOOKS_EVERY_SECONDS = 1.0
_AGAIN_AFTER_SECONDS = 30.0
_ENDS_WITHIN_SECONDS = 10.0
_log = logging.getLogger(__name__)


def extend_horizons(sessions: Sessions) -> int:
    """Add the occurrences that have come within the horizon; tell how many there were.

    One source at a time, so that who writes meanwhile waits only shortly, and none that fails keeps others back.
    """
    with reading(sessions) as session:
        sources = list_repeating(session)
    added = 0
    for source, source_id in sources:
        try:
            with writing(sessions) as session:
                added += extend_horizon(session, SERVICE, source, source_id, find_body)
        except Problem:
            raise
        except Exception:
            _log.exception("what the %s %s repeats is not extended; it is tried again", source, source_id)
    return added


def clear_old_dry_runs(sessions: Sessions) -> int:
    """Clear what dry runs told long ago; tell how many there were."""
    with reading(sessions) as session:
        if not list_old_dry_runs(session):
            return 0
    with writing(sessions) as session:
        return clear_dry_runs(session)


async def keep_horizons(
    sessions: Sessions, first_after: float = _FIRST_AFTER_SECONDS, every: float = _EVERY_SECONDS
) -> None:
    """Extend the horizons after some seconds, and again and again, as long as the service runs."""
    await _repeat(
        extend_horizons, sessions, "the horizon of what repeats is not extended", first_after, every
    )


async def keep_dry_runs(
    sessions: Sessions, first_after: float = _FIRST_AFTER_SECONDS, every: float = _EVERY_SECONDS
) -> None:
    """Clear old dry runs after some seconds, and again and again, as long as the service runs."""
    await _repeat(clear_old_dry_runs, sessions, "old dry runs are not cleared", first_after, every)


async def _repeat(
    act: Callable[[Sessions], object], sessions: Sessions, failure: str, first_after: float, every: float
) -> None:
    """Act after some seconds, and again and again; where it fails it is told in the log, and tried again."""
    alone = CapacityLimiter(1)
    await anyio.sleep(first_after)
    while True:
        try:
            await to_thread.run_sync(act, sessions, limiter=alone)
        except Problem as problem:
            _log.warning("%s: %s; it is tried again", failure, problem)
        except Exception:
            _log.exception("%s; it is tried again", failure)
        await anyio.sleep(every)


async def keep_importing(sessions: Sessions, every: float = _LOOKS_EVERY_SECONDS) -> None:
    """Have imports that wait carried out, one after the other, as long as the service runs.

    A process of its own does that, so that a large document takes neither the service's time nor its memory. It
    loads no more than it needs for that.
    """
    alone = CapacityLimiter(1)
    while True:
        await anyio.sleep(every)
        try:
            if await to_thread.run_sync(_is_anything_waiting, sessions, limiter=alone):
                await _run_worker(sessions, alone)
        except Problem as problem:
            _log.warning("imports wait: %s", problem)
            await anyio.sleep(_AGAIN_AFTER_SECONDS)
        except Exception:
            _log.exception("imports wait; it is tried again")
            await anyio.sleep(_AGAIN_AFTER_SECONDS)


def _is_anything_waiting(sessions: Sessions) -> bool:
    with reading(sessions) as session:
        return find_next(session) is not None


async def _run_worker(sessions: Sessions, alone: CapacityLimiter) -> None:
    """Let another process carry out what waits; end it where the service ends.

    Where it was cut off, what it was doing waits again: that it ended nobody else knows.
    """
    name = new_id()
    command = [sys.executable, "-m", "app.worker", name]
    environment = {**os.environ, **environment_of(sessions.settings)}
    async with await anyio.open_process(
        command, stdin=DEVNULL, stdout=None, stderr=None, env=environment
    ) as process:
        try:
            code = await process.wait()
        except BaseException:
            process.terminate()
            with anyio.CancelScope(shield=True), anyio.move_on_after(_ENDS_WITHIN_SECONDS):
                await process.wait()
            raise
    if code:
        _log.warning("imports wait: what carries them out ended with the exit code %d", code)
        await to_thread.run_sync(put_back, sessions, name, limiter=alone)
        await anyio.sleep(_AGAIN_AFTER_SECONDS)


def carry_out_imports(sessions: Sessions, worker: str | None = None) -> int:
    """Carry out the imports that wait, as all that a process does; tell how many there were.

    `worker` is the name that the process was given by who started it.
    """
    # So that what is carried out is left to whoever comes next.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # A draft lives until it is kept, and rows go by themselves: to look for what could go takes a third of the time.
    gc.disable()
    return carry_out_waiting(sessions, worker)


if __name__ == "__main__":
    with closing(Sessions(Settings())) as used:
        try:
            carry_out_imports(used, next(iter(sys.argv[1:]), None))
        except Problem as problem:
            sys.exit(f"imports wait: {problem}")
