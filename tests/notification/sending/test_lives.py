"""Whatever providers and processes do, a message ends once, and is never doubled."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.notification import MessageHandedToPerson
from services.notification.channels.channel import (
    Away,
    Broken,
    Letter,
    NotNow,
    Receipt,
    Refused,
)
from services.notification.domain.message import Message
from tests.notification.sending.providers import MemoryGateway
from tests.notification.sending.test_ways import opened
from tests.notification.world import NO_MAIL, Died, World, accepted, answered

FAULTS = {
    "busy": NotNow("gateway_busy"),
    "away": Away("connecterror"),
    "refused": Refused("gateway_number_refused"),
    "broken": Broken("gateway_401"),
}
FATES = {
    "delivered": Receipt("delivered"),
    "failed": Receipt("failed", "not_reached"),
    "unknown": Receipt("unknown"),
}
MORE = (accepted().model_copy(update={"deemed": True}), answered())
"""Told within minutes of others, so that what is not urgent may leave as one."""

HAPPENINGS = ["works", "dies", "fact again", "more facts", "restart", *FAULTS]
STEPS = st.tuples(
    st.sampled_from(HAPPENINGS),
    st.sampled_from(["sms", "voice"]),
    st.sampled_from(list(FATES)),
    st.sampled_from([1, 61, 700, 40_000]),
)


class Life:
    def __init__(self, keys: Path, urgency: str) -> None:
        self.world = opened(keys, "sms", "voice", "visit", urgency=urgency)
        self.gateways: dict[str, MemoryGateway] = {
            gateway.name: gateway for gateway in self.world.gateways
        }

    async def step(self, what: str, channel: str, fate: str, seconds: int) -> None:
        gateway = self.gateways[channel]
        gateway.always = FAULTS.get(what)
        gateway.after = [Died()] if what == "dies" else []
        gateway.fate = FATES[fate]
        if what == "restart":
            self.world.office = self.world.opened()
        if what == "fact again":
            await self.world.receive(answered())
        if what == "more facts":
            await self.world.receive(*MORE)
        await self.world.send(after=timedelta(seconds=seconds))

    async def end(self) -> list[Message]:
        """Everybody is well again, for long enough."""
        for gateway in self.gateways.values():
            gateway.always, gateway.after = None, []
        for hours in (1, 1, 1, 12, 12, 12, 1, 1):
            await self.world.send(after=timedelta(hours=hours))
        return await self.world.queries.all()


async def lived(
    steps: list[tuple[str, str, str, int]], urgency: str, keys: Path
) -> tuple[Life, list[Message]]:
    life = Life(keys, urgency)
    await life.world.receive(life.world.contact(NO_MAIL), accepted(), answered())
    for step in steps:
        await life.step(*step)
    return life, await life.end()


@given(st.lists(STEPS, max_size=7), st.sampled_from(["normal", "urgent"]))
@settings(max_examples=30)
def test_every_message_ends_and_no_provider_gets_it_twice(steps, urgency) -> None:
    with TemporaryDirectory() as keys:
        life, messages = asyncio.run(lived(steps, urgency, Path(keys)))

    assert all(message.over and message.due_at is None for message in messages)
    for gateway in life.gateways.values():
        assert sum(map(told_in, gateway.letters)) <= len(messages)
    assert handed_once(life.world)


def told_in(letter: Letter) -> int:
    """How many messages one letter tells."""
    merged = re.fullmatch(r"您有(\d+)条办事通知", letter.subject)
    return int(merged[1]) if merged else 1


def handed_once(world: World) -> bool:
    facts = [f for f in world.city.facts if isinstance(f, MessageHandedToPerson)]
    ids = [fact.message_id for fact in facts]
    return len(ids) == len(set(ids))
