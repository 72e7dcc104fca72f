"""The due phrases of real documents, as annotated in the shared folder beside the repository."""

import json

import pytest

from app.phrases.due import Point, read_due
from tests.scoring.due import FOLDER, Row, context_of, is_there, points_of, rows_of, score

pytestmark = pytest.mark.skipif(not is_there(), reason=f"The annotated phrases are not here: {FOLDER}")

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
    "s-034": ["Review in April and May 2004", "Review in April and May 2004"],
    "s-045": [
        "Partnership Action Plan to be worked up by Agenda Planning sub-group June 2004",
        "To be approved by full steering group at July 2004 meeting",
    ],
    "s-046": ["By Sept 2004", "Ongoing", "July 2004 meeting"],
}
# The annotator knew these events from the document around the phrase, which has no such words.
NOT_IN_THE_WORDS = frozenset({"s-033", "s-051", "s-053"})
# The least share of phrases with the right due date, and of those that are right in full.
FLOORS = {"seeds": (1.0, 1.0), "public": (0.99, 0.97)}

Scored = tuple[object, ...]


def test_due_cells_of_the_two_documents_are_all_read_right() -> None:
    rows = rows_of("seeds")
    assert len(rows) == 58
    for row in rows:
        reading = read_due(row["phrase"], context_of(row["context"]))
        accepted = [row["expect"]["points"], *row["expect"].get("alternatives", [])]
        assert _scored(row, reading.points) in [_scored(row, points_of(points)) for points in accepted], row[
            "id"
        ]
        # A cell of one point is that point from beginning to end, but for a full stop.
        words = SEVERAL.get(row["id"], [row["phrase"].removesuffix(".")])
        assert [point.text for point in reading.points] == words, row["id"]
        assert reading.unread == (), row["id"]


def _scored(row: Row, points: tuple[Point, ...]) -> list[Scored]:
    return [
        (
            point.kind,
            point.earliest,
            point.latest,
            point.edtf,
            point.rrule,
            None if row["id"] in NOT_IN_THE_WORDS else point.anchor,
        )
        for point in points
    ]


@pytest.mark.parametrize("name", FLOORS)
def test_scores_stay_above_their_floors(name: str) -> None:
    metrics = json.loads(score(name, "--json"))["metrics"]
    due, in_full = FLOORS[name]
    assert metrics["due"]["rate"] >= due
    assert metrics["full"]["rate"] >= in_full
    # A date that nobody wrote is the one mistake that is never made.
    assert metrics["clean"]["rate"] == 1
    assert metrics["rrule"]["rate"] == 1
