"""How far an import is while it is carried out, in the few words by which others are told."""

import re
from dataclasses import dataclass

# PostgreSQL cuts what it is told after 63 bytes: an id of 36 leaves room for two numbers of nine digits.
_MARK = re.compile(r"import (?P<id>\S+) (?P<done>\d+)/(?P<total>\d+)")


@dataclass(frozen=True, slots=True)
class HowFar:
    """How many of its rows were gone through by now."""

    done: int
    total: int


def mark_of(id: str, far: HowFar) -> str:
    """Write how far an import is."""
    return f"import {id} {far.done}/{far.total}"


def read_marks(marks: list[str]) -> dict[str, HowFar]:
    """Read how far each of the imports is; what is no such words is passed over."""
    found = filter(None, map(_MARK.fullmatch, marks))
    return {one["id"]: HowFar(int(one["done"]), int(one["total"])) for one in found}
