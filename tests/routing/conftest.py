import pytest

from tests.routing.world import World


@pytest.fixture
def world() -> World:
    return World()
