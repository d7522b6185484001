"""Routing without infrastructure: real handlers, the real city, a stopped clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from contracts.codes import derived_id
from contracts.department import TaskReply
from contracts.envelope import Payload
from contracts.intake import CaseAccepted
from contracts.routing import TaskAssigned
from services.kit.running.directory import departments_of
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import MemoryPlatform, arrived
from services.routing.city import City, city_of
from services.routing.domain.acting.act import act
from services.routing.domain.acting.own import TaskAction
from services.routing.domain.deciding.moving import Transfer, transfer
from services.routing.domain.deciding.returns import DecideReturn, decide_return
from services.routing.domain.handling import Handling
from services.routing.domain.planning import Assign, assign
from services.routing.domain.replies import Correspondence
from services.routing.domain.task import Task
from services.routing.domain.waking import on_time, wake
from services.routing.handlers import handlers
from services.routing.rules.listing import vocabulary_of
from services.routing.rules.rulebook import Rulebook
from services.routing.rules.vocabulary import Vocabulary
from services.routing.views import view_handlers
from services.routing.views.figures import Figures
from tests.routing.memory import MemoryInbox
from tests.routing.memory_figures import MemoryReturns, MemoryRounds
from tests.routing.people import CASE, People

CITY = Path("deploy/config")
RULES = CITY / "routing/rules.json"
CASE_NO = "202603020000017"
ANSWER = "a.b.c.d.e"
"""Has the form of something sealed; routing cannot and does not look inside."""
FOR_ANOTHER = "x.b.c.d.e"
"""The same, for a key that intake does not have."""
USUAL = {"complete": {"answer": ANSWER}}
"""What departments say with an action, unless a test says otherwise."""


@cache
def city() -> City:
    return city_of(CITY)


@cache
def words() -> Vocabulary:
    return vocabulary_of(CITY)


@cache
def rulebook() -> Rulebook:
    return Rulebook(RULES, words(), city().limits)


@cache
def departments() -> tuple[str, ...]:
    return departments_of(CITY)


def case_accepted(**said: Any) -> CaseAccepted:
    """About a property, in Qingshi, unless said otherwise."""
    usual = {
        "case_id": CASE,
        "case_no": CASE_NO,
        "kind": "request",
        "request_type": "complaint",
        "category": "property",
        "area": "990101001001",
        "channel": "web",
        "received_at": MONDAY,
        "accepted_at": MONDAY,
    }
    return CaseAccepted.model_validate(usual | said)


@dataclass
class World(People):
    city: MemoryPlatform = field(default_factory=lambda: MemoryPlatform(departments()))
    inbox: MemoryInbox = field(default_factory=MemoryInbox)
    figures: Figures = field(
        default_factory=lambda: Figures(MemoryRounds(), MemoryReturns())
    )
    sent: int = 0

    def __post_init__(self) -> None:
        self.norms = city().norms
        self.handlings = self.city.repository(
            "routing", "handlings", Handling, partial(wake, self.norms)
        )
        self.letters = self.city.repository("routing", "correspondence", Correspondence)
        self.handlers = handlers(
            self.handlings,
            self.letters,
            rulebook().ruling,
            self.norms,
            view_handlers(self.inbox, self.figures),
            opens=lambda sealed: sealed != FOR_ANOTHER,
        )

    async def accept(self, **said: Any) -> Handling:
        await self.city.deliver(self.handlers, arrived(case_accepted(**said)))
        return await self.handling()

    async def accept_another(self, case_id: str, **said: str | None) -> None:
        fact = case_accepted(case_id=case_id, **said)
        await self.city.deliver(self.handlers, arrived(fact))

    async def handling(self) -> Handling:
        handling = await self.handlings.load(CASE)
        assert handling is not None
        return handling

    async def task(self, department: str) -> Task:
        """The latest that the department got."""
        tasks = (await self.handling()).tasks
        return [task for task in tasks if task.department == department][-1]

    async def command(self, decide: Callable[..., Any], command: Any) -> None:
        """What somebody decides about the handling."""
        await self.handlings.command(
            CASE, command, on_time(self.norms, partial(decide, self.norms))
        )
        await self.city.settle()

    async def hear(self, fact: Payload) -> None:
        """What another service says."""
        self.sent += 1
        await self.city.deliver(self.handlers, arrived(fact, sequence=100 + self.sent))

    async def act(self, department: str, action: str, **fields: Any) -> None:
        """By HTTP, as the department itself."""
        self.sent += 1
        id = fields.pop("id", f"request-{self.sent}")
        task_id = fields.pop("task_id", None)
        task_id = task_id or (await self.task(department)).task_id
        said = USUAL.get(action, {}) | fields
        command = TaskAction(id, department, task_id, action, **said)
        await self.command(act, command)

    async def sign(self, department: str) -> None:
        await self.act(department, "acknowledge")

    async def give_back(self, department: str) -> None:
        await self.act(department, "return", reason="not_our_duty", law="潍坊 22")

    async def complete(self, department: str, outcome: str = "resolved") -> None:
        await self.act(department, "complete", outcome=outcome)

    async def decide(
        self, department: str, decision: str, to: str | None = None
    ) -> None:
        """On the department's latest task."""
        task_id = (await self.task(department)).task_id
        await self.decide_on(task_id, decision, to)

    async def decide_on(
        self, task_id: str, decision: str, to: str | None = None
    ) -> None:
        command = DecideReturn(task_id, decision, to)
        await self.command(decide_return, command)

    async def transfer(self, department: str, to: str) -> None:
        task_id = (await self.task(department)).task_id
        await self.command(transfer, Transfer(task_id, to))

    async def assign(self, lead: str, *co_handlers: str) -> None:
        command = Assign(lead, co_handlers)
        await self.command(assign, command)

    async def reply(
        self, by: str, action: str, *, sequence: int | None = None, **said: Any
    ) -> None:
        """By Kafka, on the topic of department `by`; `source` is what it claims."""
        self.sent += 1
        source = said.pop("source", f"/{by}/programs/1")
        own = {"case_id": CASE, "department": by, "action": action}
        task_id = {} if "task_id" in said else {"task_id": await self._task_id(by)}
        fact = TaskReply.model_validate(own | task_id | USUAL.get(action, {}) | said)
        arrival = arrived(
            fact,
            source=source,
            sequence=sequence or 1000 + self.sent,
            topic=f"departments.{by}.replies",
        )
        await self.city.deliver(self.handlers, arrival)

    async def _task_id(self, department: str) -> str:
        handling = await self.handlings.load(CASE)
        tasks = handling.tasks if handling else ()
        own = [task.task_id for task in tasks if task.department == department]
        return own[-1] if own else derived_id("no such task")

    async def show(self) -> None:
        """Lets routing read its own topic, from the beginning."""
        for event in self.city.bus.on("routing.tasks"):
            handler = self.handlers.get(type(event.data))
            if handler:
                again = arrived(event.data, event.source, event.sequence)
                await handler(again)

    def said(self, kind: type[Payload]) -> list[Payload]:
        return [fact for fact in self.city.facts if type(fact) is kind]

    def assigned(self) -> list[TaskAssigned]:
        return self.said(TaskAssigned)
