"""Several messages to one person in a short time leave as one."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.kit.writing.change import Change
from services.notification.channels.channel import NotNow, Receipt, Refused
from services.notification.delivery.receipts import told as heard
from services.notification.domain.course import merging
from services.notification.domain.message import Message
from tests.notification.sending.providers import MINUTE, MemoryGateway, by_every_channel
from tests.notification.sending.test_ways import opened
from tests.notification.world import NO_MAIL, Died, World, accepted, answered

NOT_REACHED = Receipt("failed", "not_reached")
TWO = "您有2条办事通知"


def reopened():
    return answered().model_copy(update={"outcome": "partly_resolved"})


async def three(world: World) -> None:
    """One message that leaves at once, and two within the next minutes."""
    await world.receive(world.contact(NO_MAIL), accepted())
    await world.send()
    await world.receive(answered(), reopened())
    await world.send(after=MINUTE)


async def states(world: World) -> list[str]:
    return sorted(message.state for message in await world.queries.all())


async def test_the_first_leaves_at_once_and_further_ones_wait(world, sms) -> None:
    await three(world)

    assert await states(world) == ["delivered", "queued", "queued"]
    assert len(sms.letters) == 1


async def test_what_waited_leaves_as_one_and_each_is_counted_once(world, sms) -> None:
    await three(world)
    await world.send(after=10 * MINUTE)

    assert len(sms.letters) == 2
    assert sms.letters[-1].subject == TWO
    assert world.told().count("message-sent applicant sms") == 3
    assert "queued" not in await states(world)


@pytest.mark.parametrize("by", ["sms", "voice"])
async def test_who_says_it_is_said_once_and_no_subject_is(tmp_path, by) -> None:
    world = opened(tmp_path, by, "visit")
    await three(world)
    await world.send(after=10 * MINUTE)
    letters = next(g.letters for g in world.gateways if g.name == by)
    alone, together = letters[0].body, letters[-1].body

    begins = world.composer.opening(letters[0])
    assert alone.startswith(begins)
    first, second = together.removeprefix(begins).split("\n")
    assert (first[:6], second[:6]) == ("1. 王五，", "2. 王五，")
    assert begins not in first + second


async def test_what_has_no_more_room_leaves_next(world, sms) -> None:
    few = world.rules.merging.model_copy(update={"characters": 60})
    rules = world.rules.model_copy(update={"merging": few})
    world.house = replace(world.house, rules=rules)
    world.office = world.opened()
    await three(world)
    for _ in range(2):
        await world.send(after=10 * MINUTE)

    assert len(sms.letters) == 3
    assert world.told().count("message-sent applicant sms") == 3


async def test_the_carried_one_names_its_carriers_reference(world, sms) -> None:
    await three(world)
    await world.send(after=10 * MINUTE)

    messages = await world.queries.all()
    carriers = [message for message in messages if message.carries]
    carried = [m for m in messages if m.attempts[-1].reason == "merging"]
    assert [c.attempts[-1].reference for c in carriers] == [
        c.attempts[-1].reference for c in carried
    ]


async def merged(world: World, sms: MemoryGateway) -> None:
    """Two that left as one, and nobody knows yet what became of them."""
    sms.fate = Receipt("accepted")
    await three(world)
    await world.send(after=10 * MINUTE)


async def carrier_of(world: World) -> Message:
    [carrier] = [message for message in await world.queries.all() if message.carries]
    return carrier


async def hears(world: World, reference: str, receipt: Receipt) -> None:
    world.office.soon(await heard(world.house, "sms", reference, receipt))
    await world.send()


async def test_all_that_left_as_one_are_called_when_it_did_not_arrive(
    tmp_path: Path,
) -> None:
    world = opened(tmp_path, "sms", "voice", "visit")
    sms, voice = world.gateways
    await merged(world, sms)
    await hears(world, (await carrier_of(world)).reference, NOT_REACHED)
    for _ in range(15):
        await world.send(after=MINUTE)

    assert sum(letter.subject == TWO for letter in sms.letters) == 1
    assert "message-failed applicant sms" in world.told()
    assert world.told().count("message-failed applicant sms") == 2
    assert {m.channel for m in await world.queries.all()} == {"sms", "voice"}
    assert voice.letters


async def test_all_that_left_as_one_have_arrived_with_it(world, sms) -> None:
    await merged(world, sms)
    await hears(world, (await carrier_of(world)).reference, Receipt("delivered"))

    assert (await states(world)).count("delivered") == 2
    assert world.told().count("message-delivered applicant sms") == 2


async def test_without_a_receipt_what_is_legal_goes_on_though_it_was_carried(
    tmp_path: Path,
) -> None:
    world = opened(tmp_path, "sms", "visit", legal=True)
    await merged(world, world.gateways[0])
    for _ in range(65):
        await world.send(after=MINUTE)

    assert set(await states(world)) == {"handed_to_person"}


async def test_whoever_was_carried_is_asked_for_by_the_carriers_reference(
    world, sms
) -> None:
    await merged(world, sms)
    reference = (await carrier_of(world)).reference
    sms.fates[reference] = Receipt("delivered")
    [carried] = [
        message
        for message in await world.queries.all()
        if message.attempts[-1].reason == "merging"
    ]

    assert merging.known_by(carried) == reference
    assert (
        carried.due_at
        == carried.sent_at + world.rules.pace("sms", "normal").receipt_within
    )


async def test_a_verdict_before_the_acceptance_is_everybodys(tmp_path: Path) -> None:
    """The carrier's failure is known before it could be written down as sent."""
    world = opened(tmp_path, "sms", "visit")
    sms = world.gateways[0]
    sms.fate = Receipt("accepted")
    await three(world)
    sms.after = [Died()]
    await world.send(after=10 * MINUTE)
    await hears(world, (await carrier_of(world)).reference, NOT_REACHED)
    for _ in range(3):
        await world.send(after=MINUTE)

    assert (await states(world)).count("handed_to_person") == 2


async def test_a_crash_in_between_tells_nobody_twice(world, sms) -> None:
    await three(world)
    sms.after = [Died()]
    await world.send(after=10 * MINUTE)
    world.office = world.opened()
    for _ in range(4):
        await world.send(after=MINUTE)

    assert len(sms.letters) == 2
    assert world.told().count("message-sent applicant sms") == 3


async def test_a_carrier_that_is_tried_again_takes_nobody_else_along(
    world, sms
) -> None:
    await three(world)
    sms.faults = [NotNow("gateway_busy")]
    await world.send(after=10 * MINUTE)
    await world.receive(accepted().model_copy(update={"deemed": True}))
    for _ in range(15):
        await world.send(after=MINUTE)

    assert [letter.subject for letter in sms.letters].count("您有2条办事通知") == 1
    assert world.told().count("message-sent applicant sms") == 4


async def test_what_was_tried_by_itself_goes_along_with_nobody(world) -> None:
    """Its provider may have taken it before this process died."""
    await three(world)
    waits = next(m for m in await world.queries.all() if m.state == "queued")
    along, now = merging.Carry("another", "sms"), world.city.clock()

    assert merging.carried(waits, along, now)
    assert merging.carried(waits.but(tries_here=1), along, now) is None


async def test_with_a_carrier_that_is_refused_all_go_on(world, sms) -> None:
    await three(world)
    sms.always = Refused("gateway_number_refused")
    await world.send(after=10 * MINUTE)
    for _ in range(3):
        await world.send(after=MINUTE)

    handed = [state for state in await states(world) if state == "handed_to_person"]
    assert len(handed) == 2


async def test_what_is_urgent_waits_for_nobody(tmp_path: Path) -> None:
    world = opened(tmp_path, "sms", "visit", urgency="urgent")
    await three(world)

    assert world.told().count("message-sent applicant sms") == 3


async def test_the_city_says_which_channels_merge(tmp_path: Path) -> None:
    subscriptions = by_every_channel("email", "visit")
    world = World(tmp_path, subscriptions=subscriptions)
    await world.receive(world.contact(), accepted(), answered())
    await world.send()

    assert len(world.mail.sent) == 2


async def test_whoever_cannot_be_written_keeps_nobody_from_leaving(world, sms) -> None:
    """A fault of one text, and of no other."""
    await three(world)
    waiting = [m for m in await world.queries.all() if m.state == "queued"]
    elder, younger = sorted(waiting, key=lambda m: (m.created_at, m.message_id))
    broken = {"values": {"case_no": [None]}, "event_type": "of nobody"}
    await world.messages.command(
        younger.message_id, broken, lambda m, with_, now: Change(m.but(**with_))
    )
    await world.send(after=10 * MINUTE)

    assert (await world.messages.load(elder.message_id)).state == "sent"
    assert len(sms.letters) == 2
    assert (await world.messages.load(younger.message_id)).state == "technical_failure"
