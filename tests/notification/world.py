"""Notification without infrastructure: the city's own texts, invented people."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from contracts.codes import derived_id
from contracts.dispute import InvitationSent
from contracts.envelope import Payload
from contracts.intake import (
    CaseAccepted,
    CaseAnswered,
    CaseRegistered,
    ContactRegistered,
)
from contracts.notification import OfMessage
from contracts.routing import TaskAssigned
from contracts.sealed import ContactCard, PartyCard, Person, Preferences
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_private_jwk, new_secret, public_jwk
from services.kit.sealing.readers import Opener, Sealer
from services.kit.sealing.vault import Vault
from services.kit.testing.clock import MONDAY
from services.kit.testing.keys import MemoryKeys
from services.kit.testing.platform import MemoryPlatform, arrived
from services.notification.channels.channel import Accepted, Channel, Letter, Receipt
from services.notification.composing import Composer
from services.notification.delivery.house import House
from services.notification.delivery.office import Office, Provider
from services.notification.delivery.rules import Rules, Times, load_rules
from services.notification.domain.contact import Contact, expire
from services.notification.domain.course.forgetting import forget
from services.notification.domain.message import Message
from services.notification.handlers import Reception, handlers
from services.notification.inbox.box import Inbox, drop_old
from services.notification.inbox.channel import InApp
from services.notification.people import People
from services.notification.subscriptions import Subscriptions
from services.notification.texts.loading import Texts, load_texts
from tests.notification.sending.memory import MemoryQueries

CITY = Path("deploy/config")
CASE = derived_id("a case")
CASE_NO = "202603020000017"
ZHANG = Person(name="张三", phone="139-0000-0001", email="zhang.san@people.example")
AGENT = Person(name="李四", email="li.si@people.example")
NO_MAIL = Person(name="王五", phone="139-0000-0003")


def accepted() -> CaseAccepted:
    return CaseAccepted(
        case_id=CASE,
        case_no=CASE_NO,
        kind="request",
        category="sanitation",
        area="990101001",
        channel="web",
        received_at=MONDAY,
        accepted_at=MONDAY,
    )


def registered(area: str | None = "990101001") -> CaseRegistered:
    return CaseRegistered(
        case_id=CASE,
        case_no=CASE_NO,
        kind="request",
        channel="web",
        received_at=MONDAY,
        area=area,
    )


def answered() -> CaseAnswered:
    return CaseAnswered(case_id=CASE, case_no=CASE_NO, outcome="resolved")


def task(department: str = "housing") -> dict[str, str]:
    """Of every fact about that department's task."""
    task_id = derived_id("a task", department)
    return {"case_id": CASE, "task_id": task_id, "department": department}


def assigned(department: str = "housing", kind: str = "request") -> TaskAssigned:
    return TaskAssigned(
        **task(department),
        case_no=CASE_NO,
        role="lead",
        kind=kind,
        category="sanitation",
        area="990101001",
        urgency="normal",
        assigned_at=MONDAY,
        due_at=MONDAY + timedelta(days=7),
    )


@cache
def loaded() -> Texts:
    return load_texts(CITY)


@cache
def rules() -> Rules:
    return load_rules(CITY / "notification")


class Died(BaseException):
    """This process, in the middle of what it did: another goes on in its place."""


@dataclass
class MemoryMail:
    """A provider that accepts, or does `fault` first."""

    sent: list[tuple[str, Letter]] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)
    after: list[BaseException] = field(default_factory=list)
    """Raised after accepting: this process dies before it can write it down."""

    name: str = "email"

    async def send(self, letter: Letter, reference: str) -> Accepted:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append((reference, letter))
        if self.after:
            raise self.after.pop(0)
        return Accepted(f"p-{len(self.sent)}")

    async def receipt(self, reference: str) -> Receipt:
        return Receipt("unknown")

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class World:
    keys: Path
    city: MemoryPlatform = field(default_factory=MemoryPlatform)
    mail: MemoryMail = field(default_factory=MemoryMail)
    gateways: tuple[Channel, ...] = ()
    rules: Rules = field(default_factory=rules)
    subscriptions: Subscriptions | None = None
    received: int = 0

    def __post_init__(self) -> None:
        key = new_private_jwk()
        (self.keys / "notification.jwk").write_text(public_jwk(key))
        self.sealer = Sealer(self.keys)
        self.vault = Vault(MemoryKeys(), new_secret())
        self.messages = self.city.repository(
            "notification", "messages", Message, forget
        )
        self.contacts = self.city.repository(
            "notification", "contacts", Contact, expire
        )
        inboxes = self.city.repository("notification", "inboxes", Inbox, drop_old)
        self.in_app = InApp(inboxes, self.vault)
        self.queries = MemoryQueries(self.messages, self.contacts, self.city)
        texts = loaded()
        self.subscriptions = self.subscriptions or texts.subscriptions
        self.composer = Composer(
            self.contacts,
            self.vault,
            texts.directory,
            texts.templates,
            "https://tongban.example",
        )
        times = Times(self.rules, self.city.clock)
        rooms = (self.messages, self.contacts, self.queries)
        reception = Reception(*rooms, self.subscriptions, times)
        self.opener = Opener(key)
        self.people = People(Digests(new_secret()))
        self.handlers = handlers(reception, self.opener, self.vault, self.people)
        self.house = House(
            self.messages, self.composer, self.queries, self.rules, self.city.clock
        )
        self.office = self.opened()

    def opened(self) -> Office:
        """A process that knows nothing of what another had in hand."""
        return Office(self.house, [Provider(way, 1) for way in self.ways])

    @property
    def ways(self) -> tuple[Channel, ...]:
        return (self.mail, *self.gateways, self.in_app)

    async def receive(self, *facts: Payload) -> None:
        for fact in facts:
            self.received += 1
            arrival = arrived(fact, sequence=self.received)
            await self.city.deliver(self.handlers, arrival)

    async def send(self, after: timedelta = timedelta(0)) -> None:
        """Lets time pass and everything due be sent."""
        self.city.clock.advance(after)
        try:
            await self.office.settle()
        except Died:
            self.office = self.opened()
        await self.city.settle()

    def contact(
        self,
        applicant: Person | None = ZHANG,
        agent: Person | None = None,
        language: str = "zh",
        preferences: Preferences | None = None,
    ) -> ContactRegistered:
        card = ContactCard(
            applicant=applicant,
            agent=agent,
            case_no=CASE_NO,
            query_code="K7M2PQ",
            language=language,
            preferences=preferences,
        )
        sealed = self.sealer.seal("notification", card)
        return ContactRegistered(case_id=CASE, contact=sealed)

    def invitation(
        self, person: Person, token: str = "the-token", **wished: Any
    ) -> InvitationSent:
        card = PartyCard(person=person, answer_token=token, **wished)
        return InvitationSent(
            case_id=CASE,
            mediation_id=derived_id("a mediation"),
            party_id=derived_id("a party", person.name),
            contact=self.sealer.seal("notification", card),
        )

    @property
    def to(self) -> list[str]:
        return [letter.to for _, letter in self.mail.sent]

    def told(self) -> list[str]:
        """Facts in short: what happened, to whom, how."""
        facts = (fact for fact in self.city.facts if isinstance(fact, OfMessage))
        return [f"{f.TYPE.split('.')[2]} {f.audience} {f.channel}" for f in facts]

    def about(self, fact: Payload, sequence: int) -> UUID:
        return arrived(fact, sequence=sequence).event.id
