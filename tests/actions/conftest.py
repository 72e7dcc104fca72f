"""What the tests of actions begin with."""

from collections.abc import Iterator

import pytest

from app.core.db import Sessions
from tests.conftest import MakeDatabases
from tests.support.asking import Item, make
from tests.support.client import Client
from tests.support.databases import make_settings
from tests.support.matters import meet
from tests.support.plans import make_action, make_plan


@pytest.fixture
def another(dialect: str, databases: MakeDatabases) -> Iterator[Sessions]:
    """Another empty register."""
    opened = Sessions(make_settings(databases(dialect).fresh("another")))
    yield opened
    opened.close()


@pytest.fixture
def plan(api: Client) -> Item:
    """A plan for April 2004 to March 2005, which only partners see."""
    return make_plan(api)


@pytest.fixture
def action(api: Client, plan: Item) -> Item:
    """An action of the plan that is due in July 2004."""
    return make_action(api, plan, due="July 2004")


@pytest.fixture
def group(api: Client) -> Item:
    """The steering group."""
    return make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")


@pytest.fixture
def july(api: Client, group: Item) -> Item:
    """Its meeting on 20 July 2004."""
    return meet(api, group, "2004-07-20")


@pytest.fixture
def september(api: Client, group: Item) -> Item:
    """Its meeting on 21 September 2004."""
    return meet(api, group, "2004-09-21")


@pytest.fixture
def november(api: Client, group: Item) -> Item:
    """Its meeting on 16 November 2004."""
    return meet(api, group, "2004-11-16")
