"""Servers that are measured: each one uvicorn process, started and, whatever happens, ended here."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.core.migrations import ROOT

START_SECONDS = 60.0
STOP_SECONDS = 10.0
TICKS = os.sysconf("SC_CLK_TCK")


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


@contextmanager
def running(
    name: str, target: str, folder: Path, environment: Mapping[str, str], *, factory: bool = False
) -> Iterator[Server]:
    """Run the application under uvicorn, with nothing of the developer's own settings."""
    port = _find_free_port()
    command = [
        *(sys.executable, "-m", "uvicorn", target, "--app-dir", str(ROOT), "--port", str(port)),
        *("--loop", "uvloop", "--http", "httptools", "--workers", "1", "--no-access-log"),
        *("--log-level", "warning"),
        *(("--factory",) if factory else ()),
    ]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PLANS_")}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**inherited, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await_start(process, port, command)
        yield Server(name, f"http://127.0.0.1:{port}", process.pid)
    finally:
        _stop(process)


def _find_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _await_start(process: subprocess.Popen[bytes], port: int, command: list[str]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise CannotMeasure(f"A server did not start. Its command: {' '.join(command)}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
