"""By which channels a person is told, and what becomes of it when one fails."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.sealed import Person, Preferences
from services.notification.channels.channel import (
    Away,
    Broken,
    NotNow,
    Receipt,
    Refused,
)
from services.notification.domain.ways import allowed, reachable, wished
from tests.notification.sending.providers import (
    DAY,
    HOUR,
    MINUTE,
    MemoryGateway,
    by_every_channel,
)
from tests.notification.world import NO_MAIL, World, answered

WAYS = ("sms", "voice", "visit")
LANDLINE = Person(name="赵六", phone="0536-1234567")


def opened(keys: Path, *channels: str, **how: object) -> World:
    """A city whose gateways take short messages and spoken ones."""
    gateways = (MemoryGateway("sms"), MemoryGateway("voice"))
    subscriptions = by_every_channel(*(channels or WAYS), **how)
    return World(keys, gateways=gateways, subscriptions=subscriptions)


@pytest.fixture
def city(tmp_path: Path) -> Callable[..., World]:
    return lambda *channels, **how: opened(tmp_path, *channels, **how)


async def told(world: World, person: Person = NO_MAIL, **how: object):
    """The answer to that person's case, and what is known of the message about it."""
    await world.receive(world.contact(person, **how), answered())
    await world.send()
    return await known(world)


async def known(world: World):
    [message] = await world.queries.all()
    return message


@pytest.mark.parametrize(
    ("said", "ways"),
    [
        (None, ("sms", "email", "visit")),
        (Preferences(), ("sms", "email", "visit")),
        (Preferences(channels=("email", "sms")), ("email", "sms", "visit")),
        (Preferences(channels=("voice", "email")), ("email", "visit")),
        (Preferences(channels=("email", "letter", "sms")), ("email", "letter")),
        (Preferences(channels=("visit",)), ("visit",)),
        (Preferences(human=True, channels=("sms", "letter")), ("letter",)),
        (Preferences(human=True), ("visit",)),
    ],
)
def test_the_persons_own_order_counts(said, ways) -> None:
    assert wished(("sms", "email", "visit"), said) == ways


def test_a_person_stays_whatever_is_not_wanted_or_has_no_address() -> None:
    assert allowed(WAYS, ("sms", "voice", "visit")) == ("visit",)
    assert reachable(WAYS, ("voice",)) == ("voice", "visit")


async def test_without_an_address_the_next_channel_is_taken(city) -> None:
    message = await told(city("email", "sms", "visit"))

    assert (message.state, message.channel) == ("sent", "sms")


async def test_a_landline_is_called_and_gets_no_text(city) -> None:
    message = await told(city(), LANDLINE)

    assert message.channel == "voice"


async def test_a_refused_number_is_called_at_once_and_then_visited(city) -> None:
    world = city()
    for gateway in world.gateways:
        gateway.always = Refused("gateway_number_refused")
    message = await told(world)

    assert message.state == "handed_to_person"
    assert [(a.channel, a.outcome) for a in message.attempts] == [
        ("sms", "refused"),
        ("voice", "refused"),
    ]
    assert world.told() == [
        "message-failed applicant sms",
        "message-failed applicant voice",
        "message-handed-to-person applicant visit",
    ]


async def test_not_now_is_tried_again_until_the_channels_patience_ends(city) -> None:
    world = city()
    world.gateways[0].always = NotNow("gateway_busy")
    message = await told(world)
    assert (message.state, message.channel) == ("temporary_failure", "sms")

    for _ in range(30):
        await world.send(after=3 * MINUTE)
    message = await known(world)
    assert message.channel == "voice"
    assert message.tries > 5


async def test_a_provider_that_names_a_time_is_not_asked_before_it(city) -> None:
    world = city()
    world.gateways[0].faults = [NotNow("gateway_busy", timedelta(seconds=90))]
    await told(world)
    await world.send(after=MINUTE)
    assert world.gateways[0].asked.total() == 1

    await world.send(after=MINUTE)
    assert (await known(world)).state == "sent"


async def test_a_broken_contract_is_a_technical_failure(city) -> None:
    world = city()
    world.gateways[0].faults = [Broken("gateway_401")]
    message = await told(world)
    assert (message.state, message.reason) == ("technical_failure", "gateway_401")

    await world.send(after=MINUTE)
    assert (await known(world)).state == "sent"


async def test_what_nobody_takes_for_a_day_expires_and_goes_to_a_person(city) -> None:
    world = city("email", "visit")
    world.mail.faults = [NotNow("smtp_451")] * 60
    await world.receive(world.contact(), answered())
    for _ in range(26):
        await world.send(after=HOUR)

    message = await known(world)
    assert (message.state, message.reason) == ("handed_to_person", "expired")


async def test_a_provider_that_is_away_delays_nobody_else(city) -> None:
    world = city("sms", "visit")
    world.gateways[0].always = Away("connecterror")
    await told(world)
    for _ in range(8):
        await world.send(after=30 * timedelta(seconds=1))
    assert world.office.lines["sms"].breaker.state != "closed"
    assert world.office.lines["email"].breaker.state == "closed"


async def test_while_the_breaker_is_open_a_message_waits_in_the_queue(city) -> None:
    world = city()
    for _ in range(5):
        world.office.lines["sms"].breaker.failed()
    message = await told(world)
    assert (message.state, message.reason) == ("queued", "provider_away")
    assert world.gateways[0].asked.total() == 0

    await world.send(after=MINUTE)
    assert (await known(world)).state == "sent"
    assert world.told() == [
        "message-queued applicant sms",
        "message-sent applicant sms",
    ]


async def test_a_receipt_is_asked_for(city) -> None:
    world = city()
    assert (await told(world)).state == "sent"
    await world.send(after=MINUTE)

    message = await known(world)
    assert (message.state, message.due_at) == ("delivered", None)
    assert world.told()[-1] == "message-delivered applicant sms"


async def test_what_never_arrived_goes_by_the_next_channel(city) -> None:
    world = city()
    world.gateways[0].fate = Receipt("failed", "not_reached")
    await told(world)
    await world.send(after=MINUTE)

    message = await known(world)
    assert (message.state, message.channel) == ("sent", "voice")
    assert message.attempts[0].reason == "not_reached"


@pytest.mark.parametrize("how", [{"urgency": "urgent"}, {"legal": True}])
async def test_without_a_receipt_what_is_urgent_or_legal_goes_on(city, how) -> None:
    world = city(**how)
    world.gateways[0].fate = Receipt("accepted")
    await told(world)
    for _ in range(65):
        await world.send(after=MINUTE)

    assert (await known(world)).channel == "voice"


async def test_without_a_receipt_anything_else_counts_as_sent(city) -> None:
    world = city()
    world.gateways[0].fate = Receipt("unknown")
    await told(world)
    for _ in range(65):
        await world.send(after=MINUTE)

    message = await known(world)
    assert (message.state, message.due_at) == ("sent", None)
    assert message.reason == "no_receipt"


async def test_at_night_nobody_is_called_unless_it_is_urgent(city) -> None:
    world = city()
    world.city.clock.advance(5 * HOUR)
    message = await told(world)
    assert (message.state, message.reason) == ("queued", "quiet_hours")
    assert message.due_at.isoformat() == "2026-03-03T00:00:00+00:00"

    await world.send(after=10 * HOUR)
    assert (await known(world)).state == "sent"


async def test_the_night_is_no_time_in_which_a_channel_failed(city) -> None:
    """Tried at 20:58, and once more in the morning, when everybody sends."""
    world = city()
    world.gateways[0].faults = [NotNow("gateway_busy"), NotNow("gateway_busy")]
    world.city.clock.advance(4 * HOUR - 2 * MINUTE)
    await told(world)
    await world.send(after=2 * MINUTE)
    assert (await known(world)).reason == "quiet_hours"

    await world.send(after=11 * HOUR)
    assert (await known(world)).state == "temporary_failure"
    await world.send(after=MINUTE)
    message = await known(world)
    assert (message.state, message.channel) == ("sent", "sms")


async def test_what_is_urgent_leaves_at_night(city) -> None:
    world = city(urgency="urgent")
    world.city.clock.advance(5 * HOUR)

    assert (await told(world)).state == "sent"


async def test_content_is_forgotten_and_the_end_is_not(city) -> None:
    world = city()
    await told(world)
    await world.send(after=MINUTE)
    world.city.clock.advance(91 * DAY)
    await world.city.ring()

    message = await known(world)
    assert (message.values, message.attempts) == ({}, ())
    assert (message.state, message.forgotten) == ("delivered", True)
