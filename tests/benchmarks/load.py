"""Load from `wrk`: as many requests as a server can answer, over a few connections that stay open."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.servers import CannotMeasure, Server

CONNECTIONS = 16
# A slow server is to be measured, not refused.
ANSWER_SECONDS = 30
HOW_TO_INSTALL = "wrk makes the load, and it is not installed. On Debian or Ubuntu: apt-get install wrk"
_DONE = re.compile(r"(\d+) requests in ([\d.]+)(us|ms|s|m|h),")
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_FAILED = re.compile(r"^\s*(Socket errors|Non-2xx or 3xx responses):.*$", re.MULTILINE)

# Asks for the paths of a file one after the other; each request is written once, before the first is sent.
_IN_TURN = """
local requests, turn = {}, 0
function init(arguments)
    for path in io.lines(arguments[1]) do requests[#requests + 1] = wrk.format("GET", path) end
end
function request()
    turn = turn % #requests + 1
    return requests[turn]
end
"""


@dataclass(frozen=True, slots=True)
class Burst:
    """What a server did in a few seconds: requests a second, and processor time a request in microseconds."""

    requests_per_second: float
    processor_us: float


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked: paths in turn, the headers sent with each, and a folder for wrk to read them from."""

    paths: Sequence[str]
    folder: Path
    headers: tuple[str, ...] = ()

    def arguments(self, server: Server) -> list[str]:
        """Give what wrk is told of it."""
        headers = [part for header in self.headers for part in ("--header", header)]
        if len(self.paths) == 1:
            return [*headers, server.url + self.paths[0]]
        script, paths = self.folder / "in_turn.lua", self.folder / "paths.txt"
        script.write_text(_IN_TURN)
        paths.write_text("".join(f"{path}\n" for path in self.paths))
        return [*headers, "--script", str(script), server.url, "--", str(paths)]


def can_load() -> bool:
    """Tell whether wrk is installed."""
    return shutil.which("wrk") is not None


def ask(server: Server, load: Load, seconds: int) -> Burst:
    """Ask for some seconds. Raises CannotMeasure where a request fails, or none is answered."""
    before = server.processor_seconds()
    told = run_wrk(server, load, seconds)
    used = server.processor_seconds() - before
    failed, done = _FAILED.search(told), _DONE.search(told)
    if failed or done is None or done[1] == "0":
        why = failed[0].strip() if failed else "no answer in time"
        raise CannotMeasure(f"{server.name}, {load.paths[0]}: {why}")
    requests, took = int(done[1]), float(done[2]) * _UNITS[done[3]]
    return Burst(requests / took, used / requests * 1e6)


def run_wrk(server: Server, load: Load, seconds: int) -> str:
    """Let wrk ask for some seconds, and give what it says."""
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s"]
    command += ["--timeout", f"{ANSWER_SECONDS}s", *load.arguments(server)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
