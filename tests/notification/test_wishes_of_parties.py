"""A party that handed the case over is written to as it wished at the window."""

from datetime import timedelta
from pathlib import Path

import pytest

from contracts.codes import derived_id
from contracts.dispute import MediationAgreed, SessionScheduled
from contracts.sealed import Person, Preferences
from services.kit.testing.clock import MONDAY
from services.notification.domain.contact import OptOut, opt_out
from services.notification.domain.message import Message
from services.notification.texts.forms import large
from tests.notification.sending.test_ways import opened
from tests.notification.world import CASE, NO_MAIL, ZHANG, World, accepted

BOTH = Person(name="张三", phone="139-0000-0001", email="zhang.san@people.example")
PARTY = derived_id("a party", BOTH.name)
MEDIATION = {"case_id": CASE, "mediation_id": derived_id("a mediation")}
AGREED = MediationAgreed(**MEDIATION, parties=(PARTY,))
CALLS_FIRST = Preferences(channels=("voice", "sms"))


@pytest.fixture
def city(tmp_path: Path) -> World:
    return opened(tmp_path, "sms", "voice", "visit")


async def party_told(world: World, **wished: object) -> Message:
    """What a party is told, once it has been invited."""
    await world.receive(accepted(), world.invitation(BOTH, **wished), AGREED)
    await world.send(after=timedelta(hours=2))
    found = [m for m in await world.queries.all() if m.event_type == AGREED.TYPE]
    return next(m for m in found if m.contact_id == PARTY)


async def test_by_the_channels_of_their_own_order(city: World) -> None:
    message = await party_told(city, preferences=CALLS_FIRST)

    assert (message.ways, message.channel) == (("voice", "sms", "visit"), "voice")


async def test_without_any_wish_in_the_order_of_the_city(city: World) -> None:
    assert (await party_told(city)).channel == "sms"


async def test_what_only_they_may_read_lies_in_no_inbox_of_the_case(city) -> None:
    only = Preferences(channels=("in_app",))

    assert (await party_told(city, preferences=only)).channel == "sms"


async def test_whoever_wants_a_human_is_visited(city: World) -> None:
    message = await party_told(city, preferences=Preferences(human=True))

    assert (message.state, message.channel) == ("handed_to_person", "visit")


async def test_in_their_language(world: World) -> None:
    await world.receive(accepted(), world.invitation(BOTH, language="en"))
    await world.send()

    assert "Mediation Centre" in world.mail.sent[-1][1].body


async def test_an_elder_has_large_print_from_the_mediator_too(tmp_path) -> None:
    world = opened(tmp_path, "visit")
    wished = Preferences(large_print=True)
    message = await party_told(world, preferences=wished)
    case = await world.composer.case_of(message)
    to = await world.composer.recipient(message, case)
    _, body = world.composer.words(message, case, to)

    assert to.preferences.large_print
    assert body == large(body)


async def opts_out(world: World, contact_id: str) -> None:
    await world.contacts.command(contact_id, OptOut(("sms",)), opt_out)


async def test_what_they_do_not_want_of_the_case_they_do_not_get_as_a_party(
    city: World,
) -> None:
    await city.receive(city.contact(ZHANG))
    await opts_out(city, CASE)

    assert (await party_told(city)).channel == "voice"


async def test_also_when_they_say_so_while_it_lies_ready(city: World) -> None:
    await city.receive(city.contact(ZHANG))
    message = await party_told(city)
    assert await city.composer.still_wanted(message, "sms")
    await opts_out(city, CASE)

    assert not await city.composer.still_wanted(message, "sms")


async def test_what_one_does_not_want_the_other_is_told(city: World) -> None:
    await city.receive(city.contact(NO_MAIL))
    await opts_out(city, CASE)

    assert (await party_told(city)).channel == "sms"


async def test_what_the_law_says_they_must_be_told_they_are(tmp_path) -> None:
    world = opened(tmp_path, "sms", "visit", legal=True)
    await world.receive(world.contact(ZHANG))
    await opts_out(world, CASE)

    assert (await party_told(world)).channel == "sms"


async def test_a_sitting_is_read_out_to_whoever_wants_to_be_called(city) -> None:
    sitting = SessionScheduled(
        **MEDIATION,
        session_id=derived_id("a sitting"),
        parties=(PARTY,),
        at=MONDAY + timedelta(days=3),
        venue="by-phone",
    )
    await city.receive(accepted(), city.invitation(BOTH, preferences=CALLS_FIRST))
    await city.receive(sitting)
    await city.send(after=timedelta(hours=2))

    told = [m for m in await city.queries.all() if m.event_type == sitting.TYPE]
    assert {m.channel for m in told if m.contact_id == PARTY} == {"voice"}
