"""What runs on bytes that nobody trusts runs in a process of its own, within limits, and is ended with them."""

import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from app.core.isolation import (
    USUAL_LIMITS,
    Failed,
    Limits,
    TookTooLong,
    TookTooMuchMemory,
    run_isolated,
)

PLACE = "tests.core.test_isolation"


def tell(argument: str, file: BinaryIO) -> Iterator[bytes]:
    """Tell what the child was given."""
    yield argument.encode()
    yield from file.read().split(b"\n")


def tell_surroundings(argument: str, _file: BinaryIO) -> Iterator[bytes]:
    """Tell what the child can find out, and what it may not do."""
    yield repr(sorted(os.environ)).encode()
    yield repr(resource.getrlimit(resource.RLIMIT_CORE)).encode()
    try:
        with open(argument, "wb") as file:
            file.write(b"x" * 10)
            file.flush()
        yield b"wrote"
    except OSError:
        yield b"could not write"


def sleep(_argument: str, _file: BinaryIO) -> Iterator[bytes]:
    """Do nothing for long."""
    yield b"%d" % os.getpid()
    time.sleep(60)


def spin(_argument: str, _file: BinaryIO) -> Iterator[bytes]:
    """Be busy for ever."""
    yield b"busy"
    while True:
        pass


def swallow(_argument: str, _file: BinaryIO) -> Iterator[bytes]:
    """Take more and more memory."""
    held = []
    while True:
        held.append(b"x" * 10_000_000)
        yield b"more"


def fail(_argument: str, _file: BinaryIO) -> Iterator[bytes]:
    """Stumble half way."""
    yield b"half"
    raise ValueError("secret words")


def crash(_argument: str, _file: BinaryIO) -> Iterator[bytes]:
    """End as a program in C may."""
    yield b"half"
    os.abort()


def isolated(name: str, limits: Limits = USUAL_LIMITS, argument: str = "", data: bytes = b"") -> list[bytes]:
    return [*run_isolated(f"{PLACE}:{name}", argument, data, limits)]


def test_lines_of_the_child_are_given_as_they_come() -> None:
    assert isolated("tell", argument='["a b", null]', data=b"one\ntwo") == [b'["a b", null]', b"one", b"two"]


def test_child_knows_no_environment_and_can_not_write(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLANS_DATABASE_URL", "postgresql+psycopg://plans:secret@db/plans")
    environment, core, written = isolated("tell_surroundings", argument=str(tmp_path / "written"))
    assert b"PLANS" not in environment
    assert b"secret" not in environment
    assert core == b"(0, 0)"
    assert written == b"could not write"


@pytest.mark.parametrize("name", ["sleep", "spin"])
def test_child_is_ended_when_its_time_is_over(name: str) -> None:
    started = time.monotonic()
    with pytest.raises(TookTooLong):
        isolated(name, Limits(1.0, 500_000_000))
    assert time.monotonic() - started < 5


def test_child_that_asks_for_too_much_memory_is_told_from_one_that_fails() -> None:
    with pytest.raises(TookTooMuchMemory):
        isolated("swallow", Limits(30.0, 200_000_000))


@pytest.mark.parametrize("name", ["fail", "crash", "no_such_function"])
def test_child_that_stumbles_is_told_without_its_words(name: str) -> None:
    with pytest.raises(Failed, match=r"^exit code"):
        isolated(name)


def test_child_is_ended_where_nobody_listens_any_more() -> None:
    lines = run_isolated(f"{PLACE}:sleep", "", b"", USUAL_LIMITS)
    pid = int(next(lines))
    os.kill(pid, 0)
    lines.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
