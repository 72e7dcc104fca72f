"""`python -m tests.benchmarks`: read phrases; make a register, run the three servers, ask them in turn, and report."""

import json
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import httpx
import typer

from app.core.config import Settings
from tests.benchmarks import phrases
from tests.benchmarks.bare import ANSWERS
from tests.benchmarks.load import CONNECTIONS, HOW_TO_INSTALL, ask, can_load, run_wrk
from tests.benchmarks.register import fill
from tests.benchmarks.report import BARE, OURS, TEXTBOOK, Measured, as_text
from tests.benchmarks.servers import CannotMeasure, Server, running

LISTS = {
    "The next 20 deadlines": "/v1/deadlines?limit=20&as_of=2004-07-20",
    "A page of 50 actions": "/v1/actions?limit=50&as_of=2004-07-20",
}
WARM_UP_SECONDS = 1


def main(
    actions: Annotated[int, typer.Option(min=1, help="How many actions the register holds.")] = 100_000,
    seed: Annotated[int, typer.Option(help="What the register is made up from.")] = 2004,
    rounds: Annotated[int, typer.Option(min=1, help="How often each server has its turn.")] = 5,
    seconds: Annotated[int, typer.Option(min=1, help="How long a turn lasts.")] = 3,
    json_file: Annotated[Path | None, typer.Option("--json", help="Also write the figures there.")] = None,
) -> None:
    """Measure how fast phrases are read, and how fast the lists are, beside a bare ASGI application and a textbook one.

    Of the lists only ratios count.
    """
    typer.echo(f"{phrases.as_text()}\n")
    if not can_load():
        typer.echo(HOW_TO_INSTALL, err=True)
        raise typer.Exit(1)
    if not sys.platform.startswith("linux"):
        typer.echo("Processor time is read from /proc, so this runs on Linux only.", err=True)
        raise typer.Exit(1)
    for deadly in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(deadly, _end)
    try:
        lists = _run(actions, seed, rounds, seconds)
    except CannotMeasure as why:
        typer.echo(why, err=True)
        raise typer.Exit(1) from None
    typer.echo(f"\nMedians of {rounds} rounds of {seconds} s, {CONNECTIONS} connections\n")
    typer.echo(as_text(lists))
    if json_file is not None:
        run = {"actions": actions, "seed": seed, "rounds": rounds, "seconds": seconds}
        _write(json_file, {**run, "connections": CONNECTIONS}, lists)


def _end(_signal: int, _frame: FrameType | None) -> None:
    # As an exception, so that every server is ended and the folder removed.
    sys.exit(1)


def _run(actions: int, seed: int, rounds: int, seconds: int) -> list[Measured]:
    with tempfile.TemporaryDirectory(prefix="plans-bench-") as folder, ExitStack() as stack:
        database = _make_register(Path(folder), actions, seed)
        servers = _start(stack, Path(folder), database)
        return [_measure(servers, name, rounds, seconds) for name in LISTS]


def _make_register(folder: Path, actions: int, seed: int) -> str:
    database = f"sqlite:///{folder / 'register.db'}"
    typer.echo(f"Making a register of {actions:,} actions from seed {seed} ... ", nl=False)
    began = time.perf_counter()
    fill(Settings(_env_file=None, database_url=database), actions, seed)
    typer.echo(f"{time.perf_counter() - began:.1f} s")
    return database


def _start(stack: ExitStack, folder: Path, database: str) -> list[Server]:
    """Start the three servers, and see that they answer the same."""
    where = {"PLANS_DATABASE_URL": database}
    ours = stack.enter_context(running(OURS, "app.main:create_app", folder, where, factory=True))
    textbook = stack.enter_context(running(TEXTBOOK, "tests.benchmarks.textbook:app", folder, where))
    answers = folder / "answers.json"
    answers.write_text(json.dumps(dict(_answer_of(ours, path) for path in LISTS.values())))
    kept = {ANSWERS: str(answers)}
    bare = stack.enter_context(running(BARE, "tests.benchmarks.bare:create_app", folder, kept, factory=True))
    for path in LISTS.values():
        _refuse_other_answers(path, ours, textbook, bare)
    return [bare, textbook, ours]


def _get(server: Server, path: str) -> httpx.Response:
    plain = {"Accept-Encoding": "identity"}
    answer = httpx.get(server.url + path, headers=plain, trust_env=False, timeout=30)
    if answer.status_code != 200:
        raise CannotMeasure(f"{server.name}, {path}: answered {answer.status_code}")
    return answer


def _answer_of(server: Server, path: str) -> tuple[str, tuple[list[tuple[str, str]], str]]:
    """Keep an answer for the bare server, but for the headers that uvicorn adds by itself."""
    answer = _get(server, path)
    headers = [(name, value) for name, value in answer.headers.items() if name not in ("date", "server")]
    return httpx.URL(path).path, (headers, answer.text)


def _refuse_other_answers(path: str, ours: Server, textbook: Server, bare: Server) -> None:
    """Raise CannotMeasure unless all items are equal, and the bare answer is equal to the byte."""
    wanted = _get(ours, path)
    items, others = wanted.json()["items"], _get(textbook, path).json()
    if not items or [item["id"] for item in items] != [item["id"] for item in others]:
        raise CannotMeasure(f"{path}: the lists are empty, or not of the same items")
    for place, (mine, theirs) in enumerate(zip(items, others, strict=True)):
        if mine != theirs:
            differing = sorted(name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name))
            raise CannotMeasure(f"{path}: item {place} differs in {', '.join(differing)}")
    if _get(bare, path).content != wanted.content:
        raise CannotMeasure(f"{path}: the bare answer is another one")


def _measure(servers: Sequence[Server], name: str, rounds: int, seconds: int) -> Measured:
    """Ask the servers in turn, so that whatever else the machine does falls on all of them."""
    path = LISTS[name]
    for server in servers:
        run_wrk(server, path, WARM_UP_SECONDS)
    measured = Measured(name, path, len(_get(servers[0], path).content), {one.name: [] for one in servers})
    for number in range(1, rounds + 1):
        typer.echo(f"{name}: round {number} of {rounds}")
        for server in servers:
            measured.bursts[server.name].append(ask(server, path, seconds))
    return measured


def _write(file: Path, run: dict[str, Any], lists: Sequence[Measured]) -> None:
    figures = {"python": platform.python_version(), **run, "lists": [one.as_json() for one in lists]}
    file.write_text(json.dumps(figures, indent=2) + "\n")
    typer.echo(f"\nThe figures are in {file}.")


if __name__ == "__main__":
    typer.run(main)
