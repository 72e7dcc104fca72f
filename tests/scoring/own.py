"""Due phrases of our own, annotated by the same scheme as the shared ones: how many of them are read right."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from app.phrases.due import DUE_KINDS, Point, read_due
from tests.scoring.due import Row, context_of, points_of, rows_in

CASES = Path(__file__).parents[1] / "phrases" / "cases"
SETS = ("due.jsonl", "due-found.jsonl")
"""Phrases made up of every class, and phrases found in plans and minutes; none was chosen by who wrote the reader."""


class Score(NamedTuple):
    """One annotated phrase, and whether its due date is right, all of it, and whether no date is made up."""

    row: Row
    is_due_right: bool
    is_full: bool
    is_clean: bool


def scores(name: str) -> list[Score]:
    """Read every phrase of a set and score it."""
    return [_score(row) for row in rows_in(CASES / name)]


def _score(row: Row) -> Score:
    read = read_due(row["phrase"], context_of(row["context"])).points
    # Where the words may mean two things, either reading is right.
    accepted = [
        points_of(points) for points in (row["expect"]["points"], *row["expect"].get("alternatives", []))
    ]
    return Score(
        row,
        is_due_right=any(_last_due(read) == _last_due(points) for points in accepted),
        is_full=any(_scored(read) == _scored(points) for points in accepted),
        is_clean=any(_is_dated(points) for points in accepted) or not _is_dated(read),
    )


def _last_due(points: Iterable[Point]) -> str:
    """Give the due date that a list would show: the last one, or none."""
    return max(
        (str(point.latest) for point in points if point.kind in DUE_KINDS and point.latest), default=""
    )


def _scored(points: Iterable[Point]) -> Counter[tuple[object, ...]]:
    return Counter((point.kind, point.earliest, point.latest, point.edtf, point.rrule) for point in points)


def _is_dated(points: Iterable[Point]) -> bool:
    return any(point.earliest or point.latest for point in points)


def as_text(name: str) -> str:
    """Write how many of a set are right, and the phrases that are not."""
    scored = scores(name)
    lines = [
        f"{len(scored)} phrases of {len({one.row['class'] for one in scored})} classes",
        _line("due date right", [one.is_due_right for one in scored]),
        _line("full match, with EDTF and rule", [one.is_full for one in scored]),
        _line("no false date", [one.is_clean for one in scored]),
    ]
    lines += [f"missed  {one.row['id']}  {one.row['phrase']!r}" for one in scored if not one.is_full]
    return "\n".join(lines)


def _line(what: str, are_right: list[bool]) -> str:
    right, total = sum(are_right), len(are_right)
    return f"{what:61}{right}/{total} {right / total:7.1%}"
