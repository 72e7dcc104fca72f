"""Documents to import, and what is compared before and after."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.core.db import Sessions, Table, reading
from tests.support.client import Client

Item = dict[str, Any]
Row = Sequence[str]

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
PARTNERSHIP_PLAN = "000_92a4e0ebb29043a8.txt"
IMPROVEMENT_PLAN = "003_8c1625392c13a506.txt"

TITLE = "Harbour PARTNERSHIP PLAN 2004/05"
HEADING = ("Planned Action agreed April 2004", "Current Situation", "Lead contact", "Due date")
SWEEP = ("Sweep the quay", "Half swept", "Helen", "July 2004")
PAINT = ("Paint the bollards", "", "Harbour Trust", "July 2004")
DREDGE = ("Dredge the dock", "", "Port office", "End March 2005")
COUNT = ("Count the boats", "Counted in May", "", "Ongoing")
THEMES: Mapping[str, Sequence[Row]] = {"1. Quay": (SWEEP, PAINT), "2. Dock": (DREDGE, COUNT)}
ACRONYMS = "Acronyms: SG = Steering Group"
HARBOUR = "harbour-partnership-plan-2004-05"


def seed(name: str) -> bytes:
    """Read one of the real documents, or skip the test where they are missing."""
    path = SEEDS / name
    if not path.exists():
        pytest.skip(f"the real documents are not here: no {path}")
    return path.read_bytes()


def plan(
    themes: Mapping[str, Sequence[Row]] = THEMES,
    *,
    title: str = TITLE,
    acronyms: str = ACRONYMS,
    heading: Row = HEADING,
) -> str:
    """Write a small plan as Word saves it: a title, acronyms, and a table under each theme's heading."""
    parts = [title, acronyms]
    for theme, rows in themes.items():
        table = "\n".join("\t".join(row) for row in (heading, *rows))
        parts += [theme, table]
    return "\n\n".join(part for part in parts if part) + "\n"


def changed(row: Row, **cells: str) -> Row:
    """Give the row with other words in some of its cells."""
    names = ("text", "situation", "lead", "due")
    return tuple(cells.get(name, words) for name, words in zip(names, row, strict=True))


def with_rows(*quay: Row, dock: Sequence[Row] = (DREDGE, COUNT)) -> str:
    """Write the small plan with other rows in its tables."""
    return plan({"1. Quay": quay, "2. Dock": dock})


def send(api: Client, document: str | bytes, **parameters: Any) -> httpx.Response:
    """Import a document as the body of a request."""
    data = document.encode() if isinstance(document, str) else document
    return api.post("/v1/imports", content=data, headers={"Content-Type": "text/plain"}, params=parameters)


def take(api: Client, document: str | bytes, **parameters: Any) -> Item:
    """Import a document, which must succeed; give what became of it."""
    answer = send(api, document, **parameters)
    assert answer.status_code == (200 if parameters.get("dry_run") else 201), answer.text
    outcome: Item = answer.json()
    return outcome


def outcomes(outcome: Item, kind: str = "action") -> list[tuple[str, str]]:
    """Give the reference and the outcome of each row of a kind."""
    return [(row["reference"], row["outcome"]) for row in outcome["rows"] if row["kind"] == kind]


def changes(outcome: Item) -> dict[str, Any]:
    """Give what each row changed, by its kind and reference."""
    return {f"{row['kind']} {row['reference']}": row["changes"] for row in outcome["rows"] if row["changes"]}


def as_planned(outcome: Item) -> Item:
    """Leave out of an outcome what only a real run can know: its own address, and the ids of what is new."""
    rows = [
        {**row, "resource_id": None if row["outcome"] == "created" else row["resource_id"]}
        for row in outcome["rows"]
    ]
    plan = outcome["plan"] if rows[0]["outcome"] != "created" else {**outcome["plan"], "id": None}
    kept = {**outcome, "rows": rows, "plan": plan}
    return {name: value for name, value in kept.items() if name not in ("id", "url", "dry_run")}


def without_bookkeeping(value: Any) -> Any:
    """Leave out of what the API shows, at any depth, how often and when it changed."""
    if isinstance(value, dict):
        kept = {name: one for name, one in value.items() if name not in ("version", "updated_at")}
        return {name: without_bookkeeping(one) for name, one in kept.items()}
    return [without_bookkeeping(one) for one in value] if isinstance(value, list) else value


def everything(sessions: Sessions) -> dict[str, list[tuple[Any, ...]]]:
    """Give every row of every table, but the uses of keys."""
    with reading(sessions) as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Table.metadata.sorted_tables
            if table.name != "key"
        }


def actions(api: Client, plan: str = HARBOUR, **parameters: Any) -> dict[str, Item]:
    """Read the actions of a plan by their references."""
    answer = api.get("/v1/actions", params={"plan": plan, "limit": 200, **parameters})
    assert answer.status_code == 200, answer.text
    return {item["reference"]: item for item in answer.json()["items"]}


def change(api: Client, item: Item, **values: Any) -> Item:
    """Change something over the API, whatever its version."""
    answer = api.patch(item["url"], json=values, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
    kept: Item = answer.json()
    return kept


def remove(api: Client, url: str) -> None:
    """Delete something over the API, whatever its version."""
    answer = api.delete(url, headers={"If-Match": "*"})
    assert answer.status_code == 204, answer.text
