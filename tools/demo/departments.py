"""Simulated departments: each with its own login and key, on its own topics only."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord

from contracts.department import TaskReply
from contracts.envelope import Event, event
from contracts.intake import ContentGranted
from contracts.routing import ReplyRejected, ReturnDecided, TaskAssigned
from contracts.sealed import AnswerText, CaseContent
from contracts.topics import Unreadable, all_topics, decode, department_of, encode
from services.kit.sealing.readers import Opener, Sealer
from tools.access.installation import Installation
from tools.access.reading import every, places_of
from tools.demo.submission import chance, lot

RETURNS = 25
"""One lead task in so many is returned."""

OUTCOMES = ("resolved",) * 7 + ("partly_resolved", "explained", "not_our_power")
ANSWERS = {
    "resolved": "您反映的问题已经处理好了,我们会再去看一次。",
    "partly_resolved": "已经处理了一部分,其余的安排在下个月。",
    "explained": "按现行规定暂时办不了,原因已经向您说明。",
    "not_our_power": "这件事由上级单位负责,已经把材料转过去,不用您再跑。",
}
JSON = ("content-type", b"application/cloudevents+json")


@dataclass
class Seen:
    """When a department could first read a case, by `monotonic`."""

    visible: dict[str, float] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)
    replies: int = 0


@dataclass
class Office:
    """One department's program: it signs, and returns or answers."""

    code: str
    run: str
    opener: Opener
    sealer: Sealer
    producer: AIOKafkaProducer
    seen: Seen
    tasks: dict[str, Event[TaskAssigned]] = field(default_factory=dict)
    granted: set[str] = field(default_factory=set)
    known: set[Any] = field(default_factory=set)
    said: int = 0

    async def take(self, record: ConsumerRecord) -> None:
        """A repeat is dropped: that is all a department has to do about delivery."""
        try:
            arrived = decode(record.value)
        except Unreadable:
            return
        if arrived.id in self.known:
            return
        self.known.add(arrived.id)
        traceparent = dict(record.headers).get("traceparent", b"")
        await self._react(arrived, traceparent)

    async def _react(self, arrived: Event[Any], traceparent: bytes) -> None:
        fact = arrived.data
        match fact:
            case TaskAssigned():
                self.tasks[fact.task_id] = arrived
                await self._begin(fact.task_id, traceparent)
            case ContentGranted():
                self.opener.open(fact.content, CaseContent)
                self.seen.visible.setdefault(fact.case_id, monotonic())
                self.granted.add(fact.task_id)
                await self._begin(fact.task_id, traceparent)
            case ReturnDecided() if fact.decision == "dismissed":
                await self._finish(fact.task_id, traceparent)
            case ReplyRejected():
                self.seen.rejected.append(f"{self.code}: {fact.reason}")

    async def _begin(self, task_id: str, traceparent: bytes) -> None:
        """Task and content come on two topics, in either order."""
        task = self.tasks.get(task_id)
        if task is None or task_id not in self.granted:
            return
        await self._say(task_id, traceparent, action="acknowledge")
        leads = task.data.role == "lead"
        if leads and chance(RETURNS, "return", task_id):
            why = {"reason": "not_our_duty", "law": "职责清单 3"}
            await self._say(task_id, traceparent, action="return", **why)
        else:
            await self._finish(task_id, traceparent)

    async def _finish(self, task_id: str, traceparent: bytes) -> None:
        outcome = OUTCOMES[lot(len(OUTCOMES), "outcome", task_id)]
        answer = self.sealer.seal("intake", AnswerText(text=ANSWERS[outcome]))
        told = {"outcome": outcome, "answer": answer}
        await self._say(task_id, traceparent, action="complete", **told)

    async def _say(self, task_id: str, traceparent: bytes, **said: str) -> None:
        task = self.tasks[task_id]
        about = {"case_id": task.data.case_id, "task_id": task_id}
        fact = TaskReply.model_validate(about | {"department": self.code} | said)
        self.said += 1
        source = f"/departments/{self.code}/{self.run}"
        letter = event(fact, source, self.said, datetime.now(UTC), task.id)
        headers = [("traceparent", traceparent)] if traceparent else []
        topic = f"departments.{self.code}.replies"
        key = fact.case_id.encode()
        await self.producer.send_and_wait(
            topic, encode(letter), key, headers=[*headers, JSON]
        )
        self.seen.replies += 1


class Offices:
    """Every department of the city that no service plays."""

    def __init__(self, installation: Installation, run: str, seen: Seen) -> None:
        self._installation = installation
        self._run = run
        self._seen = seen
        self._sealer = Sealer(installation.places.keys)
        self._open: list[Callable[[], Any]] = []
        self._work: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Returns when each hears its topics; only what comes later is answered."""
        clients = self._installation.places.clients
        codes = [
            code
            for code in self._installation.departments
            if (clients / f"{code}.properties").exists()
        ]
        await asyncio.gather(*map(self._open_office, codes))

    @property
    def troubles(self) -> list[str]:
        over = (task for task in self._work if task.done() and not task.cancelled())
        return [repr(task.exception()) for task in over]

    async def close(self) -> None:
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        await asyncio.gather(*(close() for close in self._open))

    async def _open_office(self, code: str) -> None:
        login = self._installation.login(code)
        producer = AIOKafkaProducer(**login, acks="all", enable_idempotence=True)
        consumer = AIOKafkaConsumer(**login, enable_auto_commit=False)
        await producer.start()
        self._open.append(producer.stop)
        await consumer.start()
        self._open.append(consumer.stop)
        mine = (t for t in all_topics([code]) if department_of(t.name) == code)
        inbox = (topic for topic in mine if code in topic.readers)
        consumer.assign(places_of(inbox, every))
        await consumer.seek_to_end()
        opener = Opener(self._installation.key_of(code))
        office = Office(code, self._run, opener, self._sealer, producer, self._seen)
        self._work.append(asyncio.create_task(_work(office, consumer)))


async def _work(office: Office, consumer: AIOKafkaConsumer) -> None:
    async for record in consumer:
        await office.take(record)
