"""Short ways to make actions, and to look at what became of them, over the API."""

from typing import Any

from tests.meetings.builders import Item, make
from tests.support.client import Client

ANY = {"If-Match": "*"}


def make_action(api: Client, plan: Item, text: str = "Publish a newsletter", **values: Any) -> Item:
    """Make an action of a plan. `due` may be the words alone."""
    if isinstance(values.get("due"), str):
        values["due"] = {"text": values["due"]}
    return make(api, "/v1/actions", plan_id=plan["id"], text=text, **values)


def delete(api: Client, item: Item) -> None:
    """Delete something, which must succeed."""
    answer = api.delete(item["url"], headers=ANY)
    assert answer.status_code == 204, answer.text


def references(api: Client, query: str = "") -> list[str]:
    """List the references of the actions that a list of them holds, in its order."""
    page = api.get(f"/v1/actions?fields=reference&{query}").json()
    return [item["reference"] for item in page["items"]]


def deadlines(api: Client, query: str = "") -> list[tuple[str, str | None, str]]:
    """List the source, the day due and the state of deadlines, as of 1 July 2004."""
    page = api.get(f"/v1/deadlines?as_of=2004-07-01&include=starts,undated&{query}").json()
    return [(item["source"], item["latest"], item["state"]) for item in page["items"]]
