"""What happens by itself as time passes: what repeats gets the occurrences that have come within the horizon."""

import logging

import anyio
from anyio import CapacityLimiter, to_thread

from app.core.callers import SERVICE
from app.core.db import Sessions, reading, writing
from app.core.errors import Problem
from app.schedule.commands.horizon import extend_horizon
from app.schedule.queries import list_repeating
from app.sub_groups.queries import find_body

_FIRST_AFTER_SECONDS = 60.0
_EVERY_SECONDS = 6 * 3600.0
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


async def keep_horizons(
    sessions: Sessions, first_after: float = _FIRST_AFTER_SECONDS, every: float = _EVERY_SECONDS
) -> None:
    """Extend the horizons after some seconds, and again and again, as long as the service runs.

    Where it fails it is told in the log, and tried again.
    """
    alone = CapacityLimiter(1)
    await anyio.sleep(first_after)
    while True:
        try:
            await to_thread.run_sync(extend_horizons, sessions, limiter=alone)
        except Problem as problem:
            _log.warning("the horizon of what repeats is not extended: %s; it is tried again", problem)
        except Exception:
            _log.exception("the horizon of what repeats is not extended; it is tried again")
        await anyio.sleep(every)
