"""What a message says and where it goes, put together at the last moment."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository
from services.notification.channels.channel import Letter
from services.notification.domain.contact import Contact
from services.notification.domain.errands.printing import invites
from services.notification.domain.message import Message
from services.notification.domain.states import BY_PERSON, IN_APP
from services.notification.domain.ways import allowed, reachable, wished
from services.notification.masking import without_tokens
from services.notification.recipients import Obstacle, Recipient, Recipients
from services.notification.subscriptions import READ
from services.notification.texts.directory import Directory
from services.notification.texts.forms import FORM_OF
from services.notification.texts.holes import EmptyHole
from services.notification.texts.templates import Templates
from services.notification.texts.wording import words_of
from services.notification.texts.writing import form_of, opening, written


@dataclass(frozen=True, repr=False)
class Printed:
    """What a paper says; `link`: where its QR code leads, if anywhere."""

    subject: str
    body: str
    link: str


class Composer:
    def __init__(
        self,
        contacts: Repository[Contact],
        vault: Vault,
        directory: Directory,
        templates: Templates,
        base_url: str,
    ) -> None:
        self.vault = vault
        self._contacts = contacts
        self._directory = directory
        self._templates = templates
        self._recipients = Recipients(contacts, vault, directory, base_url)

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

    async def still_wanted(self, message: Message, channel: str) -> bool:
        """Whether a letter that was ready for a while may leave: nobody was erased.

        Asked right before it leaves; an office is told whatever becomes of a case.
        """
        if message.contact_id is None:
            return True
        contact = await self._contacts.load(message.contact_id)
        if contact is None:
            return False
        case = contact
        if message.contact_id != message.case_id:
            case = await self._contacts.load(message.case_id) or contact
        return contact.may_be_told(channel, message.legal, case)

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

    async def recipient(
        self, message: Message, case: Contact | None
    ) -> Recipient | Obstacle:
        return await self._recipients.of(message, case)

    async def has_agent(self, case: Contact | None) -> bool:
        return await self._recipients.has_agent(case)

    def words(
        self, message: Message, case: Contact | None, to: Recipient
    ) -> tuple[str, str] | None:
        """What somebody says or prints in our place; None: not yet, or no longer.

        A code for signing is shown to nobody but who signs; a party's own link neither.
        """
        return self._said(message, case, to, without_tokens(to.values))

    def printed(
        self, message: Message, case: Contact | None, to: Recipient
    ) -> Printed | None:
        """As `words`; an invitation has the link besides that is the reader's alone.

        The code leads to the link of the text, unless what opens it is left out.
        """
        shown = without_tokens(to.values)
        own = to.values if invites(message) else shown
        said = self._said(message, case, to, own)
        if said is None:
            return None
        needs = sorted(self._templates.text(message.template, to.language).needs)
        links = [name for name in needs if name.endswith("_url") and name in own]
        whole = (str(own[name]) for name in links if own[name] == to.values[name])
        return Printed(*said, next(whole, ""))

    def _said(
        self,
        message: Message,
        case: Contact | None,
        to: Recipient,
        own: dict[str, Any],
    ) -> tuple[str, str] | None:
        text = self._templates.text(message.template, to.language)
        values = self._told(message, to, case) | own
        if "code" in text.needs or not text.needs <= values.keys():
            return None
        try:
            letter = self._letter(message, to, values, (message.person_channel,))
        except EmptyHole:
            return None
        return letter.subject, letter.body

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
    left = message.ways or _wished(message, to)
    if left[0] in BY_PERSON:
        return Obstacle("not_wished")
    unwanted = () if message.legal else to.opted_out
    if allowed(message.channels, unwanted)[0] in BY_PERSON:
        return Obstacle("opted_out")
    wanted = allowed(left, unwanted)
    found = reachable(wanted, to.addresses.keys() & frozenset(served))
    return Obstacle("no_address") if found[0] in BY_PERSON else found


def _wished(message: Message, to: Recipient) -> tuple[str, ...]:
    """The proof is in their inbox already, if they want it there: a copy is not."""
    ways = wished(message.channels, to.preferences)
    if not message.is_copy or IN_APP not in ways:
        return ways
    left = tuple(way for way in ways if way != IN_APP)
    return message.channels if left[0] in BY_PERSON else left
