"""What a message says and where it goes, put together at the last moment."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from contracts.sealed import ContactCard, PartyCard, Person, Plaintext, Preferences
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository
from services.notification.channels.channel import Letter
from services.notification.directory import Directory
from services.notification.domain.audience import AGENT
from services.notification.domain.contact import Contact
from services.notification.domain.message import Message
from services.notification.domain.states import BY_PERSON, EMAIL, IN_APP
from services.notification.domain.ways import allowed, reachable, wished
from services.notification.inbox.box import office_inbox
from services.notification.numbers import mobile_number, number_of
from services.notification.subscriptions import READ
from services.notification.templates import Templates
from services.notification.wording import words_of

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


class Composer:
    def __init__(
        self,
        contacts: Repository[Contact],
        vault: Vault,
        directory: Directory,
        templates: Templates,
        base_url: str,
    ) -> None:
        self._contacts = contacts
        self.vault = vault
        self._directory = directory
        self._templates = templates
        self._base_url = base_url.rstrip("/")

    async def case_of(self, message: Message) -> Contact | None:
        return await self._contacts.load(message.case_id)

    async def compose(
        self, message: Message, case: Contact | None, served: Collection[str]
    ) -> Letter | Obstacle:
        """`not_yet` while anything the template needs has not arrived.

        `served`: the channels that this house has a provider for.
        """
        to = await self.recipient(message, case)
        if isinstance(to, Obstacle):
            return to
        text = self._templates.text(message.template, to.language)
        values = self._told(message, to, case) | to.values
        if not text.needs <= values.keys():
            return Obstacle("not_yet")
        ways = _ways(message, to, served)
        if isinstance(ways, Obstacle):
            return ways
        subject, body = text.rendered(values)
        address = to.addresses[ways[0]]
        return Letter(address, subject, body, ways, message.template, to.language)

    def words(
        self, message: Message, case: Contact | None, to: Recipient
    ) -> tuple[str, str] | None:
        """What somebody says or writes in our place; None: not yet, or no longer."""
        text = self._templates.text(message.template, to.language)
        values = self._told(message, to, case) | to.values
        return text.rendered(values) if text.needs <= values.keys() else None

    async def recipient(
        self, message: Message, case: Contact | None
    ) -> Recipient | Obstacle:
        if message.contact_id is None:
            return self._office(message)
        if case and case.erased:
            return Obstacle("nobody")
        if message.audience == "party":
            return await self._party(message.contact_id)
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
            "name": person.name,
            "case_no": card.case_no,
            "query_code": card.query_code,
            "progress_url": f"{self._base_url}/progress",
        }
        wishes = None if role == AGENT else card.preferences
        addresses = _addresses(person.email, person.phone)
        if case and wishes and IN_APP in wishes.channels:
            addresses[IN_APP] = case.case_id
        optout = case.opted_out if case else ()
        return Recipient(addresses, card.language, values, person, wishes, optout)

    async def _party(self, party_id: str) -> Recipient | Obstacle:
        """The token is in the fragment: browsers send it to no server, no log."""
        party = await self._contacts.load(party_id)
        card = await self._card(party, PartyCard)
        if isinstance(card, Obstacle):
            return card
        link = f"{self._base_url}/invitation#{card.answer_token}"
        values = {"name": card.person.name, "answer_url": link}
        person = card.person
        addresses = _addresses(person.email, person.phone)
        optout = party.opted_out if party else ()
        return Recipient(addresses, card.language, values, person, opted_out=optout)

    async def _card(self, contact: Contact | None, model: type[T]) -> T | Obstacle:
        if contact is None or contact.card is None:
            return Obstacle("not_yet")
        card = await self.vault.open(contact.contact_id, contact.card, model)
        return card or Obstacle("nobody")

    def _office(self, message: Message) -> Recipient:
        desk = self._directory.desks.get(message.recipient)
        office = desk or self._directory.organisation(message.recipient)
        addresses = _addresses(office.email) | {IN_APP: office_inbox(message.recipient)}
        return Recipient(addresses, "zh", {})

    def _told(
        self, message: Message, to: Recipient, case: Contact | None
    ) -> dict[str, Any]:
        """Everything the event says, in the recipient's language, and its case."""
        kind = READ[message.event_type]
        told = words_of(kind, message.values, self._directory, to.language)
        number = message.values.get("case_no") or (case and case.case_no)
        return told | ({"case_no": number} if number else {})


def _ways(
    message: Message, to: Recipient, served: Collection[str]
) -> tuple[str, ...] | Obstacle:
    """What is left of the person's channels, with an address for the first."""
    left = message.ways or wished(message.channels, to.preferences)
    if left[0] in BY_PERSON:
        return Obstacle("not_wished")
    wanted = left if message.legal else allowed(left, to.opted_out)
    if wanted[0] in BY_PERSON:
        return Obstacle("opted_out")
    found = reachable(wanted, to.addresses.keys() & frozenset(served))
    return Obstacle("no_address") if found[0] in BY_PERSON else found


def _addresses(email: str | None, phone: str | None = None) -> dict[str, str]:
    """By channel; a number that takes no short messages may still be called."""
    found: dict[str, str] = {}
    if email and ADDRESS.fullmatch(email):
        found["email"] = email
    if number := mobile_number(phone):
        found["sms"] = number
    if number := number_of(phone):
        found["voice"] = number
    return found
