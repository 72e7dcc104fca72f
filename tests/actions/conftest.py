"""What the tests of actions begin with."""

import pytest

from tests.support.asking import Item
from tests.support.client import Client
from tests.support.plans import make_action, make_plan


@pytest.fixture
def plan(api: Client) -> Item:
    """A plan for April 2004 to March 2005, which only partners see."""
    return make_plan(api)


@pytest.fixture
def action(api: Client, plan: Item) -> Item:
    """An action of the plan that is due in July 2004."""
    return make_action(api, plan, due="July 2004")
