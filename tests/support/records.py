"""Files of records to import: one plan and what belongs to it, a record a line."""

import json
from typing import Any

from tests.support.asking import Item
from tests.support.client import Client

Record = tuple[str, Any]
"""A kind and the members of an item."""
NDJSON = {"Content-Type": "application/x-ndjson"}
PLAN: Record = (
    "plan",
    {"reference": "quay", "title": "Quay", "kind": "strategy", "document_date": "2004-04"},
)


def written(*records: Record) -> bytes:
    """Write records, each in a line."""
    return "\n".join(json.dumps({"kind": kind, "item": item}) for kind, item in records).encode()


def sent(api: Client, *records: Record, status: int = 201, plan: Record = PLAN, **options: str) -> Item:
    """Send records of a plan to be imported; give the answer, whose status is told."""
    answer = api.post("/v1/imports", content=written(plan, *records), headers=NDJSON, params=options)
    assert answer.status_code == status, answer.text
    outcome: Item = answer.json()
    return outcome


def action(reference: str, **members: Any) -> Record:
    """Make the record of an action."""
    return "action", {"reference": reference, "text": "Sweep it", **members}


def report(reference: str, **members: Any) -> Record:
    """Make the record of a report on an action."""
    return "progress_update", {"action": reference, **members}


def step(reference: str, title: str, **members: Any) -> Record:
    """Make the record of a step of an action."""
    return "milestone", {"action": reference, "title": title, **members}


def relation(one: str, kind: str, other: str) -> Record:
    """Make the record of a relation between two actions."""
    return "relation", {"action": one, "kind": kind, "other": other}
