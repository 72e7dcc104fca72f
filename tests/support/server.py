"""A real server in a process of its own, which runs the service as `plans serve` does."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from app.cli.serving import KEEP_ALIVE_SECONDS
from app.core.config import Settings, environment_of
from app.core.migrations import ROOT

START_SECONDS = 120.0
STOP_SECONDS = 30.0
KEPT = f"--timeout-keep-alive={KEEP_ALIVE_SECONDS}"


@contextmanager
def running_server(settings: Settings, folder: Path) -> Iterator[str]:
    """Serve until the block ends; give the address to ask. What the server says is kept in the folder."""
    with socket.socket() as listening, (folder / f"server-{time.monotonic_ns()}.log").open("w+") as log:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        process = subprocess.Popen(
            _command(listening.fileno()),
            cwd=folder,
            env={**os.environ, **environment_of(settings), "PYTHONPATH": str(ROOT)},
            pass_fds=[listening.fileno()],
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(address, process, Path(log.name))
            yield address
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)
        said = Path(log.name).read_text()
        assert "Traceback" not in said, said


def _command(listening: int) -> list[str]:
    command = [sys.executable, "-m", "uvicorn", "app.main:create_app", "--factory", f"--fd={listening}"]
    return [*command, "--lifespan=on", "--log-level=warning", "--no-access-log", KEPT]


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a request is answered; the first one takes long, since routes are made when first asked."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, "the server takes too long to start"
        try:
            httpx.get(f"{address}/v1/organisations", timeout=START_SECONDS).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return
