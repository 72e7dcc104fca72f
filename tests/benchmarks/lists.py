"""The lists measured: the servers that a run needs are started, compared, and asked in turn."""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.core.config import Settings
from tests.benchmarks import calendars, datasette
from tests.benchmarks.bare import ANSWERS
from tests.benchmarks.load import Load, ask, run_wrk
from tests.benchmarks.register import fill
from tests.benchmarks.report import Measured
from tests.benchmarks.scenarios import BARE, DATASETTE, OURS, TEXTBOOK, UNCACHED, UNCHANGED, Scenario
from tests.benchmarks.servers import CannotMeasure, Server, background, running, uvicorn

Tell = Callable[[str], None]
WARM_UP_SECONDS = 1
# Of many paths some are looked at: the first, the last, and a few between.
LOOKED_AT = 5
_APPLICATIONS = {
    OURS: "tests.benchmarks.ours:create_app",
    UNCACHED: "tests.benchmarks.ours:create_app",
    BARE: "tests.benchmarks.bare:create_app",
    UNCHANGED: "tests.benchmarks.bare:create_app",
}


@dataclass(frozen=True, slots=True)
class Run:
    """How a run is made: how large the register, how often each server has its turn, and how long."""

    actions: int
    seed: int
    rounds: int
    seconds: int


def measure(run: Run, scenarios: Sequence[Scenario], tell: Tell) -> tuple[list[Measured], dict[str, int]]:
    """Make a register, start the servers, measure each scenario; also tell the memory that each server holds."""
    with tempfile.TemporaryDirectory(prefix="plans-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        database = folder / "register.db"
        began = time.perf_counter()
        fill(Settings(_env_file=None, database_url=f"sqlite:///{database}"), run.actions, run.seed)
        tell(
            f"A register of {run.actions:,} actions, from seed {run.seed}: {time.perf_counter() - began:.1f} s"
        )
        bench = _Bench(run, folder, database, _start(stack, folder, database, scenarios))
        measured = [bench.measure(one, tell) for one in scenarios]
        return measured, {name: one.resident_bytes() for name, one in bench.servers.items()}


def _start(
    stack: ExitStack, folder: Path, database: Path, scenarios: Sequence[Scenario]
) -> Mapping[str, Server]:
    """Start every server that a scenario asks, ours first, since the bare ones answer what it did."""
    environment = {"PLANS_DATABASE_URL": f"sqlite:///{database}"}
    servers: dict[str, Server] = {}

    def start(name: str, command: Sequence[str], **more: str) -> None:
        servers[name] = stack.enter_context(running(name, command, folder, {**environment, **more}))

    wanted = {name for scenario in scenarios for name in scenario.servers}
    start(OURS, uvicorn(_APPLICATIONS[OURS], factory=True))
    if UNCACHED in wanted or any(scenario.beside_icalendar for scenario in scenarios):
        start(UNCACHED, uvicorn(_APPLICATIONS[UNCACHED], factory=True), PLANS_CACHE_BYTES="0")
    if TEXTBOOK in wanted:
        start(TEXTBOOK, uvicorn("tests.benchmarks.textbook:app"))
    if DATASETTE in wanted:
        start(DATASETTE, datasette.command(database, folder))
    for name in sorted({BARE, UNCHANGED} & wanted):
        answers = folder / f"{name}.json"
        paths = {path for one in scenarios if name in one.servers for path in one.paths}
        answers.write_text(json.dumps(_answers(servers[OURS], sorted(paths), unchanged=name == UNCHANGED)))
        start(name, uvicorn(_APPLICATIONS[name], factory=True), **{ANSWERS: str(answers)})
    return servers


def _answers(ours: Server, paths: Sequence[str], *, unchanged: bool) -> dict[str, dict[str, Any]]:
    """Keep the answers of ours for a bare server, but for the headers that uvicorn adds by itself."""
    kept: dict[str, dict[str, Any]] = {}
    with _client() as client:
        for path in paths:
            answer = _get(client, ours, path)
            if unchanged:
                answer = _get(client, ours, path, {"If-None-Match": answer.headers["etag"]})
            headers = [(name, value) for name, value in answer.headers.items() if name != "date"]
            url = httpx.URL(path)
            told = (answer.status_code, headers, answer.text)
            kept.setdefault(url.path, {})[url.query.decode()] = told
    return kept


def _client() -> httpx.Client:
    return httpx.Client(headers={"Accept-Encoding": "identity"}, trust_env=False, timeout=30)


def _get(
    client: httpx.Client, server: Server, path: str, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    answer = client.get(server.url + path, headers=headers)
    if answer.status_code != (304 if headers else 200):
        raise CannotMeasure(f"{server.name}, {path}: answered {answer.status_code}: {answer.text[:300]}")
    return answer


@dataclass(frozen=True, slots=True)
class _Bench:
    """The servers of a run, over one register."""

    run: Run
    folder: Path
    database: Path
    servers: Mapping[str, Server]

    def measure(self, scenario: Scenario, tell: Tell) -> Measured:
        """Ask the servers in turn, so that whatever else the machine does falls on all of them."""
        size = self._refuse_other_answers(scenario)
        servers = [self.servers[name] for name in scenario.servers]
        measured = Measured(scenario, size, {one.name: [] for one in servers})
        with self._writes(scenario, measured):
            for server in servers:
                run_wrk(server, self._load(scenario, server), WARM_UP_SECONDS)
            for number in range(1, self.run.rounds + 1):
                tell(f"{scenario.title}: round {number} of {self.run.rounds}")
                for server in servers:
                    burst = ask(server, self._load(scenario, server), self.run.seconds)
                    measured.bursts[server.name].append(burst)
        if scenario.beside_icalendar:
            address = self.servers[UNCACHED].url + scenario.paths[0]
            measured.compared.append(calendars.compare(address, self.run.rounds))
        return measured

    def _load(self, scenario: Scenario, server: Server) -> Load:
        paths = [self._path(server, path) for path in scenario.paths]
        if not scenario.has_it:
            return Load(paths, self.folder)
        with _client() as client:
            tag = _get(client, self.servers[OURS], scenario.paths[0]).headers["etag"]
        return Load(paths, self.folder, (f"If-None-Match: {tag}",))

    def _path(self, server: Server, path: str) -> str:
        return datasette.path_of(path, self.database) if server.name == DATASETTE else path

    @contextmanager
    def _writes(self, scenario: Scenario, measured: Measured) -> Iterator[None]:
        """Have another process write to the register meanwhile, where the scenario says so."""
        if not scenario.writes:
            yield
            return
        command = [sys.executable, "-m", "tests.benchmarks.writer", str(scenario.writes)]
        environment = {"PLANS_DATABASE_URL": f"sqlite:///{self.database}"}
        with background(command, self.folder, environment, log="writer.log"):
            yield
        told = json.loads((self.folder / "writer.log").read_text())
        measured.notes.append(f"{told['writes'] / told['seconds']:.1f} writes a second were made meanwhile")

    def _refuse_other_answers(self, scenario: Scenario) -> int:
        """Raise CannotMeasure unless all servers answer alike; give the size of an answer of ours."""
        with _client() as client:
            for path in {*scenario.paths[:: max(len(scenario.paths) // LOOKED_AT, 1)], scenario.paths[-1]}:
                wanted = _get(client, self.servers[OURS], path)
                for name in scenario.servers:
                    if name not in (OURS, UNCHANGED):
                        server = self.servers[name]
                        _refuse_other_answer(wanted, _get(client, server, self._path(server, path)), name)
        return len(wanted.content)


def _refuse_other_answer(wanted: httpx.Response, answer: httpx.Response, name: str) -> None:
    """Compare bytes with those of ours and of the bare one, items with those of the others."""
    if name in (BARE, UNCACHED):
        if answer.content != wanted.content:
            raise CannotMeasure(f"{name}, {wanted.url.raw_path.decode()}: the answer is another one")
        return
    items, others = wanted.json()["items"], answer.json()
    if not items or [item["id"] for item in items] != [item["id"] for item in others]:
        raise CannotMeasure(f"{name}, {wanted.url}: the lists are empty, or not of the same items")
    if name != TEXTBOOK:
        # A peer shows the same things in a shape of its own.
        return
    for place, (mine, theirs) in enumerate(zip(items, others, strict=True)):
        if mine != theirs:
            differing = sorted(name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name))
            raise CannotMeasure(f"{wanted.url}: item {place} differs in {', '.join(differing)}")
