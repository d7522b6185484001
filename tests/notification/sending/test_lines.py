"""Each channel has a line of its own: who stands in one keeps nobody in another."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from services.notification.channels.channel import Accepted, Letter, NotNow, Receipt
from tests.notification.sending.providers import MINUTE, MemoryGateway, by_every_channel
from tests.notification.world import AGENT, NO_MAIL, MemoryMail, World, answered


@dataclass
class Hanging(MemoryMail):
    """Takes a mail and says nothing, until it is let go."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    taken: int = 0

    async def send(self, letter: Letter, reference: str) -> Accepted:
        self.taken += 1
        await self.go.wait()
        return await super().send(letter, reference)


@pytest.fixture
def mail() -> Hanging:
    return Hanging()


@pytest.fixture
def world(tmp_path: Path, mail: Hanging) -> World:
    subscriptions = by_every_channel("email", "sms", "visit")
    gateways = (MemoryGateway("sms"),)
    return World(tmp_path, mail=mail, gateways=gateways, subscriptions=subscriptions)


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not happened():
            await asyncio.sleep(0.01)


async def test_a_mail_server_that_hangs_keeps_no_short_message(world, mail) -> None:
    """The agent is told by mail, the applicant has a telephone only."""
    await world.receive(world.contact(NO_MAIL, agent=AGENT), answered())
    ids = [message.message_id for message in await world.queries.all()]
    async with world.office.sending():
        world.office.soon(ids)
        await until(lambda: mail.taken)
        await until(lambda: world.gateways[0].letters)
        assert mail.sent == []
        mail.go.set()
        await until(lambda: mail.sent)

    states = {m.channel: m.state for m in await world.queries.all()}
    assert states == {"email": "sent", "sms": "sent"}


@pytest.mark.parametrize("fault", [NotNow("gateway_busy"), None])
async def test_a_channel_that_is_served_no_more_keeps_nobody(tmp_path, fault) -> None:
    """It was to be called, or had been, when the city gave up its calls."""
    voice = MemoryGateway("voice", always=fault, fate=Receipt("accepted"))
    calls = by_every_channel("voice", "visit", legal=True)
    world = World(tmp_path, gateways=(voice,), subscriptions=calls)
    await world.receive(world.contact(NO_MAIL), answered())
    await world.send()
    world.gateways = ()
    world.office = world.opened()
    for _ in range(65):
        await world.send(after=MINUTE)

    [message] = await world.queries.all()
    assert message.state == "handed_to_person"


async def test_an_operator_sees_how_each_line_stands(world) -> None:
    for _ in range(world.rules.breaker.failures):
        world.office.lines["sms"].breaker.failed()

    assert await world.office.told("sms") == "breaker open, 0 in hand"
    assert await world.office.told("email") == "breaker closed, 0 in hand"
    assert await world.office.measured() == {
        ("email", "closed"): 1.0,
        ("in_app", "closed"): 1.0,
        ("sms", "open"): 1.0,
    }
