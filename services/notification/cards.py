"""Cards that come sealed for us: opened, and sealed again under a key of their own."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from contracts.dispute import InvitationSent, OriginatorJoined, SigningCodeSent
from contracts.envelope import Payload
from contracts.intake import ContactRegistered
from contracts.sealed import (
    ContactCard,
    OriginatorCard,
    PartyCard,
    Plaintext,
    SigningCard,
)
from services.kit.reading.arrival import Arrival
from services.kit.sealing.readers import Opener
from services.kit.sealing.vault import Vault
from services.notification.domain.audience import code_contact, written_to
from services.notification.domain.contact import Card
from services.notification.people import People

CARDS: Mapping[type[Payload], type[Plaintext]] = {
    ContactRegistered: ContactCard,
    InvitationSent: PartyCard,
    OriginatorJoined: OriginatorCard,
    SigningCodeSent: SigningCard,
}
"""What the `contact` of an event holds."""


class Learning(Protocol):
    async def is_erased(self, contact_id: str) -> bool:
        """Nobody of the case, or not this one, may be known any more."""

    async def learn_card(self, arrival: Arrival[Any], card: Card) -> None:
        """Keeps it, and moves what has waited for it."""

    async def unlearn(self, contact_id: str) -> None:
        """Keeps it no longer, and never again."""


class Cards:
    def __init__(
        self, learning: Learning, opener: Opener, vault: Vault, people: People
    ) -> None:
        self._learning = learning
        self._opener = opener
        self._vault = vault
        self._people = people

    async def keep(self, arrival: Arrival[Any]) -> None:
        """Also late, nothing of people who were erased comes back.

        Asked before and after: an erasure in between has not found the card.
        """
        fact, case_id = arrival.fact, arrival.fact.case_id
        card = self._opener.open(fact.contact, CARDS[type(fact)])
        contact_id, expires_at = _place(arrival)
        whose = {case_id, contact_id}
        if await self._gone(whose):
            return
        sealed = await self._vault.seal(contact_id, card)
        people = self._people.keys_of(contact_id, card)
        kept = Card(contact_id, case_id, sealed, expires_at, people)
        await self._learning.learn_card(arrival, kept)
        if await self._gone(whose):
            await self._learning.unlearn(contact_id)
            await self._vault.destroy(contact_id)

    async def _gone(self, contact_ids: Iterable[str]) -> bool:
        return any([await self._learning.is_erased(id) for id in contact_ids])


def _place(arrival: Arrival[Any]) -> tuple[str, datetime | None]:
    """Under which key it lies, and until when."""
    match arrival.fact:
        case InvitationSent() as letter:
            return written_to(letter), None
        case OriginatorJoined(originator_id=originator):
            return originator, None
        case SigningCodeSent(expires_at=expires_at):
            return code_contact(str(arrival.event.id)), expires_at
        case fact:
            return fact.case_id, None
