"""Flat tables to import, as they are copied out of a spreadsheet."""

from collections.abc import Sequence
from typing import Any

import httpx

from tests.support.client import Client
from tests.support.documents import Item, send


def table(headings: str, *rows: str) -> str:
    """Write a table whose cells are parted by bars here, and by tabs in the file."""
    lines = (headings, *rows)
    return "".join("\t".join(cell.strip() for cell in line.split("|")) + "\n" for line in lines)


def send_table(api: Client, kind: str, document: str, **parameters: Any) -> httpx.Response:
    """Import a table of a kind."""
    return send(api, document, kind=kind, **parameters)


def take_table(api: Client, kind: str, document: str, **parameters: Any) -> Item:
    """Import a table, which must succeed; give what became of it."""
    answer = send_table(api, kind, document, **parameters)
    assert answer.status_code == (200 if parameters.get("dry_run") else 201), answer.text
    outcome: Item = answer.json()
    return outcome


def told(outcome: Item) -> list[tuple[str, str, str]]:
    """Give the kind, the label and the outcome of each row."""
    return [(row["kind"], row["label"], row["outcome"]) for row in outcome["rows"]]


def places(answer: httpx.Response) -> list[tuple[int, str | None]]:
    """Give the row and the column of each fault of a refusal."""
    assert answer.status_code == 422, answer.text
    return [(fault["row"], fault.get("column")) for fault in answer.json()["errors"]]


def listed(api: Client, path: str, *names: str) -> list[Any]:
    """Read a list: of each item the values that are named, in the list's own order."""
    answer = api.get(path, params={"limit": 200})
    assert answer.status_code == 200, answer.text
    return [tuple(item[name] for name in names) for item in answer.json()["items"]]


def made(api: Client, path: str, **values: Any) -> Item:
    """Create something over the API."""
    answer = api.post(path, json=values)
    assert answer.status_code == 201, answer.text
    item: Item = answer.json()
    return item


def without_ids(outcome: Item) -> list[Item]:
    """Give the rows of an outcome without what only a real run can know."""
    return [{name: value for name, value in row.items() if name != "resource_id"} for row in outcome["rows"]]


def cells(outcome: Item, place: int = 0) -> dict[str, Any]:
    """Give the cells of a row by their headings."""
    return {cell["column"]: cell for cell in outcome["rows"][place]["cells"]}


Rows = Sequence[str]
