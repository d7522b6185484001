"""People who use the running platform, all from outside."""

from collections.abc import Iterator

import pytest

from deploy.local.stack import Stack
from tests.e2e.town import Town


@pytest.fixture(scope="session")
def town(platform: Stack) -> Iterator[Town]:
    town = Town(platform)
    yield town
    town.close()
