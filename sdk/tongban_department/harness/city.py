"""The city as one department sees it: it gives tasks, and answers replies."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.department import TaskReply
from contracts.envelope import Event, Payload, event
from contracts.intake import ContentGranted, ContentRevoked
from contracts.routing import OfTask, ReplyRejected, TaskAssigned, TaskCancelled
from contracts.sealed import AnswerText, CaseContent
from contracts.topics import Unreadable, decode, encode
from sealing.jwe import FOR_A_READER, encrypted
from sealing.keys import new_private_jwk, public_jwk, public_key
from sealing.opener import Opener
from tongban_department.harness.answering import caused_by, states
from tongban_department.harness.paper import Paper
from tongban_department.reading.wire import Record
from tongban_department.settings import Manners
from tongban_department.speaking.keys import Keys

Quick = Manners(first_pause=0.01, longest_pause=0.05, patience=2.0, grace=1.0)
"""The same manners, for tests that do not want to wait."""

UNKNOWN_TASK = (
    "unknown-task",
    "贵单位没有这个工单",
    "your department has no such task",
)
ANSWER_NEEDED = (
    "answer-needed",
    "主办单位办结须填写给群众的答复(answer)",
    "the lead completes with an answer: it is what the resident reads (answer)",
)
AUTHORITY_NEEDED = (
    "authority-needed",
    "不属本市职权的,须写明应由谁办理(authority)",
    "say with `authority` who has the power that the city has not",
)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@dataclass
class City:
    """Says yes to what the state of a task allows, unless it was told to refuse."""

    code: str
    paper: Paper = field(default_factory=Paper)
    replies: list[TaskReply] = field(default_factory=list)
    """What the department has said, each once."""
    headers: list[str] = field(default_factory=list)
    """The `traceparent` of every message it sent."""
    silent: bool = False
    """Takes replies and says nothing of them."""

    def __post_init__(self) -> None:
        self._private, self._intake = new_private_jwk(), new_private_jwk()
        self.keys = Keys(lambda: self._private, lambda: public_jwk(self._intake))
        self._sequences: Counter[str] = Counter()
        self._known: set[UUID] = set()
        self._tasks: dict[str, str] = {}
        self._led: set[str] = set()
        self._refusals: dict[str, tuple[str, str, str]] = {}
        self.paper.on_write = self._hear

    @property
    def answers(self) -> list[str]:
        """What residents read, opened as intake does."""
        opener = Opener(self._intake)
        sealed = [reply.answer for reply in self.replies if reply.answer]
        return [opener.open(answer, AnswerText).text for answer in sealed]

    def assign(self, case_id: str = "", **said: Any) -> TaskAssigned:
        """A task, of a new case unless one is named; its content is not granted yet."""
        now = datetime.now(UTC)
        task = TaskAssigned.model_validate(
            {
                "case_id": case_id or str(uuid4()),
                "task_id": str(uuid4()),
                "department": self.code,
                "case_no": "202603020000179",
                "role": "lead",
                "kind": "request",
                "category": "sanitation",
                "area": "990101001003",
                "urgency": "normal",
                "assigned_at": now,
                "due_at": now + timedelta(days=5),
            }
            | said
        )
        self._tasks[task.task_id] = "assigned"
        if task.role == "lead" and task.kind != "commitment":
            self._led.add(task.task_id)
        self.tell(task)
        return task

    def grant(self, task: OfTask, **said: Any) -> None:
        content = CaseContent.model_validate(
            {"case_no": "202603020000179", "title": "路灯", "text": "路灯不亮"} | said
        )
        key = public_key(public_jwk(self._private))
        sealed = encrypted(FOR_A_READER, key.thumbprint(), key, content)
        self.tell(ContentGranted(**_of(task), content=sealed))

    def cancel(self, task: OfTask, reason: str = "withdrawn") -> None:
        self._tasks[task.task_id] = "cancelled"
        self.tell(TaskCancelled(**_of(task), reason=reason))
        self.tell(ContentRevoked(**_of(task)))

    def refuse(
        self, action: str, reason: str, zh: str = "不行", en: str = "no"
    ) -> None:
        """The next reply with this action, whatever the state of the task."""
        self._refusals[action] = (reason, zh, en)

    def tell(self, fact: Payload, cause: UUID | None = None) -> Event[Payload]:
        """Any fact, as its writer would say it on the department's topic."""
        contents = isinstance(fact, ContentGranted | ContentRevoked)
        writer = "intake/cases" if contents else "routing/handlings"
        source = f"/{writer}/{fact.case_id}"
        self._sequences[source] += 1
        said = event(fact, source, self._sequences[source], datetime.now(UTC), cause)
        topic = f"departments.{self.code}.{'contents' if contents else 'tasks'}"
        self.paper.write(topic, fact.case_id, encode(said), TRACE)
        return said

    def _hear(self, record: Record) -> None:
        if not record.topic.endswith(".replies"):
            return
        self.headers.append(record.traceparent)
        try:
            said = decode(record.value, [TaskReply])
        except Unreadable:
            return
        reply = said.data
        if said.id in self._known or not isinstance(reply, TaskReply):
            return
        self._known.add(said.id)
        self.replies.append(reply)
        if not self.silent:
            self._answer(said.id, reply)

    def _answer(self, id: UUID, reply: TaskReply) -> None:
        no = self._refusals.pop(reply.action, None) or self._refused(reply)
        if no:
            reason, zh, en = no
            about = {"case_id": reply.case_id, "department": self.code}
            words = {"reason": reason, "words_zh": zh, "words_en": en}
            named = {"reply_id": id, "task_id": reply.task_id}
            self.tell(ReplyRejected.model_validate(about | words | named), id)
            return
        after = states(reply.action)[1]
        self._tasks[reply.task_id] = after or self._tasks[reply.task_id]
        for fact in caused_by(id, reply):
            self.tell(fact, id)

    def _refused(self, reply: TaskReply) -> tuple[str, str, str] | None:
        state = self._tasks.get(reply.task_id)
        if state is None:
            return UNKNOWN_TASK
        if state not in states(reply.action)[0]:
            return "wrong-state", f"工单当前为{state}", f"the task is {state}"
        if reply.outcome == "not_our_power" and not reply.authority:
            return AUTHORITY_NEEDED
        silent = reply.action == "complete" and not reply.answer
        return ANSWER_NEEDED if silent and reply.task_id in self._led else None


def _of(task: OfTask) -> dict[str, Any]:
    return task.model_dump(include={"case_id", "task_id", "department"})
