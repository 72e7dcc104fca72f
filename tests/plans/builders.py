"""Short ways to make plans, and what stands in them, over the API."""

from tests.meetings.builders import Item, make
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
