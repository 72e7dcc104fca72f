"""A whole register's worth of actions imported through the API, and exported, beside what a database takes by itself.

What came of the import is read back row by row, and the same rows are written into an empty register with the same
indexes by nothing but `executemany`, or COPY: what takes longer than that is ours.
"""

import io
import os
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

import httpx
import psycopg
from sqlalchemy import make_url

from app.core.config import Settings
from app.core.db import Sessions, Table
from app.core.migrations import upgrade
from tests.benchmarks.report import Verdict
from tests.benchmarks.servers import CannotMeasure, Server, running, uvicorn
from tests.benchmarks.words import MONTHS, THEMES, make_sentence
from tests.support.client import give_key
from tests.support.postgres import create_database, running_postgres

SEED = 2004
PHRASES, LEADS = 2_000, 500
MOST_OF_ROWS, MOST_AGAIN, MOST_OF_DUMP = 3.0, 0.5, 4.0
MOST_MEDIAN, MOST_P99 = 2.0, 4.0
MOST_MEMORY_MB = 300.0
IMPORT_SECONDS = 1_800
AT_ONCE = 10_000
NEXT_20 = "/v1/deadlines?limit=20&as_of=2004-07-20"

Tell = Any


def make_document(actions: int, seed: int = SEED) -> bytes:
    """Make a plan's document: themes with their tables, so many due phrases and leads in all."""
    random = Random(seed)  # noqa: S311 - nothing here is secret.
    years = range(2004, 2004 + PHRASES // (4 * len(MONTHS)) + 1)
    shapes = ("{month} {year}", "End {month} {year}", "By 14 {month} {year}", "Review in {month} {year}")
    dues = [shape.format(month=month, year=year) for year in years for month in MONTHS for shape in shapes]
    leads = [f"Organisation {number} of the Borough" for number in range(1, LEADS + 1)]
    lines = ["Partnership Plan 2004/2005", ""]
    for number, theme in enumerate(THEMES, start=1):
        lines += [f"{number}. {theme}", "Planned action\tCurrent situation\tLead\tDue date"]
        for place in range(actions // len(THEMES) + (number <= actions % len(THEMES))):
            situation = make_sentence(random) if random.random() < 0.25 else ""
            words = f"{make_sentence(random)} Step {number}.{place + 1}"
            lines.append("\t".join((words, situation, random.choice(leads), random.choice(dues[:PHRASES]))))
        lines.append("")
    return "\n".join(lines).encode()


@dataclass(slots=True)
class Watch:
    """What is looked at while something long goes on: the memory of a server and its children, and how readers fare."""

    server: Server
    peak: int = 0
    taken: list[float] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look until the block ends."""
        threads = [threading.Thread(target=look) for look in (self._memory, self._readers)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in threads:
                thread.join()

    def _memory(self) -> None:
        while not self._ended.wait(0.05):
            self.peak = max(self.peak, resident_with_children(self.server.pid))

    def _readers(self) -> None:
        with httpx.Client(trust_env=False, timeout=60) as client:
            while not self._ended.wait(0.005):
                began = time.perf_counter()
                client.get(self.server.url + NEXT_20).raise_for_status()
                self.taken.append(time.perf_counter() - began)

    def p99(self) -> float:
        """Give how long the slowest hundredth of the readers waited at least."""
        return quantiles(self.taken, n=100)[-1]


def resident_with_children(pid: int) -> int:
    """Tell how many bytes a process and all that it started hold. Source: proc_pid_statm(5).

    Until a child has begun its own program it has its parent's memory, which is counted once. Source: vfork(2).
    """
    held, waiting = 0, [(pid, b"")]
    while waiting:
        one, parent = waiting.pop()
        try:
            command = Path(f"/proc/{one}/cmdline").read_bytes()
            if command == parent:
                continue
            held += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += ((int(child), command) for child in (task / "children").read_text().split())
        except (OSError, IndexError):
            continue
    return held


def measure(actions: int, tell: Tell) -> list[Verdict]:
    """Import a document of so many actions twice, export it, and compare; on SQLite and on PostgreSQL."""
    document = make_document(actions)
    tell(f"A document of {actions:,} actions: {len(document) / 1e6:.1f} MB")
    verdicts: list[Verdict] = []
    for dialect in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="plans-bench-") as name, ExitStack() as stack:
            postgres = stack.enter_context(running_postgres()) if dialect == "PostgreSQL" else None
            verdicts += _measure(dialect, Path(name), postgres, document, tell)
    return verdicts


def _database(folder: Path, postgres: str | None, name: str) -> Settings:
    url = f"sqlite:///{folder / name}.db" if postgres is None else create_database(postgres, name)
    settings = Settings(_env_file=None, database_url=url)
    upgrade(settings)
    return settings


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of a dialect: seconds, bytes, what readers felt, and exports as multiples of what sqlite3 takes."""

    first: float
    again: float
    written: float
    idle: int
    quiet: Watch
    busy: Watch
    repeated: Watch
    dumps: dict[str, float]

    def as_text(self) -> str:
        """Write the figures that the verdicts come of."""
        quiet, busy = (
            f"{median(one.taken) * 1e3:.1f} ms (p99 {one.p99() * 1e3:.1f})" for one in (self.quiet, self.busy)
        )
        return (
            f"imported in {self.first:.1f} s, again unchanged in {self.again:.1f} s; the same rows alone "
            f"{self.written:.1f} s; memory {self.idle / 1e6:.0f} MB, then {self.busy.peak / 1e6:.0f} MB, "
            f"again {self.repeated.peak / 1e6:.0f} MB; "
            f"readers {quiet}, meanwhile {busy}"
        )

    def verdicts(self, dialect: str, alone: str) -> Iterator[Verdict]:
        """Compare with what is wanted."""
        yield Verdict(
            f"{dialect}, import / {alone} of the same rows", self.first / self.written, most=MOST_OF_ROWS
        )
        again = self.again / self.first
        yield Verdict(f"{dialect}, import of the unchanged file / the first", again, most=MOST_AGAIN)
        for watch, name in ((self.busy, ""), (self.repeated, ", the unchanged file")):
            memory = (watch.peak - self.idle) / 1e6
            yield Verdict(f"{dialect}, memory above idle{name}, MB", memory, most=MOST_MEMORY_MB)
        middle = median(self.busy.taken) / median(self.quiet.taken)
        yield Verdict(f"{dialect}, readers' median beside an import / without", middle, most=MOST_MEDIAN)
        slow = self.busy.p99() / self.quiet.p99()
        yield Verdict(f"{dialect}, readers' p99 beside an import / without", slow, most=MOST_P99)
        for form, taken in self.dumps.items():
            yield Verdict(f"{dialect}, export as {form}", taken, most=MOST_OF_DUMP)


def _measure(
    dialect: str, folder: Path, postgres: str | None, document: bytes, tell: Tell
) -> Sequence[Verdict]:
    settings = _database(folder, postgres, "imported")
    with closing(Sessions(settings)) as sessions:
        key = give_key(sessions, ["admin"])
    environment = {"PLANS_DATABASE_URL": settings.database_url, "PLANS_MAX_FILE_BYTES": "1000000000"}
    command = uvicorn("tests.benchmarks.importing:create_app", factory=True)
    with running("ours", command, folder, environment) as server:
        quiet, busy, repeated = Watch(server), Watch(server), Watch(server)
        with quiet.looking():
            time.sleep(3)
        idle = resident_with_children(server.pid)
        with busy.looking():
            first = _import(server, key, document)
        with repeated.looking():
            again = _import(server, key, document)
        dumps = _exports(server, key, folder, settings) if postgres is None else {}
    written = _written(settings, _database(folder, postgres, "written"))
    figures = Figures(first, again, written, idle, quiet, busy, repeated, dumps)
    tell(f"{dialect}: {figures.as_text()}")
    return [*figures.verdicts(dialect, "executemany" if postgres is None else "COPY")]


def _client(key: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
    return httpx.Client(headers=headers, trust_env=False, timeout=IMPORT_SECONDS)


def _import(server: Server, key: str, document: bytes) -> float:
    """Import the document, and wait until that is done; tell how many seconds it took."""
    began = time.perf_counter()
    with _client(key) as client:
        sent = {"Content-Type": "text/tab-separated-values"}
        answer = client.post(f"{server.url}/v1/imports", content=document, headers=sent)
        if answer.status_code != 202:
            raise CannotMeasure(f"the import was answered {answer.status_code}: {answer.text[:500]}")
        while (state := client.get(server.url + answer.headers["location"]).json()["state"]) != "done":
            if state == "failed":
                raise CannotMeasure("the import was refused")
            time.sleep(0.1)
    return time.perf_counter() - began


def _exports(server: Server, key: str, folder: Path, settings: Settings) -> dict[str, float]:
    """Export the plan in each form, in seconds as a multiple of what sqlite3 takes to write its columns as CSV.

    Records hold more than a table has, and are compared with all that they hold as well.
    """
    table, whole = (_dumped(folder, settings, *queries) for queries in ((_DUMP,), _DUMP_WHOLE))
    taken = {form: _exported(server, key, form) for form in ("csv", "ndjson")}
    return {
        **{f"{form} / sqlite3 of the table's columns": seconds / table for form, seconds in taken.items()},
        "ndjson / sqlite3 of all that it holds": taken["ndjson"] / whole,
    }


def _dumped(folder: Path, settings: Settings, *queries: str) -> float:
    """Have sqlite3 write what it finds as CSV; tell how many seconds that takes."""
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        with (folder / "dump.csv").open("wb") as dump:
            told = ("sqlite3", "-csv", str(settings.sqlite_file), ";".join(queries))
            subprocess.run(told, check=True, stdout=dump)
        taken.append(time.perf_counter() - began)
    return median(taken)


def _exported(server: Server, key: str, form: str) -> float:
    """Export the plan; tell how many seconds that takes."""
    with _client(key) as client:
        plan = client.get(f"{server.url}/v1/plans").raise_for_status().json()["items"][0]
        began = time.perf_counter()
        with client.stream("GET", f"{server.url}/v1/plans/{plan['id']}/export.{form}") as answer:
            for _piece in answer.raise_for_status().iter_raw():
                pass
        return time.perf_counter() - began


_DUMP = (
    "SELECT theme.number, theme.title, action.reference, action.text, action.current_situation, action.lead_text, "
    "action.due_text, action.status, action.rag, action.percent FROM action JOIN action_theme ON "
    "action_theme.action_id = action.id JOIN theme ON theme.id = action_theme.theme_id ORDER BY action.position"
)
_DUMP_WHOLE = (
    "SELECT theme.number, action.reference, action.text, action.position, action.current_situation, action.status, "
    "action.rag, action.percent, action.origin, action.cross_cutting, action.lead_text, action.leads_reading, "
    "action.due_text, action.due_reading, action.due_points FROM action JOIN action_theme ON "
    "action_theme.action_id = action.id JOIN theme ON theme.id = action_theme.theme_id "
    "ORDER BY action.position, action.reference_key, action.id",
    "SELECT action.reference, progress.reported_on, progress.created_at, progress.author, progress.text, "
    "progress.status, progress.rag, progress.percent FROM action JOIN progress_update AS progress ON "
    "progress.action_id = action.id ORDER BY action.position, progress.created_at",
    "SELECT organisation.reference, organisation.name, organisation.acronym, organisation.other_names, "
    "organisation.sector, organisation.website FROM organisation WHERE id IN (SELECT organisation_id FROM lead)",
)


def _written(source: Settings, target: Settings) -> float:
    """Write every row of one register into another, with nothing but the database; tell how many seconds that took."""
    tables = [table for table in Table.metadata.sorted_tables if table.name != "key"]
    if source.sqlite_file is not None:
        return _executed(str(source.sqlite_file), str(target.sqlite_file), tables)
    return _copied(source.database_url, target.database_url, tables)


def _executed(source: str, target: str, tables: Sequence[Any]) -> float:
    taken = 0.0
    with (
        closing(sqlite3.connect(source)) as old,
        closing(sqlite3.connect(target, isolation_level=None)) as new,
    ):
        new.execute("PRAGMA foreign_keys = ON")
        new.execute("PRAGMA synchronous = FULL")
        new.execute("BEGIN IMMEDIATE")
        for table in tables:
            names = ", ".join(f'"{column.name}"' for column in table.c)
            marks = ", ".join("?" * len(table.c))
            rows = old.execute(f'SELECT {names} FROM "{table.name}" ORDER BY rowid')
            insert = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
            while chunk := [*islice(rows, AT_ONCE)]:
                began = time.perf_counter()
                new.executemany(insert, chunk)
                taken += time.perf_counter() - began
        began = time.perf_counter()
        new.execute("COMMIT")
    return taken + time.perf_counter() - began


def _copied(source: str, target: str, tables: Sequence[Any]) -> float:
    taken = 0.0
    with psycopg.connect(_plain(source)) as old, psycopg.connect(_plain(target)) as new:
        for table in tables:
            names = ", ".join(f'"{column.name}"' for column in table.c)
            held = io.BytesIO()
            with old.cursor().copy(f'COPY "{table.name}" ({names}) TO STDOUT') as out:
                for piece in out:
                    held.write(piece)
            began = time.perf_counter()
            with new.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN') as into:
                into.write(held.getvalue())
            taken += time.perf_counter() - began
        began = time.perf_counter()
        new.commit()
    return taken + time.perf_counter() - began


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
