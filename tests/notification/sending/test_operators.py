"""What an operator and a clerk may do about messages, and what they may not."""

from pathlib import Path

import pytest

from services.kit.errors import Rejected
from services.notification.channels.channel import Refused
from services.notification.domain.contact import OptOut, opt_out
from services.notification.domain.errands.doing import (
    Done,
    NotReached,
    Take,
    done,
    not_reached,
    take,
)
from services.notification.domain.resending import MOST_RESENDS, Resend, resend
from tests.notification.sending.providers import DAY, MINUTE
from tests.notification.sending.test_ways import known, opened, told
from tests.notification.world import CASE, NO_MAIL, World, answered


@pytest.fixture
def world(tmp_path: Path) -> World:
    return opened(tmp_path)


def anew(world: World, intention: str = "one") -> Resend:
    return Resend(intention, world.city.clock() + DAY)


async def resent(world: World, intention: str = "one"):
    message = await known(world)
    await world.messages.command(message.message_id, anew(world, intention), resend)
    await world.send()
    return await known(world)


async def test_sent_anew_it_has_another_reference(world) -> None:
    first = await told(world)
    again = await resent(world)

    assert (first.reference, again.reference) == (
        f"{first.message_id}.sms",
        f"{first.message_id}.sms.1",
    )
    assert set(world.gateways[0].accepted) == {first.reference, again.reference}
    assert len(again.attempts) == 2


async def test_the_same_intention_counts_once(world) -> None:
    await told(world)
    await resent(world)
    await resent(world)

    assert world.gateways[0].accepted.total() == 2


async def test_what_is_under_way_is_not_sent_anew(world) -> None:
    await world.receive(answered())
    with pytest.raises(Rejected, match="not-resendable"):
        await resent(world)


async def test_what_is_forgotten_is_not_sent_anew(world) -> None:
    await told(world)
    await world.send(after=MINUTE)
    world.city.clock.advance(91 * DAY)
    await world.city.ring()

    with pytest.raises(Rejected, match="content-forgotten"):
        await resent(world)


async def test_there_is_an_end_to_sending_anew(world) -> None:
    message = (await told(world)).but(
        resends=tuple(map(str, range(MOST_RESENDS))), due_at=None
    )
    with pytest.raises(Rejected, match="resent-too-often"):
        resend(message, anew(world), world.city.clock())


async def test_sent_anew_its_line_on_the_work_list_is_new_too(world) -> None:
    """What was done about it before is no answer to what is asked now."""
    for gateway in world.gateways:
        gateway.always = Refused("gateway_number_refused")
    await told(world)
    said, id = Done("clerk-chen", "visit"), (await known(world)).message_id
    await world.messages.command(id, said, done)
    assert (await resent(world)).state == "handed_to_person"
    await world.messages.command(id, said, done)
    await world.send()

    assert (await known(world)).state == "delivered"
    assert world.told().count("message-delivered applicant visit") == 2


async def test_sent_anew_its_line_still_shows_how_often_they_were_looked_for(
    world,
) -> None:
    """Whoever takes it next need not go in vain to the same door."""
    for gateway in world.gateways:
        gateway.always = Refused("gateway_number_refused")
    await told(world)
    id = (await known(world)).message_id
    await world.messages.command(id, Take("clerk-chen"), take)
    moved = NotReached("clerk-chen", "moved")
    await world.messages.command(id, moved, not_reached)
    await world.messages.command(id, Take("clerk-lin"), take)
    again = await resent(world)

    assert again.state == "handed_to_person"
    assert [(look.by, look.reason) for look in again.errand.looks] == [
        ("clerk-chen", "moved")
    ]
    assert (again.errand.by, again.errand.done_at) == (None, None)
    await world.messages.command(id, Take("clerk-wu"), take)
    assert len((await known(world)).errand.looks) == 1


async def opted_out(world: World, *channels: str) -> None:
    await world.receive(world.contact(NO_MAIL))
    await world.contacts.command(CASE, OptOut(channels), opt_out)


async def test_an_unwanted_channel_is_passed_over(world) -> None:
    await opted_out(world, "sms")

    assert (await told(world)).channel == "voice"


async def test_who_wants_none_is_told_nothing(world) -> None:
    await opted_out(world, "sms", "voice")

    message = await told(world)
    assert (message.state, message.reason) == ("suppressed", "opted_out")
    assert world.told() == []


async def test_where_the_only_other_channel_fails_somebody_goes_there(world) -> None:
    """Not to want one channel is not to want none."""
    await opted_out(world, "voice")
    world.gateways[0].always = Refused("gateway_number_refused")
    await told(world)

    message = await known(world)
    assert (message.state, message.channel) == ("handed_to_person", "visit")


async def test_what_the_law_says_is_told_all_the_same(tmp_path: Path) -> None:
    world = opened(tmp_path, legal=True)
    await opted_out(world, "sms", "voice")

    assert (await told(world)).channel == "sms"
