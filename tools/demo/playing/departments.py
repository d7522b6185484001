"""A simulated department's program: what it does with what it is told."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaProducer, ConsumerRecord

from contracts.department import TaskReply
from contracts.envelope import Event, Payload, event
from contracts.intake import ContentGranted
from contracts.routing import ReplyRejected, TaskAssigned
from contracts.sealed import AnswerText, CaseContent
from contracts.topics import Unreadable, decode, encode
from services.kit.sealing.readers import Opener, Sealer
from tools.demo.playing.directory import Directory
from tools.demo.playing.errand import Errand
from tools.demo.playing.planning import plan
from tools.demo.playing.steps import complete
from tools.demo.submission import lot

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
    rejected: Counter[str] = field(default_factory=Counter)
    """Replies that changed nothing, by reason."""
    replies: int = 0


@dataclass
class Trace:
    """Of what the department was last told of a task."""

    parent: bytes = b""


@dataclass
class Letters:
    """How one department's program speaks."""

    code: str
    run: str
    producer: AIOKafkaProducer
    seen: Seen
    said: int = 0

    async def say(self, task: Event[TaskAssigned], trace: Trace, **said: Any) -> UUID:
        about = {"case_id": task.data.case_id, "task_id": task.data.task_id}
        fact = TaskReply.model_validate(about | {"department": self.code} | said)
        self.said += 1
        source = f"/departments/{self.code}/{self.run}"
        letter = event(fact, source, self.said, datetime.now(UTC), task.id)
        headers = [("traceparent", trace.parent)] if trace.parent else []
        await self.producer.send_and_wait(
            f"departments.{self.code}.replies",
            encode(letter),
            key=fact.case_id.encode(),
            headers=[*headers, JSON],
        )
        self.seen.replies += 1
        return letter.id


@dataclass
class Folder:
    """Task and content come on two topics, in either order."""

    trace: Trace = field(default_factory=Trace)
    errand: Errand | None = None
    granted: bool = False
    begun: bool = False


@dataclass
class Office:
    """One department's program: each of its tasks is an errand of its own."""

    letters: Letters
    opener: Opener
    sealer: Sealer
    directory: Directory
    folders: dict[str, Folder] = field(default_factory=dict)
    known: set[UUID] = field(default_factory=set)

    def take(self, record: ConsumerRecord, errands: asyncio.TaskGroup) -> None:
        """A repeat is dropped: that is all a department has to do about delivery."""
        try:
            arrived = decode(record.value)
        except Unreadable:
            return
        task_id = getattr(arrived.data, "task_id", None)
        if arrived.id in self.known:
            return
        self.known.add(arrived.id)
        if isinstance(arrived.data, ReplyRejected):
            self.letters.seen.rejected[arrived.data.reason] += 1
        if task_id:
            folder = self.folders.setdefault(task_id, Folder())
            folder.trace.parent = dict(record.headers).get("traceparent", b"")
            self._file(folder, arrived, errands)

    def _file(
        self, folder: Folder, arrived: Event[Any], errands: asyncio.TaskGroup
    ) -> None:
        fact: Payload = arrived.data
        if isinstance(fact, TaskAssigned):
            say = partial(self.letters.say, arrived, folder.trace)
            folder.errand = Errand(arrived, say)
        if isinstance(fact, ContentGranted):
            self.opener.open(fact.content, CaseContent)
            self.letters.seen.visible.setdefault(fact.case_id, monotonic())
        if isinstance(fact, ContentGranted) and not folder.granted:
            folder.granted = True
        elif folder.errand:
            folder.errand.heard.put_nowait(fact)
        if folder.errand and folder.granted and not folder.begun:
            folder.begun = True
            errands.create_task(self._run(folder.errand))

    async def _run(self, errand: Errand) -> None:
        task = errand.task.data
        steps = plan(task, self.directory)
        await errand.run([*steps, complete(self._answer(task.task_id))])

    def _answer(self, task_id: str) -> dict[str, str]:
        outcome = OUTCOMES[lot(len(OUTCOMES), "outcome", task_id)]
        answer = self.sealer.seal("intake", AnswerText(text=ANSWERS[outcome]))
        elsewhere = {"authority": "province"} if outcome == "not_our_power" else {}
        return {"outcome": outcome, "answer": answer} | elsewhere
