"""Erased people are written to no more, and nothing of them comes back."""

from typing import Any

import pytest

from contracts.codes import derived_id
from contracts.intake import ContactErased
from contracts.sealed import ContactCard, PartyCard, Preferences
from services.kit.reading.arrival import Arrival
from services.kit.sealing.vault import KeyDestroyed
from services.kit.testing.platform import arrived
from services.notification.cards import Cards
from services.notification.delivery.line import FRESH
from services.notification.delivery.rules import Times
from services.notification.domain.contact import Card
from services.notification.handlers import Reception
from tests.notification.world import (
    CASE,
    NO_MAIL,
    ZHANG,
    World,
    accepted,
    answered,
    loaded,
)

ERASED = ContactErased(case_id=CASE)
BY_VISIT = Preferences(channels=("visit",))
PARTY = derived_id("a party", NO_MAIL.name)


async def _states(world: World) -> list[str]:
    return [message.state for message in await world.queries.all()]


async def test_the_card_and_its_key_are_gone(world: World) -> None:
    await world.receive(world.contact())
    kept = await world.contacts.load(CASE)
    assert kept
    assert kept.card
    await world.receive(ERASED)

    assert await world.vault.open(CASE, kept.card, ContactCard) is None
    with pytest.raises(KeyDestroyed):
        await world.vault.seal(CASE, ContactCard(case_no="1", query_code="2"))
    after = await world.contacts.load(CASE)
    assert after
    assert (after.card, after.erased) == (None, True)


@pytest.mark.parametrize("erased", [True, False])
async def test_what_stood_ready_at_a_slow_provider_goes_to_nobody_erased(
    world: World, erased: bool
) -> None:
    await world.receive(world.contact(), accepted())
    desk = world.office._desk
    await desk.look()
    await desk.drain()
    await world.receive(*([ERASED] if erased else []))
    await world.send(after=FRESH)

    assert world.to == ([] if erased else [ZHANG.email])
    assert await _states(world) == ["suppressed" if erased else "sent"]


async def test_the_parties_of_the_case_are_gone_too(world: World) -> None:
    await world.receive(world.invitation(NO_MAIL))
    kept = await world.contacts.load(PARTY)
    assert kept
    assert kept.card
    await world.receive(ERASED)

    assert await world.vault.open(PARTY, kept.card, PartyCard) is None
    after = await world.contacts.load(PARTY)
    assert after
    assert after.card is None


async def test_what_waits_for_them_ends_with_nobody_to_tell(world: World) -> None:
    await world.receive(accepted())
    await world.send()
    assert await _states(world) == ["waiting_for_contact"]
    await world.receive(ERASED)
    await world.send()

    assert await _states(world) == ["suppressed"]
    assert world.told() == []


async def test_what_comes_after_it_is_told_to_nobody(world: World) -> None:
    await world.receive(world.contact(), ERASED, answered())
    await world.send()

    assert await _states(world) == ["suppressed"]
    assert world.mail.sent == []


@pytest.mark.parametrize("times", [1, 2])
async def test_a_card_that_comes_late_is_not_kept(world: World, times: int) -> None:
    await world.receive(*[ERASED] * times)
    await world.receive(world.contact(), world.invitation(ZHANG), answered())
    await world.send()

    for contact_id in (CASE, derived_id("a party", ZHANG.name)):
        kept = await world.contacts.load(contact_id)
        assert kept is None or kept.card is None
    assert world.mail.sent == []
    assert set(await _states(world)) == {"suppressed"}


async def test_who_was_erased_is_on_no_work_list(world: World) -> None:
    await world.receive(world.contact(preferences=BY_VISIT), answered())
    await world.send()
    assert await _states(world) == ["handed_to_person"]
    for _ in range(2):
        await world.receive(ERASED)

    assert await _states(world) == ["suppressed"]


class Overtaken(Reception):
    """The case is erased after it was asked for, and before the card is kept."""

    async def learn_card(self, arrival: Arrival[Any], card: Card) -> None:
        await self.forget(arrived(ERASED, sequence=99))
        await super().learn_card(arrival, card)


async def test_a_card_that_comes_during_the_erasure_is_not_kept(world: World) -> None:
    times = Times(world.rules, world.city.clock)
    told = loaded().subscriptions
    rooms = (world.messages, world.contacts, world.queries)
    learning = Overtaken(*rooms, told, times)
    cards = Cards(learning, world.opener, world.vault, world.people)
    await cards.keep(arrived(world.invitation(NO_MAIL)))

    kept = await world.contacts.load(PARTY)
    assert kept
    assert (kept.card, kept.erased) == (None, True)
    with pytest.raises(KeyDestroyed):
        await world.vault.seal(PARTY, ContactCard(case_no="1", query_code="2"))


async def test_offices_are_told_as_before(world: World) -> None:
    await world.receive(accepted(), ERASED)
    await world.send()
    kept = await world.contacts.load(CASE)

    assert kept
    assert kept.case_no
    assert kept.area == "990101001"
