"""The annotated due phrases: their contexts, our readings, and what the scorer beside them says."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from app.phrases.due import Context, Point, PointKind, read_due

FOLDER = Path(__file__).parents[3] / "shared" / "due-phrases"
SETS = ("seeds", "public")
_KINDS = {kind.value: kind for kind in PointKind}

Row = dict[str, Any]


def is_there() -> bool:
    """Tell whether the annotated phrases are beside the repository."""
    return (FOLDER / "score.py").exists()


def rows_of(name: str) -> list[Row]:
    """Give the annotated phrases of a set."""
    return rows_in(FOLDER / f"{name}.jsonl")


def rows_in(file: Path) -> list[Row]:
    """Give the annotated phrases of a file, one in each line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def context_of(annotated: Row) -> Context:
    """Make the context of a phrase as the reader takes it."""
    previous = annotated.get("previous")
    return Context(
        document_date=annotated.get("document_date"),
        plan_start=_day(annotated.get("plan_start")),
        plan_end=_day(annotated.get("plan_end")),
        previous=points_of(previous["points"]) if previous else None,
        anchors=annotated.get("anchors") or {},
        quarters=annotated.get("quarters") or "fiscal",
        field=annotated.get("field") or annotated.get("column"),
    )


def points_of(annotated: Iterable[Row]) -> tuple[Point, ...]:
    """Make points of annotated ones; from which words they come is not annotated."""
    return tuple(
        Point(
            _KINDS[point["kind"]],
            _day(point["earliest"]),
            _day(point["latest"]),
            point["edtf"],
            point["rrule"],
            point["anchor"],
            "",
        )
        for point in annotated
    )


def score(name: str, *options: str) -> str:
    """Read the phrases of a set, and give what the scorer prints of it."""
    with tempfile.TemporaryDirectory(prefix="plans-score-") as folder:
        predictions = Path(folder) / "predictions.jsonl"
        predictions.write_text("".join(json.dumps(_prediction(row)) + "\n" for row in rows_of(name)))
        files = [str(path) for path in (FOLDER / "score.py", FOLDER / f"{name}.jsonl", predictions)]
        command = [sys.executable, *files, *options]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _prediction(row: Row) -> Row:
    reading = read_due(row["phrase"], context_of(row["context"]))
    return {"id": row["id"], "points": [_as_json(point) for point in reading.points]}


def _as_json(point: Point) -> Row:
    return {
        "kind": point.kind.value,
        "earliest": point.earliest and point.earliest.isoformat(),
        "latest": point.latest and point.latest.isoformat(),
        "edtf": point.edtf,
        "rrule": point.rrule,
        "anchor": point.anchor,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
