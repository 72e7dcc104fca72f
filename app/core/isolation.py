"""A function run in a process of its own, on bytes that nobody trusts, with limits that the system enforces.

The child knows nothing of the service: it has an empty environment, opens no files of its own, and can start no other
process. It reads the bytes as its standard input and writes lines to its standard output. Whatever becomes of it,
the service only reads lines, and ends it when its time is over.
"""

import os
import resource
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from signal import SIGKILL, SIGXCPU
from threading import Timer
from typing import IO

_ROOT = str(Path(__file__).resolve().parents[2])
# The child is isolated from the place where it is started, so it is told where the service is.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from app.core.isolation import run; run(*sys.argv[2:])"
_OUT_OF_MEMORY = 71
_MOST_FILES = 64
_NICE = 10
# Processor seconds are counted whole, and starting takes some.
_SECONDS_TO_START = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a child may take, and how much memory."""

    seconds: float
    memory_bytes: int


USUAL_LIMITS = Limits(seconds=30.0, memory_bytes=500_000_000)
"""The limits where the operator chose no others."""


class TookTooLong(Exception):
    """A child was ended, since its time was over."""


class TookTooMuchMemory(Exception):
    """A child asked for more memory than it may have."""


class Failed(Exception):
    """A child ended otherwise than by coming to its end."""


def run_isolated(target: str, argument: str, data: bytes, limits: Limits) -> Generator[bytes, None, None]:
    """Give the lines that a function writes of some bytes, run in a process of its own.

    `target` is `module:function`; it is called with the argument and with the bytes as an open file, and gives
    lines without ends. Raises TookTooLong, TookTooMuchMemory, and Failed.
    """
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        with _started([target, argument, str(limits.seconds), str(limits.memory_bytes)], file) as child:
            late = Timer(limits.seconds, _end, [child])
            late.start()
            try:
                assert child.stdout is not None  # noqa: S101  It was asked for.
                # A child that is ended ends in the middle of a line.
                yield from (line[:-1] for line in child.stdout if line.endswith(b"\n"))
                code = child.wait()
            finally:
                late.cancel()
        _tell_end(code)


@contextmanager
def _started(arguments: list[str], file: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-I", "-B", "-c", _START, _ROOT, *arguments]
    child = subprocess.Popen(  # noqa: S603  Nothing in the command comes from outside.
        command,
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        yield child
    finally:
        _end(child)
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a child with all that it may have started; nothing happens where it has ended."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, SIGKILL)


def _tell_end(code: int) -> None:
    if code in (-SIGKILL, -SIGXCPU):
        raise TookTooLong
    if code == _OUT_OF_MEMORY:
        raise TookTooMuchMemory
    if code:
        raise Failed(f"exit code {code}")


def run(target: str, argument: str, seconds: str, memory_bytes: str) -> None:
    """Run a function within limits, as the child."""
    _confine(float(seconds), int(memory_bytes))
    warnings.simplefilter("ignore")
    module, _, name = target.partition(":")
    try:
        function = getattr(import_module(module), name)
        for line in function(argument, sys.stdin.buffer):
            sys.stdout.buffer.write(line + b"\n")
            sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)


def _confine(seconds: float, memory_bytes: int) -> None:
    processor = int(seconds) + _SECONDS_TO_START
    limits = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: processor,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: _MOST_FILES,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, limit in limits.items():
        # A system that knows no such limit still has the others, and the clock of the service.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (limit, limit))
    # Who reads the register goes before.
    os.nice(_NICE)
