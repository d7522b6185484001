"""A city that writes short messages, and sends somebody where they fail."""

from pathlib import Path

import pytest

from tests.notification.sending.providers import MemoryGateway
from tests.notification.sending.test_ways import opened
from tests.notification.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return opened(tmp_path, "sms", "visit")


@pytest.fixture
def sms(world: World) -> MemoryGateway:
    gateway = world.gateways[0]
    assert isinstance(gateway, MemoryGateway)
    return gateway
