"""What a message says and where it goes, put together at the last moment."""

import re
from collections.abc import Collection
from dataclasses import dataclass
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
from services.notification.channels.channel import Letter
from services.notification.domain.audience import (
    AGENT,
    MEDIATOR,
    ORIGINATOR,
    PARTY,
    code_contact,
)
from services.notification.domain.contact import Contact
from services.notification.domain.message import Message
from services.notification.domain.states import BY_PERSON, EMAIL, IN_APP
from services.notification.domain.ways import allowed, reachable, wished
from services.notification.inbox.box import office_inbox
from services.notification.masking import without_tokens
from services.notification.numbers import mobile_number, number_of
from services.notification.subscriptions import READ
from services.notification.texts.directory import Directory, Office
from services.notification.texts.forms import FORM_OF
from services.notification.texts.holes import EmptyHole
from services.notification.texts.templates import Templates
from services.notification.texts.wording import words_of
from services.notification.texts.writing import form_of, opening, written

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

    def opening(self, letter: Letter) -> str:
        """How all begins that is told by its channel: who it is that says so."""
        form = FORM_OF.get(letter.channel, "letter")
        return opening(self._directory, letter.language, form)

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
        return self._letter(message, to, values, ways)

    def _letter(
        self,
        message: Message,
        to: Recipient,
        values: dict[str, Any],
        ways: tuple[str, ...],
    ) -> Letter:
        text = self._templates.text(message.template, to.language)
        form = form_of(text, ways[0], to.preferences)
        subject, body = written(self._directory, text, values, form)
        address = to.addresses.get(ways[0], "")
        said = (message.template, text.language, text.version)
        return Letter(address, subject, body, ways, *said)

    def words(
        self, message: Message, case: Contact | None, to: Recipient
    ) -> tuple[str, str] | None:
        """What somebody says or prints in our place; None: not yet, or no longer.

        A code for signing is shown to nobody but who signs; a party's own link neither.
        """
        text = self._templates.text(message.template, to.language)
        values = self._told(message, to, case) | without_tokens(to.values)
        if "code" in text.needs or not text.needs <= values.keys():
            return None
        try:
            letter = self._letter(message, to, values, (message.person_channel,))
        except EmptyHole:
            return None
        return letter.subject, letter.body

    async def recipient(
        self, message: Message, case: Contact | None
    ) -> Recipient | Obstacle:
        contact_id = message.contact_id
        if contact_id is None:
            return self._office(message)
        if case and case.erased:
            return Obstacle("nobody")
        if contact_id == code_contact(message.about):
            return await self._signer(contact_id)
        if message.audience == PARTY:
            return await self._party(contact_id)
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

    async def _party(self, party_id: str) -> Recipient | Obstacle:
        """The token is in the fragment: browsers send it to no server, no log."""
        party = await self._contacts.load(party_id)
        card = await self._card(party, PartyCard)
        if isinstance(card, Obstacle):
            return card
        values = {
            "answer_url": f"{self._base_url}/invitation#{card.answer_token}",
            "page_url": f"{self._base_url}/mediation#{card.answer_token}",
        }
        return _of_person(card.person, card.language, values, party)

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
        card = await self.vault.open(contact.contact_id, contact.card, model)
        return card or Obstacle("nobody")

    def _office(self, message: Message) -> Recipient:
        office = self._of_the_city(message)
        name = office.called("zh")
        values = {"name": name, "office_name": name}
        inbox = {IN_APP: office_inbox(message.recipient)}
        addresses = addresses_of(office.email, office.phone) | inbox
        return Recipient(addresses, "zh", values)

    def _of_the_city(self, message: Message) -> Office:
        if message.audience == MEDIATOR:
            return self._directory.mediator(message.recipient)
        desk = self._directory.desks.get(message.recipient)
        return desk or self._directory.organisation(message.recipient)

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
    """What is left of the person's channels, with an address for the first.

    Only who wants none of the city's channels is told nothing: one that failed, or is
    not wanted, is not the last word.
    """
    left = message.ways or wished(message.channels, to.preferences)
    if left[0] in BY_PERSON:
        return Obstacle("not_wished")
    unwanted = () if message.legal else to.opted_out
    if allowed(message.channels, unwanted)[0] in BY_PERSON:
        return Obstacle("opted_out")
    wanted = allowed(left, unwanted)
    found = reachable(wanted, to.addresses.keys() & frozenset(served))
    return Obstacle("no_address") if found[0] in BY_PERSON else found


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
