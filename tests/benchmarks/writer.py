"""Writes beside the reads: a process of its own that reports progress on actions, so many times a second.

It goes by the commands of the service, so each write is a transaction with its event in the ledger. Ended by
SIGTERM, it tells how many it made, and in how many seconds, as JSON.
"""

import json
import signal
import sys
import time
from random import Random
from types import FrameType

from sqlalchemy import select

from app.actions.commands import report_progress
from app.actions.models import Action
from app.core.callers import COMMAND_LINE
from app.core.config import get_settings
from app.core.db import Sessions, reading, writing
from tests.benchmarks.words import make_sentence

_ACTIONS = 1_000


def write(sessions: Sessions, per_second: int) -> None:
    """Report progress again and again, never faster than so many times a second, until told to end."""
    random, made, began = Random(2004), 0, time.monotonic()  # noqa: S311 - nothing here is secret.
    with reading(sessions) as session:
        ids = [*session.scalars(select(Action.__table__.c.id).limit(_ACTIONS))]
    try:
        while True:
            time.sleep(max(began + made / per_second - time.monotonic(), 0))
            with writing(sessions) as session:
                action = session.get_one(Action, random.choice(ids))
                report_progress(session, COMMAND_LINE, action, {"text": make_sentence(random)})
            made += 1
    finally:
        told = {"writes": made, "seconds": round(time.monotonic() - began, 2)}
        sys.stdout.write(json.dumps(told) + "\n")


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    write(Sessions(get_settings()), int(sys.argv[1]))
