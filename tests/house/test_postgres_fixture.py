"""The PostgreSQL of the tests is real, keeps to itself, and leaves nothing behind however the tests end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.postgres import (
    PostgresDidNotStart,
    PostgresServer,
    connect,
    create_database,
    drop_database,
    is_from_wheel,
    list_program_folders,
    running_postgres,
)

ROOT = Path(__file__).parents[2]
UNTIL_KILLED = """
import sys
from tests.support.postgres import PostgresServer
with PostgresServer() as server:
    print(server.pid, server.folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


def ask(url: str, question: str) -> list[object]:
    """Return the first column of the answer."""
    with connect(url) as connection:
        return [row[0] for row in connection.execute(question.encode()).fetchall()]


def is_running(pid: int) -> bool:
    """Tell whether the process lives; one that has ended and was not yet collected does not."""
    try:
        os.kill(pid, 0)
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Wait for the condition and tell whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_server_is_a_real_postgresql(server: PostgresServer) -> None:
    assert str(ask(server.url, "SELECT version()")[0]).startswith("PostgreSQL ")
    assert ask(server.url, "SHOW server_encoding") == ["UTF8"]


def test_server_sorts_by_code_point(server: PostgresServer) -> None:
    words = "SELECT word FROM unnest(ARRAY['b', 'É', 'a', 'B']) AS word ORDER BY word"
    assert ask(server.url, words) == ["B", "a", "b", "É"]


def test_server_listens_on_no_network(server: PostgresServer) -> None:
    assert ask(server.url, "SHOW listen_addresses") == [""]


def test_server_does_not_run_as_root(server: PostgresServer) -> None:
    owner = Path(f"/proc/{server.pid}").stat().st_uid
    assert owner != 0
    assert os.geteuid() in (0, owner)


def test_database_is_copied_from_its_template_and_dropped_while_in_use(server: PostgresServer) -> None:
    template = create_database(server.url, "template of the tests")
    with connect(template) as connection:
        connection.execute("CREATE TABLE plan AS SELECT 'Safer streets' AS title")
    copy = create_database(server.url, "copy", template="template of the tests")
    with connect(copy) as connection:
        assert connection.execute("SELECT title FROM plan").fetchall() == [("Safer streets",)]
        drop_database(server.url, "copy")
    drop_database(server.url, "copy")
    assert "copy" not in ask(server.url, "SELECT datname FROM pg_database")


def test_server_that_stops_leaves_no_process_and_no_folder() -> None:
    with running_postgres() as url:
        folder = Path(str(ask(url, "SHOW unix_socket_directories")[0]))
        pids = [int(str(pid)) for pid in ask(url, "SELECT pid FROM pg_stat_activity")]
        assert folder.is_dir()
    assert not folder.exists()
    assert not any(is_running(pid) for pid in pids)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_server_ends_with_the_process_that_started_it(end: signal.Signals) -> None:
    command = [sys.executable, "-c", UNTIL_KILLED]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as tests:
        assert tests.stdout is not None
        pid, folder = tests.stdout.readline().split()
        assert is_running(int(pid))
        tests.send_signal(end)
    assert wait_until(lambda: not is_running(int(pid)) and not Path(folder).exists())


def test_server_that_cannot_start_shows_its_log_and_leaves_no_folder() -> None:
    server = PostgresServer(settings={"max_connections": "many"})
    with (
        pytest.raises(PostgresDidNotStart, match='invalid value for parameter "max_connections": "many"'),
        server,
    ):
        pass
    assert not server.folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root runs the server as another account.")
def test_programs_that_only_root_may_read_are_copied(tmp_path: Path) -> None:
    wheel = next(folder for folder in list_program_folders() if is_from_wheel(folder))
    package = wheel.parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):
        (tmp_path / folder.name).symlink_to(folder)
    tmp_path.chmod(0o700)
    with PostgresServer(programs=tmp_path / wheel.relative_to(package.parent)) as server:
        assert ask(server.url, "SELECT 1") == [1]
