"""A reader over memory."""

import pytest

from contracts.topics import read_by
from tests.kit.reading.world import World


@pytest.fixture
def world() -> World:
    return World(read_by("routing", ("housing", "transport")))
