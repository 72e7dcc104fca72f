"""How much dearer an uncached page gets as a register grows, on SQLite and on PostgreSQL."""

import tempfile
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from sqlalchemy import select, text
from sqlmodel import Session

from app.actions.models import Action
from app.actions.queries import ACTIONS
from app.core.callers import ANONYMOUS, COMMAND_LINE, Caller
from app.core.config import Settings
from app.core.db import Sessions, reading
from app.core.http import to_json
from app.core.listing import Item, ListQueryOfDay, View
from app.core.pagination import write_cursor
from app.deadlines.queries import list_deadlines
from app.deadlines.schemas import DeadlineQuery
from app.schedule.models import Deadline
from app.schedule.rules import Rank
from tests.benchmarks.register import fill
from tests.benchmarks.report import Verdict
from tests.benchmarks.scenarios import DAY
from tests.support.postgres import create_database, running_postgres

SIZES = (1_000, 1_000_000)
SEED = 2004
ROUNDS = 5
PAGES_A_ROUND = 100
FIRST_PAGE_MOST, MIDDLE_PAGE_MOST = 1.5, 2.0
PAGE = 20
# The middle is read at several places that follow each other, as a client does that reads on.
MIDDLE_PAGES = 10

Read = Callable[[Session, Any, View], Item]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class List:
    """A list that is read, the keys of its order and the conditions of its middle row, and by whom."""

    name: str
    read: Read
    query: type[ListQueryOfDay]
    keys: tuple[Any, ...]
    listed: tuple[Any, ...]
    caller: Caller


_deadline, _action = Deadline.__table__.c, Action.__table__.c
_BY_DAY = (_deadline.rank, _deadline.listed_on, _deadline.id)
_DUE = (_deadline.is_done.is_(False), _deadline.rank == int(Rank.DUE))
_BY_REFERENCE = (_action.reference_key, _action.id)
LISTS = (
    List("deadlines, public", list_deadlines, DeadlineQuery, _BY_DAY, _DUE, ANONYMOUS),
    List("deadlines, partners", list_deadlines, DeadlineQuery, _BY_DAY, _DUE, COMMAND_LINE),
    List("actions, public", ACTIONS.page, ListQueryOfDay, _BY_REFERENCE, (), ANONYMOUS),
    List("actions, partners", ACTIONS.page, ListQueryOfDay, _BY_REFERENCE, (), COMMAND_LINE),
)


@dataclass(frozen=True, slots=True)
class Register:
    """A register of some size, open, and the cursors of pages in the middle of each list."""

    sessions: Sessions
    cursors: Mapping[str, list[str]]

    def read(self, one: List, query: ListQueryOfDay) -> float:
        """Read a page down to its bytes; tell how many seconds that took."""
        began = time.perf_counter()
        with reading(self.sessions) as session:
            page = one.read(session, query, View(one.caller, DAY))
        to_json(page)
        return time.perf_counter() - began


def measure(tell: Tell) -> list[Verdict]:
    """Compare a page of a small register with one of a large, in process: from the query to the bytes, without HTTP."""
    verdicts = []
    for dialect in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            small, large = stack.enter_context(_registers(dialect, tell))
            for one in LISTS:
                for place, most in (("first page", FIRST_PAGE_MOST), ("middle page", MIDDLE_PAGE_MOST)):
                    was, now = _times(small, large, one, place)
                    tell(f"{dialect}, {one.name}, {place}: {was * 1e6:,.0f} µs, then {now * 1e6:,.0f} µs")
                    what = f"{dialect}, {one.name}, {place}: {SIZES[1]:,} actions / {SIZES[0]:,} actions"
                    verdicts.append(Verdict(what, now / was, most=most))
    return verdicts


@contextmanager
def _registers(dialect: str, tell: Tell) -> Iterator[list[Register]]:
    with tempfile.TemporaryDirectory(prefix="plans-bench-") as folder, ExitStack() as stack:
        server = stack.enter_context(running_postgres()) if dialect == "PostgreSQL" else None
        yield [stack.enter_context(_register(size, Path(folder), server, tell)) for size in SIZES]


@contextmanager
def _register(size: int, folder: Path, server: str | None, tell: Tell) -> Iterator[Register]:
    """Make a register of so many actions."""
    name = f"register_{size}"
    url = f"sqlite:///{folder / name}.db" if server is None else create_database(server, name)
    settings = Settings(_env_file=None, database_url=url)
    began = time.perf_counter()
    fill(settings, size, SEED)
    tell(f"A register of {size:,} actions: {time.perf_counter() - began:.0f} s")
    with closing(Sessions(settings)) as sessions:
        if server is not None:
            # PostgreSQL does so by itself a minute after rows have come; here that is switched off.
            with sessions.engine.connect() as connection:
                connection.execute(text("ANALYZE"))
                connection.commit()
        yield Register(sessions, {one.name: _cursors(sessions, one) for one in LISTS})


def _cursors(sessions: Sessions, one: List) -> list[str]:
    """Give the cursors of pages that follow each other from the middle of a list."""
    with reading(sessions) as session:
        view = View(one.caller, DAY)
        page = one.read(session, one.query(limit=PAGE, count=True), view)
        middle = select(*one.keys).where(*one.listed).order_by(*one.keys).offset(page["total"] // 2).limit(1)
        # A cursor is made for its list; only the place in it is another one.
        mine = orjson.loads(urlsafe_b64decode(page["next"] + "=="))[0]
        cursors = [write_cursor(mine, [*session.connection().execute(middle).one()])]
        while len(cursors) < MIDDLE_PAGES:
            cursors.append(one.read(session, one.query(limit=PAGE, cursor=cursors[-1]), view)["next"])
    return cursors


def _times(small: Register, large: Register, one: List, place: str) -> tuple[float, float]:
    """Give the median seconds of a page of each register, read in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS * PAGES_A_ROUND):
        for register, taken in zip((small, large), times, strict=True):
            taken.append(register.read(one, _query(one, register, place, number)))
    return median(times[0]), median(times[1])


def _query(one: List, register: Register, place: str, number: int) -> ListQueryOfDay:
    if place == "first page":
        return one.query(limit=PAGE, as_of=DAY + timedelta(days=number % 365))
    return one.query(limit=PAGE, cursor=register.cursors[one.name][number % MIDDLE_PAGES])
