"""Servers that are measured: each one a process, started and, whatever happens, ended here."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.core.migrations import ROOT

START_SECONDS = 60.0
STOP_SECONDS = 10.0
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class CannotMeasure(RuntimeError):
    """A server did not start, or its answers are such that their times would tell nothing."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, by the name that it has in the report."""

    name: str
    url: str
    pid: int

    def processor_seconds(self) -> float:
        """Tell the processor time that it has used, in user and system mode. Source: proc_pid_stat(5)."""
        # The second field, in brackets, may itself hold spaces; the times are the 14th to the 17th.
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(ticks) for ticks in fields[11:15]) / TICKS

    def resident_bytes(self) -> int:
        """Tell how much memory it holds. Source: proc_pid_statm(5)."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE_BYTES


def uvicorn(target: str, *, factory: bool = False) -> list[str]:
    """Give the command that serves an application as `plans serve` would, without a log of uvicorn's own."""
    return [
        *(sys.executable, "-m", "uvicorn", target, "--app-dir", str(ROOT)),
        *("--loop", "uvloop", "--http", "httptools", "--workers", "1", "--no-access-log"),
        *("--log-level", "warning", "--no-server-header"),
        *(("--factory",) if factory else ()),
    ]


@contextmanager
def running(
    name: str, command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Run a server on a free port; what it tells is written to a file in the folder."""
    port = _find_free_port()
    with background([*command, "--port", str(port)], folder, environment, log=f"{name}.log") as process:
        _await_start(process, port)
        yield Server(name, f"http://127.0.0.1:{port}", process.pid)


@contextmanager
def background(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], log: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends, with nothing of the developer's own settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PLANS_")}
    with (folder / log).open("wb") as told:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**inherited, "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
        )
        try:
            yield process
        finally:
            _stop(process)


def _find_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _await_start(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise CannotMeasure(f"A server did not start. Its command: {process.args!r}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
