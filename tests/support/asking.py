"""Short ways to make and change things over the API."""

from datetime import datetime
from typing import Any

import httpx
from sqlalchemy import update

from app.core.db import Table, writing
from tests.support.client import Client

Item = dict[str, Any]
ANY = {"If-Match": "*"}


def make(api: Client, path: str, **values: Any) -> Item:
    """Create something, which must succeed."""
    answer = api.post(path, json=values)
    assert answer.status_code == 201, answer.text
    item: Item = answer.json()
    return item


def change(api: Client, item: Item, **values: Any) -> httpx.Response:
    """Change something, whatever its version."""
    return api.patch(item["url"], json=values, headers=ANY)


def changed(api: Client, item: Item, **values: Any) -> Item:
    """Change something, which must succeed."""
    answer = change(api, item, **values)
    assert answer.status_code == 200, answer.text
    after: Item = answer.json()
    return after


def delete(api: Client, item: Item) -> None:
    """Delete something, which must succeed."""
    answer = api.delete(item["url"], headers=ANY)
    assert answer.status_code == 204, answer.text


def make_last_changed(api: Client, at: datetime, *tables: type[Table]) -> None:
    """Have all rows of tables last changed at a time, so that a later change is seen by the second."""
    with writing(api.sessions) as session:
        for table in tables:
            session.execute(update(table.__table__).values(updated_at=at))


def refusal(answer: httpx.Response) -> tuple[int, str, list[str]]:
    """Give the status and code of a refusal, and the members of the body that it points to."""
    problem = answer.json()
    return (
        answer.status_code,
        problem["code"],
        [fault.get("pointer", "") for fault in problem.get("errors", ())],
    )


def ask_past_the_contract(api: Client, path: str, **headers: str) -> httpx.Response:
    """Ask, without a key, for what is not in the contract itself: pages, and the contract."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    async def asked() -> httpx.Response:
        return await api.transport.get(path, headers=sent)

    return api.portal.call(asked)
