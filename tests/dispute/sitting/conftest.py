import pytest

from tests.dispute.sitting.room import Room
from tests.dispute.world import World


@pytest.fixture
async def room(world: World) -> Room:
    room = Room(world)
    await room.begin()
    return room
