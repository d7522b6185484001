"""What a message says and where it goes, put together at the last moment."""

import re
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from contracts.sealed import ContactCard, PartyCard, Person, Plaintext, Preferences
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository
from services.notification.directory import Directory
from services.notification.domain.audience import AGENT
from services.notification.domain.contact import Contact
from services.notification.domain.message import Message
from services.notification.domain.sending import EMAIL
from services.notification.subscriptions import READ
from services.notification.templates import Templates
from services.notification.wording import words_of

T = TypeVar("T", bound=Plaintext)
ADDRESS = re.compile(r"[^@\s,;:<>()\"\\]{1,64}@[^@\s,;:<>()\"\\]{1,190}")


@dataclass(frozen=True, repr=False)
class Letter:
    """Exists in memory only, while it is being sent; shows nothing of itself."""

    to: str
    subject: str
    body: str


@dataclass(frozen=True)
class Obstacle:
    """Why there is no letter: not yet, no address, nobody in that role, or no wish."""

    kind: Literal["not_yet", "no_address", "not_wished", "nobody"]


@dataclass(frozen=True, repr=False)
class Recipient:
    email: str | None
    language: str
    values: dict[str, Any]
    person: Person | None = None
    preferences: Preferences | None = None
    """How they want to be spoken to."""


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
        self._vault = vault
        self._directory = directory
        self._templates = templates
        self._base_url = base_url.rstrip("/")

    async def case_of(self, message: Message) -> Contact | None:
        return await self._contacts.load(message.case_id)

    async def compose(
        self, message: Message, case: Contact | None
    ) -> Letter | Obstacle:
        """`not_yet` while anything the template needs has not arrived."""
        to = await self.recipient(message, case)
        if isinstance(to, Obstacle):
            return to
        text = self._templates.text(message.template, to.language)
        values = self._told(message, to, case) | to.values
        if not text.needs <= values.keys():
            return Obstacle("not_yet")
        if not _wishes_mail(to.preferences):
            return Obstacle("not_wished")
        if not to.email or not ADDRESS.fullmatch(to.email):
            return Obstacle("no_address")
        return Letter(to.email, *text.rendered(values))

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
        return Recipient(person.email, card.language, values, person, wishes)

    async def _party(self, party_id: str) -> Recipient | Obstacle:
        """The token is in the fragment: browsers send it to no server, no log."""
        card = await self._card(await self._contacts.load(party_id), PartyCard)
        if isinstance(card, Obstacle):
            return card
        link = f"{self._base_url}/invitation#{card.answer_token}"
        values = {"name": card.person.name, "answer_url": link}
        return Recipient(card.person.email, card.language, values, card.person)

    async def _card(self, contact: Contact | None, model: type[T]) -> T | Obstacle:
        if contact is None or contact.card is None:
            return Obstacle("not_yet")
        card = await self._vault.open(contact.contact_id, contact.card, model)
        return card or Obstacle("nobody")

    def _office(self, message: Message) -> Recipient:
        desk = self._directory.desks.get(message.recipient)
        office = desk or self._directory.organisation(message.recipient)
        return Recipient(office.email, "zh", {})

    def _told(
        self, message: Message, to: Recipient, case: Contact | None
    ) -> dict[str, Any]:
        """Everything the event says, in the recipient's language, and its case."""
        kind = READ[message.event_type]
        told = words_of(kind, message.values, self._directory, to.language)
        number = message.values.get("case_no") or (case and case.case_no)
        return told | ({"case_no": number} if number else {})


def _wishes_mail(said: Preferences | None) -> bool:
    """Whoever says nothing is written to; a human please, and nothing is mailed."""
    if said is None:
        return True
    return not said.human and (not said.channels or EMAIL in said.channels)
