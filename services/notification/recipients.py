"""Whom a message is for: name, addresses, language, and what only they are told."""

import re
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from contracts.sealed import (
    ContactCard,
    OriginatorCard,
    PartyCard,
    Person,
    Plaintext,
    Preferences,
    SigningCard,
)
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository
from services.notification.domain.audience import (
    AGENT,
    DISPATCHER,
    MEDIATOR,
    ORIGINATOR,
    PARTY,
    SUPERVISOR,
    code_contact,
)
from services.notification.domain.contact import Contact
from services.notification.domain.message import Message
from services.notification.domain.states import EMAIL, IN_APP
from services.notification.inbox.box import office_inbox, supervisors_inbox
from services.notification.numbers import mobile_number, number_of
from services.notification.texts.directory import Directory, Office

T = TypeVar("T", bound=Plaintext)
ADDRESS = re.compile(r"[^@\s,;:<>()\"\\]{1,64}@[^@\s,;:<>()\"\\]{1,190}")


@dataclass(frozen=True)
class Obstacle:
    """Why there is no letter: not yet, no address, no wish, opted out, or nobody."""

    kind: Literal["not_yet", "no_address", "not_wished", "opted_out", "nobody"]


@dataclass(frozen=True, repr=False)
class Recipient:
    addresses: dict[str, str]
    """By channel."""
    language: str
    values: dict[str, Any]
    person: Person | None = None
    preferences: Preferences | None = None
    """How they want to be spoken to."""
    opted_out: tuple[str, ...] = ()
    """Channels by which they are told only what the law says they must be."""

    @property
    def email(self) -> str | None:
        return self.addresses.get(EMAIL)


class Recipients:
    def __init__(
        self,
        contacts: Repository[Contact],
        vault: Vault,
        directory: Directory,
        base_url: str,
    ) -> None:
        self._contacts = contacts
        self._vault = vault
        self._directory = directory
        self._base_url = base_url.rstrip("/")

    async def of(self, message: Message, case: Contact | None) -> Recipient | Obstacle:
        contact_id = message.contact_id
        if contact_id is None:
            return self._office(message)
        if case and case.erased:
            return Obstacle("nobody")
        if contact_id == code_contact(message.about):
            return await self._signer(contact_id)
        if message.audience == PARTY:
            return await self._party(contact_id, case)
        if message.audience == ORIGINATOR:
            return await self._originator(contact_id, message.case_id)
        return await self._person_of_case(case, message.recipient)

    async def has_agent(self, case: Contact | None) -> bool:
        card = await self._card(case, ContactCard)
        return isinstance(card, ContactCard) and card.agent is not None

    async def _person_of_case(
        self, case: Contact | None, role: str
    ) -> Recipient | Obstacle:
        if case and not case.has_applicant:
            return Obstacle("nobody")
        card = await self._card(case, ContactCard)
        if isinstance(card, Obstacle):
            return card
        person = card.agent if role == AGENT else card.applicant
        if person is None:
            return Obstacle("nobody")
        values = {
            "case_no": card.case_no,
            "query_code": card.query_code,
            "progress_url": f"{self._base_url}/progress",
        }
        wishes = None if role == AGENT else card.preferences
        to = _of_person(person, card.language, values, case, wishes)
        if case and wishes and IN_APP in wishes.channels:
            to.addresses[IN_APP] = case.case_id
        return to

    async def _party(self, party_id: str, case: Contact | None) -> Recipient | Obstacle:
        """The token is in the fragment: browsers send it to no server, no log.

        An inbox is the case's: what only one party may read does not lie there.
        """
        party = await self._contacts.load(party_id)
        card = await self._card(party, PartyCard)
        if isinstance(card, Obstacle):
            return card
        values = {
            "answer_url": f"{self._base_url}/invitation#{card.answer_token}",
            "page_url": f"{self._base_url}/mediation#{card.answer_token}",
        }
        wishes = _elsewhere_than(IN_APP, card.preferences)
        to = _of_person(card.person, card.language, values, party, wishes)
        unwanted = party.unwanted(case) if party else ()
        return replace(to, opted_out=unwanted)

    async def _signer(self, contact_id: str) -> Recipient | Obstacle:
        """A code that has expired is told to nobody."""
        contact = await self._contacts.load(contact_id)
        if contact and contact.expires_at and contact.card is None:
            return Obstacle("nobody")
        card = await self._card(contact, SigningCard)
        if isinstance(card, Obstacle):
            return card
        return _of_person(card.person, card.language, {"code": card.code})

    async def _originator(self, id: str, topic_id: str) -> Recipient | Obstacle:
        """Somebody who joined a topic; or a case: whoever speaks for it."""
        contact = await self._contacts.load(id)
        link = {"topic_url": f"{self._base_url}/topics/{topic_id}"}
        if contact is None or contact.case_id != id:
            card = await self._card(contact, OriginatorCard)
            if isinstance(card, Obstacle):
                return card
            return _of_person(card.person, card.language, link, contact)
        of_case = await self._card(contact, ContactCard)
        if isinstance(of_case, Obstacle):
            return of_case
        person = of_case.applicant or of_case.agent
        if person is None:
            return Obstacle("nobody")
        wishes = of_case.preferences if of_case.applicant else None
        return _of_person(person, of_case.language, link, contact, wishes)

    async def _card(self, contact: Contact | None, model: type[T]) -> T | Obstacle:
        if contact and contact.erased:
            return Obstacle("nobody")
        if contact is None or contact.card is None:
            return Obstacle("not_yet")
        card = await self._vault.open(contact.contact_id, contact.card, model)
        return card or Obstacle("nobody")

    def _office(self, message: Message) -> Recipient:
        office = self._of_the_city(message)
        name = office.called("zh")
        values = {"name": name, "office_name": name}
        addresses = addresses_of(office.email, office.phone)
        if inbox := self._inbox(message):
            addresses[IN_APP] = inbox
        return Recipient(addresses, "zh", values)

    def _inbox(self, message: Message) -> str | None:
        """A head's own, apart from the department's: not all there may read it."""
        whose = message.recipient
        if message.audience == MEDIATOR:
            return None
        if message.audience != SUPERVISOR or whose == DISPATCHER:
            return office_inbox(whose)
        return supervisors_inbox(None if whose in self._directory.desks else whose)

    def _of_the_city(self, message: Message) -> Office:
        if message.audience == MEDIATOR:
            return self._directory.mediator(message.recipient)
        desk = self._directory.desks.get(message.recipient)
        return desk or self._directory.organisation(message.recipient)


def _of_person(
    person: Person,
    language: str,
    values: dict[str, Any],
    contact: Contact | None = None,
    wishes: Preferences | None = None,
) -> Recipient:
    named = {"name": person.name} | values
    addresses = addresses_of(person.email, person.phone)
    optout = contact.opted_out if contact else ()
    return Recipient(addresses, language, named, person, wishes, optout)


def _elsewhere_than(channel: str, said: Preferences | None) -> Preferences | None:
    left = tuple(way for way in said.channels if way != channel) if said else ()
    return said and said.model_copy(update={"channels": left})


def addresses_of(email: str | None, phone: str | None = None) -> dict[str, str]:
    """By channel; a number that takes no short messages may still be called."""
    found: dict[str, str] = {}
    if email and ADDRESS.fullmatch(email):
        found["email"] = email
    if number := mobile_number(phone):
        found["sms"] = number
    if number := number_of(phone):
        found["voice"] = number
    return found
