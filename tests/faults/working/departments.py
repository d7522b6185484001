"""Simulated departments that live through everything the test does to the platform."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from contracts.department import TaskReply
from contracts.envelope import Event, event
from contracts.intake import ContentGranted
from contracts.routing import CoHandlerReported, ReplyRejected, TaskAssigned
from contracts.sealed import AnswerText, CaseContent
from contracts.topics import Unreadable, all_topics, decode, department_of, encode
from services.kit.sealing.readers import Opener, Sealer
from tests.faults.working.matters import ANSWER
from tests.faults.working.post import Post
from tools.access.installation import Installation
from tools.access.reading import every, places_of

OTHERS_AT_WORK = "co-handlers-open"


@dataclass
class Department:
    """Signs and answers each task, unless it is told to hold a case back.

    A lead that was too early says it again when the last of the others has reported.
    """

    code: str
    opener: Opener
    sealer: Sealer
    post: Post
    run: str
    held: set[str] = field(default_factory=set)
    tasks: dict[str, Event[TaskAssigned]] = field(default_factory=dict)
    granted: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    too_early: set[str] = field(default_factory=set)
    known: set[UUID] = field(default_factory=set)
    rejected: list[ReplyRejected] = field(default_factory=list)
    said: int = 0

    async def take(self, value: bytes) -> None:
        """A repeat is dropped: that is all a department has to do about delivery."""
        with suppress(Unreadable):
            arrived: Event[Any] = decode(value)
            if arrived.id not in self.known:
                self.known.add(arrived.id)
                self._note(arrived)
                await self.answer_what_is_ready()
                await self._answer_last(arrived.data)

    async def answer_what_is_ready(self) -> None:
        for task_id in self.granted & self.tasks.keys() - self.answered:
            if self.tasks[task_id].data.case_id not in self.held:
                self.answered.add(task_id)
                await self._answer(self.tasks[task_id])

    async def say(self, task: Event[TaskAssigned], **said: Any) -> None:
        fact = task.data
        about = {"case_id": fact.case_id, "task_id": fact.task_id}
        reply = TaskReply.model_validate(about | {"department": self.code} | said)
        self.said += 1
        source = f"/departments/{self.code}/{self.run}"
        letter = event(reply, source, self.said, datetime.now(UTC), task.id)
        topic = f"departments.{self.code}.replies"
        await self.post.send(topic, fact.case_id.encode(), encode(letter))

    def _note(self, arrived: Event[Any]) -> None:
        match arrived.data:
            case TaskAssigned() as fact:
                self.tasks[fact.task_id] = arrived
            case ContentGranted() as fact:
                self.opener.open(fact.content, CaseContent)
                self.granted.add(fact.task_id)
            case ReplyRejected(reason=reason, task_id=str(task_id)) if (
                reason == OTHERS_AT_WORK
            ):
                self.too_early.add(task_id)
            case ReplyRejected() as fact:
                self.rejected.append(fact)

    async def _answer(self, task: Event[TaskAssigned]) -> None:
        await self.say(task, action="acknowledge")
        await self._complete(task)

    async def _answer_last(self, fact: Any) -> None:
        """Routing says both in one feed, so the report comes after the rejection."""
        last = isinstance(fact, CoHandlerReported) and fact.open == 0
        if last and fact.task_id in self.too_early:
            self.too_early.discard(fact.task_id)
            await self._complete(self.tasks[fact.task_id])

    async def _complete(self, task: Event[TaskAssigned]) -> None:
        words = self.sealer.seal("intake", AnswerText(text=ANSWER))
        await self.say(task, action="complete", outcome="resolved", answer=words)


class Departments:
    """Some of the city's, each with its own login, key and consumer."""

    def __init__(self, installation: Installation, codes: Iterable[str]) -> None:
        self._installation = installation
        self._codes = tuple(codes)
        self._consumers: list[AIOKafkaConsumer] = []
        self._work: list[asyncio.Task[None]] = []
        self.of: dict[str, Department] = {}

    async def open(self, run: str) -> None:
        """Only what comes later is answered."""
        for code in self._codes:
            await self._open(code, run)

    async def close(self) -> None:
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        for consumer in self._consumers:
            await consumer.stop()
        for department in self.of.values():
            await department.post.close()

    def hold(self, case_id: str) -> None:
        for department in self.of.values():
            department.held.add(case_id)

    async def let_go(self, case_id: str) -> None:
        for department in self.of.values():
            department.held.discard(case_id)
            await department.answer_what_is_ready()

    @property
    def troubles(self) -> list[str]:
        return [repr(task.exception()) for task in self._work if task.done()]

    async def _open(self, code: str, run: str) -> None:
        login = self._installation.login(code)
        consumer = AIOKafkaConsumer(**login, enable_auto_commit=False)
        await consumer.start()
        self._consumers.append(consumer)
        mine = (t for t in all_topics([code]) if department_of(t.name) == code)
        consumer.assign(places_of((t for t in mine if code in t.readers), every))
        await consumer.seek_to_end()
        opener = Opener(self._installation.key_of(code))
        sealer = Sealer(self._installation.places.keys)
        department = Department(code, opener, sealer, Post(login), run)
        self.of[code] = department
        self._work.append(asyncio.create_task(_work(department, consumer)))


async def _work(department: Department, consumer: AIOKafkaConsumer) -> None:
    while True:
        with suppress(KafkaError):
            record = await consumer.getone()
            await department.take(record.value)
