"""The due cells of the two real documents, as annotated in the shared folder beside the repository."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.phrases.due import Context, Point, PointKind, read_due

SEEDS = Path(__file__).parents[2] / ".." / "shared" / "due-phrases" / "seeds.jsonl"
SEEDS_DUE_CELLS = frozenset(f"s-{number:03d}" for number in [*range(1, 33), *range(41, 48)])
# The annotations leave out from which words a point comes: these are the cells that have several, by hand.
SEVERAL = {
    "s-001": [
        "CS Project Plan to be considered by Community Strategy sub- group July 2004",
        "New CS due July 2005",
    ],
    # Both points of the row above stand in this one word.
    "s-002": ["ditto", "ditto"],
    # "Sept and Nov" can't be parted without losing the year of the one, or what is reviewed in the other.
    "s-022": ["Review other agendas Sept and Nov 2004", "Review other agendas Sept and Nov 2004"],
    "s-045": [
        "Partnership Action Plan to be worked up by Agenda Planning sub-group June 2004",
        "To be approved by full steering group at July 2004 meeting",
    ],
    "s-046": ["By Sept 2004", "Ongoing", "July 2004 meeting"],
}
KINDS = {kind.value: kind for kind in PointKind}

Scored = tuple[object, ...]


def test_due_cells_of_the_two_documents_are_all_read_right() -> None:
    if not SEEDS.exists():
        pytest.skip(f"The annotated phrases are not here: {SEEDS}")
    rows = [json.loads(line) for line in SEEDS.read_text(encoding="utf-8").splitlines() if line.strip()]
    cells = [row for row in rows if row["id"] in SEEDS_DUE_CELLS]
    assert len(cells) == len(SEEDS_DUE_CELLS)
    for row in cells:
        reading = read_due(row["phrase"], _context(row["context"]))
        assert _scored(reading.points) == _scored(_points(row["expect"]["points"])), row["id"]
        # A cell of one point is that point from beginning to end, but for a full stop.
        words = SEVERAL.get(row["id"], [row["phrase"].removesuffix(".")])
        assert [point.text for point in reading.points] == words, row["id"]
        assert reading.unread == (), row["id"]


def _scored(points: tuple[Point, ...]) -> list[Scored]:
    return [
        (point.kind, point.earliest, point.latest, point.edtf, point.rrule, point.anchor) for point in points
    ]


def _context(annotated: dict[str, Any]) -> Context:
    previous = annotated.get("previous")
    return Context(
        annotated["document_date"],
        date.fromisoformat(annotated["plan_start"]),
        date.fromisoformat(annotated["plan_end"]),
        _points(previous["points"]) if previous else None,
    )


def _points(annotated: list[dict[str, Any]]) -> tuple[Point, ...]:
    return tuple(
        Point(
            KINDS[point["kind"]],
            _day(point["earliest"]),
            _day(point["latest"]),
            point["edtf"],
            point["rrule"],
            point["anchor"],
            point.get("text", ""),
        )
        for point in annotated
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
