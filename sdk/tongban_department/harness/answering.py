"""Which facts a reply causes in the department's own feed, and in which states."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.department import TaskReply
from contracts.envelope import Payload
from contracts.intake import ContentRevoked
from contracts.routing import (
    ExclusionRequested,
    ExtensionRequested,
    FirstContactRecorded,
    ParkingRequested,
    ReplyAccepted,
    TaskAcknowledged,
    TaskCompleted,
    TaskPaused,
    TaskResumed,
    TaskReturned,
    TaskSubAssigned,
)

SIGNED = ("acknowledged",)
AT_WORK = ("assigned", "acknowledged")
HELD = (*AT_WORK, "paused", "parked")
STATES: dict[str, tuple[tuple[str, ...], str | None]] = {
    "acknowledge": (("assigned",), "acknowledged"),
    "record-contact": (HELD, None),
    "return": (AT_WORK, "returned"),
    "pause": (SIGNED, "paused"),
    "resume": (("paused", "parked"), "acknowledged"),
    "extend": (SIGNED, None),
    "request-parking": (SIGNED, None),
    "whistle": (SIGNED, None),
    "sub-assign": (SIGNED, None),
    "request-mediation": (AT_WORK, None),
    "complete": (SIGNED, "completed"),
    "assess": ((*HELD, "completed"), None),
    "request-exclusion": (("completed",), None),
}
Fact = Callable[[TaskReply, dict[str, Any]], Payload]
FACTS: dict[str, Fact] = {
    "acknowledge": lambda _, of: TaskAcknowledged(**of),
    "record-contact": lambda r, of: FirstContactRecorded(**of, reached=bool(r.reached)),
    "return": lambda r, of: TaskReturned(**of, reason=r.reason, law=r.law),
    "pause": lambda r, of: TaskPaused(
        **of, reason=r.reason, statutory=False, evidence=r.evidence, until=r.until
    ),
    "resume": lambda _, of: TaskResumed(**of, due_at=_later()),
    "extend": lambda r, of: ExtensionRequested(
        **of, reason=r.reason, amount=5, unit="working_days", approver="dispatcher"
    ),
    "request-parking": lambda r, of: ParkingRequested(**of, reason=r.reason),
    "sub-assign": lambda r, of: TaskSubAssigned(
        **of, sub_task_id=str(uuid4()), to=r.departments[0]
    ),
    "complete": lambda r, of: TaskCompleted(
        **of, outcome=r.outcome, answer=r.answer, authority=r.authority
    ),
    "request-exclusion": lambda r, of: ExclusionRequested(**of, reason=r.reason),
}


def states(action: str) -> tuple[tuple[str, ...], str | None]:
    """In which the action is possible, and which it leads to (None: it stays)."""
    return STATES.get(action, ((), None))


def caused_by(id: UUID, reply: TaskReply) -> Iterator[Payload]:
    """What is told of other departments' tasks is not: only that it was done."""
    of = reply.model_dump(include={"case_id", "task_id", "department"})
    if reply.action in FACTS:
        yield FACTS[reply.action](reply, of)
    else:
        yield ReplyAccepted(**of, reply_id=id, action=reply.action)
    if reply.action == "complete":
        yield ContentRevoked(**of)


def _later() -> datetime:
    return datetime.now(UTC) + timedelta(days=5)
