"""The command line as a shell sees it: a process of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest

from tests.support.databases import SqliteDatabases

START_SECONDS = 60.0
# That of httpx, of Node and of most others is five seconds.
LONGER_THAN_CLIENTS_KEEP = 6.0
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an empty register where the settings expect it by default."""
    (tmp_path / "data").mkdir()
    made = SqliteDatabases(tmp_path).fresh("plans")
    Path(made.removeprefix("sqlite:///")).rename(tmp_path / "data" / "plans.db")
    return tmp_path


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start `plans` in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLANS_")}
    environment = {**kept, "PYTHONPATH": str(ROOT), **settings}
    command: Sequence[str] = (sys.executable, "-m", "app.cli", *arguments)
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def plans(folder: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run `plans` in a folder; give its exit code and what it printed."""
    process = start(folder, *arguments, **settings)
    out, err = process.communicate(timeout=START_SECONDS)
    return process.returncode, out, err


def test_help_names_every_command(tmp_path: Path) -> None:
    code, out, _ = plans(tmp_path, "--help")
    assert code == 0
    for command in ("serve", "import", "export", "deadlines", "keys", "db", "openapi"):
        assert f"\n  {command} " in out


def test_wrong_setting_is_told_without_a_stack_trace(tmp_path: Path) -> None:
    code, out, err = plans(tmp_path, "deadlines", PLANS_TIMEZONE="Mars/Olympus")
    assert (code, out) == (1, "")
    assert err == "PLANS_TIMEZONE: 'Mars/Olympus' is no IANA time zone such as Europe/London\n"


def test_reader_that_goes_away_ends_an_export_quietly(folder: Path) -> None:
    assert plans(folder, "import", "--sample")[0] == 0
    process = start(folder, "export", "--format", "ndjson")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(START_SECONDS) == 1
    assert process.stderr.read() == ""
    process.stderr.close()


def test_locked_database_is_told_when_the_wait_is_over(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data" / "plans.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, out, err = plans(folder, "keys", "create", "--name", "x", "--scopes", "read")
    assert (code, out) == (1, "")
    assert err == "Another write is taking long; nothing of this one was kept.\n"


def free_port() -> int:
    """Find a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(url: str, process: subprocess.Popen[str]) -> httpx.Response:
    """Ask until there is an answer."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"no answer: {process.communicate()[1]}")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_service_tells_where_it_is_answers_and_stops_when_it_is_interrupted(
    folder: Path, workers: str
) -> None:
    port = free_port()
    process = start(folder, "serve", "--port", str(port), "--workers", workers)
    try:
        assert wait_for(f"http://127.0.0.1:{port}/ready", process).status_code == 200
        assert httpx.get(f"http://127.0.0.1:{port}/v1/deadlines", trust_env=False).json()["items"] == []
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=START_SECONDS)
    assert process.returncode == 0, err
    for place in ("/v1", "/docs", "/v1/deadlines"):
        assert f"http://127.0.0.1:{port}{place}\n" in err
    assert "Traceback" not in err
    # One line for each request, ours, and none of uvicorn's own.
    assert '"path":"/v1/deadlines","status":200' in err
    assert "GET /v1/deadlines HTTP" not in err


def test_connection_is_kept_for_longer_than_clients_keep_theirs(folder: Path) -> None:
    port = free_port()
    process = start(folder, "serve", "--port", str(port))
    try:
        wait_for(f"http://127.0.0.1:{port}/ready", process)
        with closing(HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)) as kept:
            for pause in (0, LONGER_THAN_CLIENTS_KEEP):
                time.sleep(pause)
                kept.request("GET", "/v1/deadlines")
                answer = kept.getresponse()
                assert (answer.status, bool(answer.read())) == (200, True)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=START_SECONDS)


def test_port_that_is_taken_is_refused_before_anything_starts(folder: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, err = plans(folder, "serve", "--port", str(port))
    assert (code, err) == (1, f"127.0.0.1, port {port}, can't be listened on: Address already in use.\n")
