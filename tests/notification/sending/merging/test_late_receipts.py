"""What left as one shares its fate, however late or in between a receipt comes."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from services.notification.channels.channel import NotNow, Receipt
from services.notification.delivery.receipts import told as heard
from services.notification.domain.course import merging
from services.notification.domain.errands.doing import GiveBack, Take, give_back, take
from services.notification.domain.message import Message
from services.notification.domain.resending import Resend, resend
from tests.notification.sending.merging.test_merging import (
    NOT_REACHED,
    carrier_of,
    hears,
    merged,
    states,
    three,
)
from tests.notification.sending.providers import DAY, HOUR, MINUTE
from tests.notification.sending.test_ways import opened
from tests.notification.world import World

ARRIVED = Receipt("delivered")


async def carried_of(world: World) -> Message:
    """Its attempt bears the carrier's reference."""
    messages = await world.queries.all()
    return next(m for m in messages if any("." in a.id for a in m.attempts))


async def waited_in_vain(keys: Path, *channels: str) -> World:
    """Two left as one; no receipt has come, so that they went on."""
    world = opened(keys, *channels, legal=True)
    for gateway in world.gateways:
        gateway.fate = Receipt("accepted")
    await merged(world, world.gateways[0])
    for _ in range(13):
        await world.send(after=5 * MINUTE)
    return world


async def test_a_late_receipt_takes_all_lines_off_the_work_list(tmp_path) -> None:
    world = await waited_in_vain(tmp_path, "sms", "visit")
    assert (await states(world)).count("handed_to_person") == 3
    await hears(world, list(world.gateways[0].accepted)[-1], ARRIVED)

    assert (await states(world)).count("delivered") == 2
    assert world.told().count("message-delivered applicant sms") == 2


async def test_nor_is_anybody_called_any_more(tmp_path) -> None:
    """Also the carrier goes on by another channel, and takes other company there."""
    world = await waited_in_vain(tmp_path, "sms", "voice", "visit")
    reference = list(world.gateways[0].accepted)[-1]
    assert (await carried_of(world)).channel == "voice"
    await hears(world, reference, ARRIVED)

    assert [m.channel for m in await world.queries.all() if m.state == "delivered"] == [
        "sms",
        "sms",
    ]


async def test_who_is_on_the_way_to_one_of_them_goes_on_until_they_give_it_back(
    tmp_path,
) -> None:
    world = await waited_in_vain(tmp_path, "sms", "visit")
    id = (await carried_of(world)).message_id
    await world.messages.command(id, Take("wang"), take)
    await hears(world, list(world.gateways[0].accepted)[-1], ARRIVED)
    assert (await world.messages.load(id)).state == "handed_to_person"
    await world.messages.command(id, GiveBack("wang"), give_back)

    assert (await world.messages.load(id)).state == "delivered"


async def test_a_late_failure_brings_nobody_back(tmp_path) -> None:
    world = await waited_in_vain(tmp_path, "sms", "visit")
    await hears(world, list(world.gateways[0].accepted)[-1], NOT_REACHED)

    assert (await states(world)).count("handed_to_person") == 3


async def test_with_a_carrier_that_gave_up_a_late_receipt_is_everybodys(
    tmp_path,
) -> None:
    """The provider has had both since the first attempt, and never said so."""
    world = opened(tmp_path, "sms", "visit")
    sms = world.gateways[0]
    sms.fate = Receipt("accepted")
    await three(world)
    sms.faults = [NotNow("gateway_busy")] * 99
    for _ in range(20):
        await world.send(after=10 * MINUTE)
    assert (await states(world)).count("handed_to_person") == 2
    [carrier] = {a.id.split(".")[0] for a in (await carried_of(world)).attempts}
    await hears(world, f"{carrier}.sms", ARRIVED)

    assert (await states(world)).count("delivered") == 2


async def test_what_a_carrier_brought_before_it_was_sent_anew_still_counts(
    world, sms
) -> None:
    await merged(world, sms)
    carrier = await carrier_of(world)
    again = Resend("once more", world.city.clock() + DAY)
    await world.messages.command(carrier.message_id, again, resend)
    await hears(world, carrier.reference, ARRIVED)

    assert (await carried_of(world)).state == "delivered"


async def test_nothing_said_of_an_earlier_round_counts_for_whoever_was_carried(
    world, sms
) -> None:
    await merged(world, sms)
    carrier, carried = await carrier_of(world), await carried_of(world)
    again = Resend("once more", world.city.clock() + DAY)
    await world.messages.command(carried.message_id, again, resend)
    await hears(world, carrier.reference, ARRIVED)

    assert (await world.messages.load(carried.message_id)).state != "delivered"


@dataclass
class BetweenTheTwo:
    """A receipt comes once the carrier is sent, before or after another is."""

    messages: Any
    come: Any = None
    after: bool = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.messages, name)

    async def command(self, id: str, command: Any, decide: Any) -> Any:
        come = self.come if decide is merging.left else None
        if come is None or self.after:
            done = await self.messages.command(id, command, decide)
        if come:
            self.come = None
            await come()
        if come and not self.after:
            done = await self.messages.command(id, command, decide)
        return done


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("receipt", [ARRIVED, NOT_REACHED])
async def test_a_receipt_between_the_carrier_and_the_carried_is_everybodys(
    world, sms, receipt, after
) -> None:
    sms.fate = Receipt("accepted")
    between = BetweenTheTwo(world.messages, after=after)
    house = replace(world.house, messages=between)

    async def come() -> None:
        reference = list(sms.accepted)[-1]
        await heard(world.house, "sms", reference, receipt)

    between.come = come
    world.house = house
    world.office = world.opened()
    await three(world)
    await world.send(after=10 * MINUTE)
    for _ in range(3):
        await world.send(after=MINUTE)

    became = "delivered" if receipt is ARRIVED else "handed_to_person"
    assert (await states(world)).count(became) == 2
    await world.send(after=2 * HOUR)
    assert (await states(world)).count(became) == 2
