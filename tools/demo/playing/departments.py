"""A simulated department's program: what it does with what it is told."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from aiokafka import AIOKafkaProducer, ConsumerRecord

from contracts.department import TaskReply
from contracts.envelope import Event, event
from contracts.intake import ContentGranted
from contracts.routing import ReplyRejected, ReturnDecided, TaskAssigned
from contracts.sealed import AnswerText, CaseContent
from contracts.topics import Unreadable, decode, encode
from services.kit.sealing.readers import Opener, Sealer
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
