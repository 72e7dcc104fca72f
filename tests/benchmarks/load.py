"""Load from `wrk`: as many requests as a server can answer, over a few connections that stay open."""

import re
import shutil
import subprocess
from dataclasses import dataclass

from tests.benchmarks.servers import CannotMeasure, Server

CONNECTIONS = 16
# A slow server is to be measured, not refused.
ANSWER_SECONDS = 30
HOW_TO_INSTALL = "wrk makes the load, and it is not installed. On Debian or Ubuntu: apt-get install wrk"
_DONE = re.compile(r"(\d+) requests in ([\d.]+)(us|ms|s|m|h),")
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_FAILED = re.compile(r"^\s*(Socket errors|Non-2xx or 3xx responses):.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Burst:
    """What a server did in a few seconds: requests a second, and processor time a request in microseconds."""

    requests_per_second: float
    processor_us: float


def can_load() -> bool:
    """Tell whether wrk is installed."""
    return shutil.which("wrk") is not None


def ask(server: Server, path: str, seconds: int) -> Burst:
    """Ask for the path for some seconds. Raises CannotMeasure where a request fails, or none is answered."""
    before = server.processor_seconds()
    told = run_wrk(server, path, seconds)
    used = server.processor_seconds() - before
    failed, done = _FAILED.search(told), _DONE.search(told)
    if failed or done is None or done[1] == "0":
        raise CannotMeasure(f"{server.name}, {path}: {failed[0].strip() if failed else 'no answer in time'}")
    requests, took = int(done[1]), float(done[2]) * _UNITS[done[3]]
    return Burst(requests / took, used / requests * 1e6)


def run_wrk(server: Server, path: str, seconds: int) -> str:
    """Let wrk ask for the path for some seconds, and give what it says."""
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s"]
    command += ["--timeout", f"{ANSWER_SECONDS}s"]
    return subprocess.run([*command, server.url + path], check=True, capture_output=True, text=True).stdout
