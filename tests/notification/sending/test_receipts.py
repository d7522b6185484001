"""What a provider says by itself of a message that it accepted, early or late."""

from pathlib import Path

import pytest

from services.notification.channels.channel import Receipt
from services.notification.delivery.receipts import told as heard
from tests.notification.sending.providers import MINUTE
from tests.notification.sending.test_ways import known, opened, told
from tests.notification.world import World

FAILED = Receipt("failed", "not_reached")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return opened(tmp_path)


async def hears(world: World, reference: str, receipt: Receipt = FAILED):
    world.office.soon(await heard(world.house, reference, receipt))
    await world.send()


async def test_a_failure_that_is_told_late_is_still_one(world) -> None:
    world.gateways[0].fate = Receipt("accepted")
    message = await told(world)
    for _ in range(65):
        await world.send(after=MINUTE)
    assert (await known(world)).due_at is None

    await hears(world, message.reference)
    assert (await known(world)).channel == "voice"
