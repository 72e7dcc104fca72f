"""What the tests of the whole house begin with."""

import pytest

from tests.support.client import Client
from tests.support.samples import Builder


@pytest.fixture
def builder(api: Client) -> Builder:
    """Makes samples of everything over the API."""
    return Builder(api)
