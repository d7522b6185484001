"""The mediation centre without infrastructure: real handlers, invented people."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from contracts.codes import derived_id
from contracts.dispute import InvitationSent
from contracts.envelope import Payload
from contracts.intake import ContentGranted, ContentRevoked
from contracts.routing import TaskAssigned
from contracts.sealed import CaseContent, PartyCard, Person
from services.dispute.city import load_rules
from services.dispute.domain.choosing.taking import Confirm, confirm
from services.dispute.domain.choosing.wishing import Prefer, prefer
from services.dispute.domain.joining.answering import Answer, answer
from services.dispute.domain.mediation import Mediation, mediation_id
from services.dispute.domain.roster import Roster
from services.dispute.domain.waking import wake
from services.dispute.handlers import handlers
from services.dispute.invitations import Invitations
from services.dispute.words import sealed_answers
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_private_jwk, new_secret, public_jwk
from services.kit.sealing.readers import Opener, Sealer
from services.kit.sealing.vault import Vault
from services.kit.testing.clock import MONDAY
from services.kit.testing.keys import MemoryKeys
from services.kit.testing.platform import MemoryPlatform, arrived
from services.kit.writing.change import Change

CITY = load_rules(Path("deploy/config"), {})
"""Of 清河市, as the platform starts with it."""

CASE = derived_id("a case")
TASK = derived_id("a task")
CENTRE = "mediation-centre"
ZHANG = Person(name="张三", phone="139-0000-0001", email="zhang.san@people.example")
LI = Person(name="李四", phone="139-0000-0002")
WANG = Person(name="王五", email="wang.wu@people.example")
MEDIATOR = "chen-he"
READERS = ("intake", "notification", CENTRE)


def task_assigned(
    category: str = "neighbours", task_id: str = TASK, round: int = 1
) -> TaskAssigned:
    return TaskAssigned(
        case_id=CASE,
        task_id=task_id,
        round=round,
        department=CENTRE,
        case_no="202603020000017",
        role="lead",
        kind="dispute",
        category=category,
        area="990101001",
        urgency="normal",
        assigned_at=MONDAY,
        due_at=MONDAY,
    )


def content(*named: Person) -> CaseContent:
    others = [person.model_dump(exclude_none=True) for person in named]
    return CaseContent(
        case_no="202603020000017",
        title="楼上漏水",
        text="厨房天花板一直滴水",
        applicant=ZHANG,
        answers={"parties": others},
    )


@dataclass
class World:
    keys: Path
    city: MemoryPlatform = field(default_factory=MemoryPlatform)
    private: dict[str, str] = field(
        default_factory=lambda: {reader: new_private_jwk() for reader in READERS}
    )
    received: int = 0

    def __post_init__(self) -> None:
        for reader, key in self.private.items():
            (self.keys / f"{reader}.jwk").write_text(public_jwk(key))
        self.sealer = Sealer(self.keys)
        self.vault = Vault(MemoryKeys(), new_secret())
        self.invitations = Invitations(
            self.vault, self.sealer, Digests(new_secret()), self.city.clock
        )
        self.rules = replace(CITY, answers=sealed_answers(self.sealer))
        self.mediations = self.city.repository(
            "dispute", "mediations", Mediation, self._wake
        )
        opener = Opener(self.private[CENTRE])
        self.handlers = handlers(
            self.mediations, self.rules, opener, self.vault, self.invitations
        )

    def _wake(self, mediation: Mediation, now: datetime) -> Change[Mediation] | None:
        return wake(self.rules, mediation, now)

    def has_to_do(self, open: dict[str, int]) -> None:
        """As last counted."""
        self.rules = replace(self.rules, workload=open)

    def only(self, *codes: str) -> None:
        """A city with a smaller roster."""
        left = tuple(m for m in self.rules.roster.mediators if m.code in codes)
        self.rules = replace(self.rules, roster=Roster(left))

    @property
    def id(self) -> str:
        return mediation_id(TASK)

    async def receive(self, *facts: Payload) -> None:
        for fact in facts:
            self.received += 1
            about_content = isinstance(fact, (ContentGranted, ContentRevoked))
            feed = "contents" if about_content else "tasks"
            topic = f"departments.{CENTRE}.{feed}"
            arrival = arrived(fact, sequence=self.received, topic=topic)
            await self.city.deliver(self.handlers, arrival)

    def granted(self, *named: Person, task_id: str = TASK) -> ContentGranted:
        return ContentGranted(
            case_id=CASE,
            task_id=task_id,
            department=CENTRE,
            content=self.sealer.seal(CENTRE, content(*named)),
        )

    async def mediation(self, task_id: str = TASK) -> Mediation:
        mediation = await self.mediations.load(mediation_id(task_id))
        assert mediation is not None
        return mediation

    @property
    def invited(self) -> dict[str, str]:
        """Whom notification was asked to reach, and the token that they were sent."""
        letters = [fact for fact in self.city.facts if isinstance(fact, InvitationSent)]
        cards = [self.opened_by_notification(letter.contact) for letter in letters]
        return {card.person.name: card.answer_token for card in cards}

    def opened_by_notification(self, sealed: str) -> PartyCard:
        return Opener(self.private["notification"]).open(sealed, PartyCard)

    async def answers(self, person: Person, *, yes: bool) -> None:
        token_hash = self.invitations.hash_of(self.invited[person.name])
        command, decide = Answer(token_hash, yes), partial(answer, self.rules)
        await self.mediations.command(self.id, command, decide)
        await self.city.settle()

    async def prefers(self, person: Person, *mediators: str) -> None:
        token_hash = self.invitations.hash_of(self.invited[person.name])
        await self.do(prefer, Prefer(token_hash, mediators))

    async def do(self, decide: Callable[..., Any], command: Any) -> None:
        """What somebody asks of the mediation."""
        bound = partial(decide, self.rules)
        await self.mediations.command(self.id, command, bound)
        await self.city.settle()

    async def selecting(self) -> None:
        await self.receive(task_assigned(), self.granted(LI))
        await self.answers(ZHANG, yes=True)
        await self.answers(LI, yes=True)

    async def mediating(self) -> None:
        """With `MEDIATOR`, whom both want, and who has nothing to disclose."""
        await self.selecting()
        await self.prefers(ZHANG, MEDIATOR)
        await self.prefers(LI, MEDIATOR)
        await self.do(confirm, Confirm(MEDIATOR))

    def said(self) -> list[str]:
        """What left, in words: the fact's short name and what matters of it."""
        return [_in_short(fact) for fact in self.city.facts]


def _in_short(fact: Payload) -> str:
    name = fact.TYPE.split(".")[2]
    told = (
        "action",
        "outcome",
        "reason",
        "accepts",
        "partly",
        "regime",
        "mediator",
        "how",
    )
    values = (getattr(fact, key, None) for key in told)
    return " ".join([name, *(str(value) for value in values if value is not None)])
