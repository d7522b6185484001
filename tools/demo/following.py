"""Follows the city's topics live, as an auditor may, and tells who is waited for."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, ConsumerRecord

from contracts.dispute import MediationAgreed, MediationEnded, MediationOpened
from contracts.envelope import Event, Payload
from contracts.intake import CaseAnswered, CaseWithdrawn
from contracts.notification import (
    MessageFailed,
    MessageHandedToPerson,
    MessageQueued,
    MessageSent,
    OfMessage,
)
from contracts.routing import (
    CaseConcluded,
    OfTask,
    TaskAssigned,
)
from contracts.topics import Unreadable, all_topics, decode
from deploy.local.kafka.rights import audited
from tools.access.reading import every, places_of
from tools.checker.ending import ends
from tools.demo.counting import Figures

FOLLOWED = audited(all_topics([]))
ANSWER = "case-answered"
Reaction = Callable[[Any], Awaitable[None]]


@dataclass
class Course:
    """What has happened to which case since the demonstration began."""

    tasks: Counter[str] = field(default_factory=Counter)
    mediations: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    concluded_at: dict[str, datetime] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    withdrawn: set[str] = field(default_factory=set)
    at_work: dict[str, set[str]] = field(default_factory=dict)
    """By case, the tasks that have not ended."""
    figures: Figures = field(default_factory=Figures)
    told_at: dict[str, datetime] = field(default_factory=dict)
    put_off: set[str] = field(default_factory=set)
    """Whose answer waits for the morning, or goes with what else they are told."""
    heard: int = 0

    def note(self, event: Event[Any]) -> None:
        fact: Payload = event.data
        self.heard += 1
        self.figures.note(fact)
        match fact:
            case TaskAssigned():
                self.tasks[fact.case_id] += 1
                self.at_work.setdefault(fact.case_id, set()).add(fact.task_id)
            case OfTask() if ends(fact):
                self.at_work.get(fact.case_id, set()).discard(fact.task_id)
            case CaseConcluded():
                self.concluded_at.setdefault(fact.case_id, event.time)
            case CaseAnswered():
                self.answers[fact.case_id] += 1
            case CaseWithdrawn():
                self.withdrawn.add(fact.case_id)
            case MediationOpened():
                self.mediations[fact.case_id] += 1
            case MediationAgreed():
                self.ended["agreed"] += 1
            case MediationEnded():
                self.ended[fact.reason] += 1
            case MessageSent() | MessageHandedToPerson() | MessageFailed():
                self._message(fact, event.time)
            case MessageQueued(template=template) if template == ANSWER:
                self.put_off.add(fact.case_id)

    @property
    def answered(self) -> set[str]:
        return set(self.answers)

    @property
    def told(self) -> set[str]:
        return self.put_off.union(self.told_at)

    def finished(self, case_id: str, rounds: int = 1) -> bool:
        """Nobody is at work on it, and it is withdrawn, or answered in every round."""
        if self.at_work.get(case_id):
            return False
        return case_id in self.withdrawn or self.answers[case_id] >= rounds

    def _message(self, fact: OfMessage, at: datetime) -> None:
        self.messages[fact.case_id] += 1
        self.results[fact.TYPE.split(".")[2]] += 1
        if fact.template == ANSWER:
            self.told_at.setdefault(fact.case_id, at)


class Follower:
    """`reactions` are started by the facts they name; each runs beside the others."""

    def __init__(
        self, course: Course, reactions: dict[type[Payload], Reaction]
    ) -> None:
        self._course = course
        self._reactions = reactions
        self._known: set[UUID] = set()
        self._running: set[asyncio.Task[None]] = set()
        self.troubles: list[str] = []

    async def follow(self, consumer: AIOKafkaConsumer) -> None:
        async for record in consumer:
            self._take(record)

    def _take(self, record: ConsumerRecord) -> None:
        try:
            event = decode(record.value)
        except Unreadable:
            return
        if event.id in self._known:
            return
        self._known.add(event.id)
        self._course.note(event)
        reaction = self._reactions.get(type(event.data))
        if reaction:
            self._start(reaction(event.data))

    def _start(self, reacting: Awaitable[None]) -> None:
        task = asyncio.ensure_future(reacting)
        self._running.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Future[None]") -> None:
        self._running.discard(task)
        if not task.cancelled() and task.exception():
            self.troubles.append(repr(task.exception()))

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


async def from_now(login: dict[str, Any]) -> AIOKafkaConsumer:
    """A started consumer of the city's topics that hears only what comes after this."""
    consumer = AIOKafkaConsumer(**login, enable_auto_commit=False)
    await consumer.start()
    consumer.assign(places_of(FOLLOWED, every))
    await consumer.seek_to_end()
    return consumer
