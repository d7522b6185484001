"""A letter that lay ready leaves only if its recipient still wants it."""

from pathlib import Path

import pytest

from contracts.codes import derived_id
from contracts.dispute import OriginatorJoined, OriginatorLeft, TopicScreened
from contracts.intake import ContactErased
from contracts.sealed import OriginatorCard
from services.notification.domain.contact import OptOut, opt_out
from tests.notification.sending.providers import MemoryGateway, by_every_channel
from tests.notification.world import CASE, NO_MAIL, ZHANG, World, accepted, answered

TOPIC, JOINED = derived_id("a topic"), derived_id("an originator")
ERASED = ContactErased(case_id=CASE)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return opened(tmp_path)


def opened(keys: Path, **how: bool) -> World:
    told = by_every_channel("email", "sms", "visit", **how)
    return World(keys, gateways=(MemoryGateway("sms"),), subscriptions=told)


async def ready(world: World, line: str = "email") -> None:
    """At the desk everything is done; its line has taken nothing yet."""
    for message in await world.queries.all():
        await world.office._desk._step(message.message_id)
        assert world.office.lines[line].holds(message.message_id)


async def becomes(world: World) -> list[str]:
    await world.send()
    return [message.state for message in await world.queries.all()]


async def test_who_is_erased_meanwhile_is_written_to_no_more(world: World) -> None:
    await world.receive(world.contact(), answered())
    await ready(world)
    await world.receive(ERASED)

    assert await becomes(world) == ["suppressed"]
    assert world.mail.sent == []


async def test_a_party_goes_with_its_case(world: World) -> None:
    await world.receive(accepted(), world.invitation(ZHANG))
    await world.send()
    world.mail.sent.clear()
    again = world.invitation(ZHANG).model_copy(update={"notice": 2})
    await world.receive(again)
    for message in await world.queries.all():
        if message.template == "invitation-again":
            await world.office._desk._step(message.message_id)
    await world.receive(ERASED)
    await world.send()

    assert world.mail.sent == []


async def test_who_left_a_topic_is_written_to_no_more(world: World) -> None:
    card = world.sealer.seal("notification", OriginatorCard(person=ZHANG))
    about = {"case_id": TOPIC, "originator_id": JOINED}
    taken = TopicScreened(case_id=TOPIC, originators=(JOINED,), decision="taken")
    await world.receive(OriginatorJoined(**about, contact=card), taken)
    await ready(world)
    await world.receive(OriginatorLeft(**about))

    assert await becomes(world) == ["suppressed"]
    assert world.mail.sent == []


async def test_who_opted_out_meanwhile_is_told_by_another_way(world: World) -> None:
    await world.receive(world.contact(), answered())
    await ready(world)
    await world.contacts.command(CASE, OptOut(("email",)), opt_out)

    assert await becomes(world) == ["sent"]
    assert world.mail.sent == []
    assert [letter.to for letter in world.gateways[0].letters] == ["+8613900000001"]


async def test_what_the_law_demands_leaves_all_the_same(tmp_path: Path) -> None:
    world = opened(tmp_path, legal=True)
    await world.receive(world.contact(), answered())
    await ready(world)
    await world.contacts.command(CASE, OptOut(("email", "sms")), opt_out)

    assert await becomes(world) == ["sent"]
    assert world.to == [ZHANG.email]


async def test_all_others_leave_as_they_were_written(world: World) -> None:
    await world.receive(world.contact(NO_MAIL), answered())
    await ready(world, "sms")
    [letter] = [each.letter for each in world.office.lines["sms"]._ready.values()]

    assert await becomes(world) == ["sent"]
    assert world.gateways[0].letters[0] is letter
