"""What the tests of plans on their way begin with."""

import pytest

from tests.support.asking import Item
from tests.support.client import Client
from tests.support.plans import make_plan


@pytest.fixture
def plan(api: Client) -> Item:
    """The plan for April 2004 to March 2005."""
    return make_plan(api)


@pytest.fixture
def after(api: Client) -> Item:
    """The plan of the year after."""
    return make_plan(
        api,
        title="Partnership Plan 2005/06",
        document_date="2005-04",
        starts_on="2005-04-01",
        ends_on="2006-03-31",
    )
