"""What the tests of meetings begin with."""

import pytest

from tests.support.asking import Item, make
from tests.support.client import Client


@pytest.fixture
def group(api: Client) -> Item:
    """The steering group."""
    return make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")


@pytest.fixture
def meeting(api: Client, group: Item) -> Item:
    """A meeting of which only the day is known, and which only partners see."""
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-01-21")


@pytest.fixture
def item(api: Client, meeting: Item) -> Item:
    """An item on its agenda."""
    return make(api, f"{meeting['url']}/agenda-items", title="The action plan", kind="decision")
