"""What a provider says by itself of a message that it accepted, early or late."""

from pathlib import Path

import pytest

from services.notification.channels.channel import Broken, NotNow, Receipt
from services.notification.delivery.receipts import told as heard
from services.notification.domain.attempt import reference_of
from services.notification.domain.errands.doing import (
    GiveBack,
    NotReached,
    Take,
    give_back,
    not_reached,
    take,
)
from services.notification.domain.message import Message
from tests.notification.sending.providers import DELIVERED, MINUTE
from tests.notification.sending.test_operators import resent
from tests.notification.sending.test_ways import known, opened, told
from tests.notification.world import World

FAILED = Receipt("failed", "not_reached")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return opened(tmp_path)


async def hears(
    world: World, reference: str, receipt: Receipt = FAILED, channel: str = "sms"
) -> None:
    world.office.soon(await heard(world.house, channel, reference, receipt))
    await world.send()


async def test_a_failure_that_is_told_late_is_still_one(world) -> None:
    world.gateways[0].fate = Receipt("accepted")
    message = await told(world)
    for _ in range(65):
        await world.send(after=MINUTE)
    assert (await known(world)).due_at is None

    await hears(world, message.reference)
    assert (await known(world)).channel == "voice"


async def test_a_provider_that_cannot_be_asked_goes_on_sending(
    world, monkeypatch
) -> None:
    async def no_such_address(reference: str) -> Receipt:
        raise Broken("gateway_404")

    monkeypatch.setattr(world.gateways[0], "receipt", no_such_address)
    message = await told(world)
    for _ in range(world.rules.breaker.failures + 1):
        await world.send(after=MINUTE)

    assert (await known(world)).state == "sent"
    assert world.office.lines["sms"].breaker.state == "closed"
    await hears(world, message.reference, DELIVERED)
    assert (await known(world)).state == "delivered"


async def test_one_channels_provider_says_nothing_of_another(world) -> None:
    message = await told(world)
    await hears(world, message.reference, channel="voice")
    await hears(world, reference_of(message.message_id, "voice"), channel="voice")
    await hears(world, reference_of(message.message_id, "voice"), DELIVERED, "voice")

    assert await known(world) == message


async def test_what_is_said_of_an_earlier_round_counts_no_more(world) -> None:
    first = await told(world)
    again = await resent(world)
    await hears(world, first.reference)
    assert (await known(world)) == again

    await hears(world, again.reference)
    assert (await known(world)).channel == "voice"


async def test_a_receipt_of_the_channel_before_still_says_that_it_came(world) -> None:
    """The city went on to the next one too early; nobody has to be called any more."""
    world.gateways[1].always = NotNow("gateway_busy")
    message = await told(world)
    await hears(world, message.reference)
    await hears(world, message.reference, DELIVERED)

    assert (await known(world)).state == "delivered"


async def on_the_work_list(world: World) -> Message:
    """A telephone that is switched off: no short message, and nobody answers a call."""
    message = await told(world)
    await hears(world, message.reference)
    await hears(world, reference_of(message.message_id, "voice"), channel="voice")
    listed = await known(world)
    assert listed.state == "handed_to_person"
    return listed


async def test_nobody_is_visited_once_a_telephone_is_switched_on_again(world) -> None:
    listed = await on_the_work_list(world)
    await hears(world, reference_of(listed.message_id, "sms"), DELIVERED)

    assert (await known(world)).state == "delivered"


async def test_who_is_on_the_way_to_somebody_still_tells_them(world) -> None:
    listed = await on_the_work_list(world)
    await world.messages.command(listed.message_id, Take("grid-officer"), take)
    await hears(world, reference_of(listed.message_id, "sms"), DELIVERED)

    assert (await known(world)).state == "handed_to_person"


@pytest.mark.parametrize(
    ("decide", "said"),
    [
        (give_back, GiveBack("grid-officer")),
        (not_reached, NotReached("grid-officer", "nobody_there")),
    ],
)
async def test_what_arrived_while_they_were_on_the_way_is_off_the_list_after(
    world, decide, said
) -> None:
    listed = await on_the_work_list(world)
    await world.messages.command(listed.message_id, Take("grid-officer"), take)
    for _ in range(2):
        await hears(world, reference_of(listed.message_id, "sms"), DELIVERED)
    for _ in range(2):
        await world.messages.command(listed.message_id, said, decide)
    await world.city.settle()

    after = await known(world)
    assert (after.state, after.channel) == ("delivered", "sms")
    assert world.told().count("message-delivered applicant sms") == 1


async def test_what_arrived_counts_for_no_later_round(world) -> None:
    listed = await on_the_work_list(world)
    await world.messages.command(listed.message_id, Take("grid-officer"), take)
    await hears(world, reference_of(listed.message_id, "sms"), DELIVERED)
    again = await resent(world)
    await hears(world, again.reference)
    await hears(world, reference_of(again.message_id, "voice", 1), channel="voice")
    for command, decide in (
        (Take("grid-officer"), take),
        (GiveBack("grid-officer"), give_back),
    ):
        await world.messages.command(again.message_id, command, decide)

    assert (await known(world)).state == "handed_to_person"
