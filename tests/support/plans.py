"""Short ways to make plans and actions, and to look at what became of them, over the API."""

from typing import Any

from tests.support.asking import Item, make
from tests.support.client import Client


def make_plan(api: Client, **values: object) -> Item:
    """Make a plan for the year that the real ones are for: April 2004 to March 2005."""
    body = {
        "title": "Partnership Plan",
        "kind": "partnership_plan",
        "document_date": "2004-04",
        "starts_on": "2004-04-01",
        "ends_on": "2005-03-31",
    }
    return make(api, "/v1/plans", **{**body, **values})


def make_themes(api: Client, plan: Item, *titles: str) -> list[Item]:
    """Make themes of a plan, numbered from 1."""
    return [make(api, f"{plan['url']}/themes", title=title) for title in titles]


def make_action(api: Client, plan: Item, text: str = "Publish a newsletter", **values: Any) -> Item:
    """Make an action of a plan. `due` may be the words alone."""
    if isinstance(values.get("due"), str):
        values["due"] = {"text": values["due"]}
    return make(api, "/v1/actions", plan_id=plan["id"], text=text, **values)


def references(api: Client, query: str = "") -> list[str]:
    """List the references of the actions that a list of them holds, in its order."""
    page = api.get(f"/v1/actions?fields=reference&{query}").json()
    return [item["reference"] for item in page["items"]]


def deadlines(api: Client, query: str = "") -> list[tuple[str, str | None, str]]:
    """List the source, the day due and the state of actions' deadlines, as of 1 July 2004."""
    of_actions = "" if "source=" in query else "source=action,milestone&"
    page = api.get(f"/v1/deadlines?as_of=2004-07-01&include=starts,undated&{of_actions}{query}").json()
    return [(item["source"], item["latest"], item["state"]) for item in page["items"]]
