"""A deliberation without infrastructure: real rules, invented people."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from contracts.codes import derived_id
from contracts.dispute import OriginatorJoined
from contracts.dispute.deliberation import OfTopic
from contracts.envelope import Payload
from contracts.intake import CaseAccepted
from contracts.sealed import OriginatorCard, Person
from services.dispute.deliberating.city import load_norms
from services.dispute.deliberating.domain.keeping.promising import (
    Promise,
    Promises,
    promise,
)
from services.dispute.deliberating.domain.parts import Wording
from services.dispute.deliberating.domain.raising.proposing import Propose, propose
from services.dispute.deliberating.domain.raising.recurring import (
    Recurrence,
    forget_cases,
)
from services.dispute.deliberating.domain.raising.screening import Take, take
from services.dispute.deliberating.domain.talking.meeting import (
    Hold,
    Schedule,
    hold,
    schedule,
)
from services.dispute.deliberating.domain.topic import Topic
from services.dispute.deliberating.domain.waking import wake
from services.dispute.deliberating.hall import Hall
from services.dispute.deliberating.handlers import handlers
from services.dispute.deliberating.people import People, Proposal
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_private_jwk, new_secret, public_jwk
from services.kit.sealing.readers import Opener, Sealer
from services.kit.sealing.vault import Vault
from services.kit.testing.clock import MONDAY
from services.kit.testing.keys import MemoryKeys
from services.kit.testing.platform import MemoryPlatform, arrived
from services.kit.testing.readings import MemoryReadings
from tests.dispute.deliberating.memory import (
    MemoryNumbers,
    MemoryRecurrences,
    MemoryTopics,
    MemoryVoices,
)

CITY = Path("deploy/config")
STREET = "990101001"
ZHANG = Person(name="张三", phone="139-0000-0001", email="zhang.san@people.example")
TOPIC = derived_id("a topic")
WORDING = Wording(title="夜间烧烤摊", text="青石街道夜间烧烤摊如何管理")
PROPOSAL = Proposal(title="烧烤摊太吵", text="楼下每天到凌晨")
DAY = timedelta(days=1)


def case_accepted(place: int = 0, **fields: Any) -> CaseAccepted:
    usual = {
        "case_id": derived_id("case", str(place)),
        "case_no": f"20260302{place:06}0",
        "kind": "request",
        "request_type": "complaint",
        "category": "sanitation-street-trading",
        "area": "990101001001",
        "channel": "web",
        "received_at": MONDAY,
        "accepted_at": MONDAY + timedelta(minutes=place),
    }
    return CaseAccepted.model_validate(usual | fields)


@dataclass
class Square:
    keys: Path
    city: MemoryPlatform = field(default_factory=MemoryPlatform)
    notification: str = field(default_factory=new_private_jwk)
    _sequence: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        (self.keys / "notification.jwk").write_text(public_jwk(self.notification))
        self.vault = Vault(MemoryKeys(), new_secret())
        people = People(self.vault, Sealer(self.keys), Digests(new_secret()))
        self.norms = load_norms(CITY)
        topics = self.city.repository(
            "dispute", "topics", Topic, partial(wake, self.norms)
        )
        counts = self.city.repository(
            "dispute", "recurrences", Recurrence, forget_cases
        )
        self.hall = Hall(
            topics=topics,
            recurrences=counts,
            books=MemoryTopics(topics.documents),
            counts=MemoryRecurrences(counts.documents),
            voices=MemoryVoices(),
            numbers=MemoryNumbers(),
            readings=MemoryReadings(),
            people=people,
            norms=self.norms,
            clock=self.city.clock,
        )
        self.handlers = handlers(self.hall)

    @property
    def now(self):
        return self.city.clock()

    async def receive(self, *facts: Payload) -> None:
        """Each from a source of its own case, with sequences that go up."""
        for fact in facts:
            await self.city.deliver(
                self.handlers, arrived(fact, sequence=next(self._sequence))
            )

    async def command(self, command: Any, decide: Any, id: str = TOPIC) -> Topic:
        stored = await self.hall.topics.command(id, command, decide)
        await self.city.settle()
        return stored.state

    async def topic(self, id: str = TOPIC) -> Topic:
        topic = await self.hall.topics.load(id)
        assert topic is not None
        return topic

    async def topics(self) -> list[Topic]:
        ids = self.hall.topics.documents.ids
        return [await self.topic(id) for id in ids]

    async def proposed(self) -> Topic:
        people = self.hall.people
        command = Propose(
            topic_id=TOPIC,
            origin="resident",
            category="sanitation-street-trading",
            area=STREET,
            proposer=people.proposer("zhang"),
            digest="of the request",
            newcomer=await people.newcomer(TOPIC, "zhang", ZHANG, PROPOSAL),
        )
        return await self.command(command, partial(propose, self.norms))

    async def taken(self) -> Topic:
        await self.proposed()
        return await self.command(Take(WORDING), take)

    async def scheduled(self) -> Topic:
        await self.taken()
        command = Schedule(derived_id("m"), self.now + DAY, "hall-bingdili", "digest")
        return await self.command(command, partial(schedule, self.norms))

    async def held(self) -> Topic:
        await self.scheduled()
        self.city.clock.advance(DAY)
        return await self.command(Hold(23, None, "约定了收摊时间"), hold)

    async def promised(self, *departments: str) -> Topic:
        await self.held()
        made = tuple(self.promise(each) for each in departments or ("urban-mgmt",))
        return await self.command(Promises(made, "d"), partial(promise, self.norms))

    def promise(self, department: str, *co_handlers: str) -> Promise:
        return Promise(
            commitment_id=derived_id("promise", department),
            case_no="202603029000014",
            what="每晚十点前收摊",
            department=department,
            co_handlers=co_handlers,
            promised_by=self.now + 30 * DAY,
        )

    def said(self) -> list[str]:
        """What left, in words: the fact's short name and what matters of it."""
        return [_in_short(fact) for fact in self.city.facts]

    def named(self) -> set[tuple[str, ...]]:
        """The originators that the facts name."""
        return {f.originators for f in self.city.facts if isinstance(f, OfTopic)}

    @property
    def reached(self) -> list[OriginatorCard]:
        """Whom notification was told of."""
        opener = Opener(self.notification)
        joined = (f for f in self.city.facts if isinstance(f, OriginatorJoined))
        return [opener.open(fact.contact, OriginatorCard) for fact in joined]


def _in_short(fact: Payload) -> str:
    name = fact.TYPE.split(".")[2]
    told = ("origin", "decision", "reason", "times", "attended", "step", "done")
    values = (getattr(fact, key, None) for key in told)
    return " ".join([name, *(str(value) for value in values if value is not None)])
