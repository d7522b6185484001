"""What a provider accepted is told once; what it refused goes to a person."""

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notification.channels.channel import NotNow, Refused
from services.notification.domain.message import LEASE
from tests.notification.world import Died, World, accepted, answered

DAY = timedelta(days=1)


async def _one_message(world: World) -> None:
    await world.receive(world.contact(), answered())


async def test_a_provider_that_is_away_is_tried_again(world: World) -> None:
    world.mail.faults = [NotNow("connectionrefusederror"), NotNow("smtp_451")]
    await _one_message(world)
    await world.send()
    await world.send(after=timedelta(seconds=2))
    await world.send(after=timedelta(seconds=4))

    [message] = await world.queries.all()
    assert (message.state, message.tries) == ("sent", 3)
    assert world.told() == ["message-sent applicant email"]


async def test_pauses_grow(world: World) -> None:
    world.mail.faults = [NotNow("away")] * 5
    await _one_message(world)
    for _ in range(5):
        await world.send(after=timedelta(seconds=2))

    [message] = await world.queries.all()
    assert message.tries == 3


async def test_after_a_day_of_trying_a_person_takes_over(world: World) -> None:
    world.mail.faults = [NotNow("away")] * 2
    await _one_message(world)
    await world.send()
    await world.send(after=DAY)

    assert world.told() == [
        "message-failed applicant email",
        "message-handed-to-person applicant visit",
    ]


async def test_a_refused_address_goes_to_a_person_at_once(world: World) -> None:
    world.mail.faults = [Refused("smtp_550")]
    await _one_message(world)
    await world.send()
    await world.send(after=DAY)

    [message] = await world.queries.all()
    assert (message.state, message.reason) == ("handed_to_person", "smtp_550")
    assert len(world.told()) == 2


async def test_a_crash_after_acceptance_repeats_the_mail_under_the_same_id(
    world: World,
) -> None:
    world.mail.after = [asyncio.CancelledError()]
    await _one_message(world)
    with pytest.raises(asyncio.CancelledError):
        await world.send()
    await world.send(after=LEASE)

    assert len({message_id for message_id, _ in world.mail.sent}) == 1
    assert world.told() == ["message-sent applicant email"]


async def test_a_claimed_message_is_left_alone(world: World) -> None:
    world.mail.after = [asyncio.CancelledError()]
    await _one_message(world)
    with pytest.raises(asyncio.CancelledError):
        await world.send()
    await world.send(after=LEASE / 2)

    assert len(world.mail.sent) == 1


async def test_a_message_that_raises_backs_off_alone(world: World) -> None:
    world.mail.faults = [KeyError("a bug")]
    await _one_message(world)
    await world.receive(accepted())
    await world.send()

    states = sorted(message.state for message in await world.queries.all())
    assert states == ["sent", "technical_failure"]


FAULTS = st.lists(
    st.sampled_from(["ok", "not now", "refused", "dies"]), min_size=1, max_size=8
)


async def _lived_through(faults: list[str], keys: Path) -> World:
    world = World(keys)
    await _one_message(world)
    for fault in faults:
        world.mail.faults = {
            "not now": [NotNow("away")],
            "refused": [Refused("smtp_550")],
        }.get(fault, [])
        world.mail.after = [Died()] if fault == "dies" else []
        await world.send(after=timedelta(minutes=31))
    return world


@given(FAULTS)
@settings(max_examples=40)
def test_whatever_the_provider_does_the_end_is_told_once(faults: list[str]) -> None:
    with TemporaryDirectory() as keys:
        world = asyncio.run(_lived_through([*faults, "ok"], Path(keys)))

    sent = world.told().count("message-sent applicant email")
    handed = world.told().count("message-handed-to-person applicant visit")
    assert sent + handed == 1
    assert len({message_id for message_id, _ in world.mail.sent}) <= 1


async def test_a_message_without_a_verdict_for_a_day_goes_to_a_person(
    world: World,
) -> None:
    world.mail.faults = [Died(), Died(), Died()]
    await _one_message(world)
    for pause in (LEASE, LEASE, DAY):
        await world.send()
        await world.send(after=pause)

    [message] = await world.queries.all()
    assert (message.state, message.reason) == ("handed_to_person", "no_verdict")
    assert world.mail.sent == []
