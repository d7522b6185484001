"""How far a promise is, learned from the tasks of those who owe it."""

from collections.abc import Mapping
from datetime import datetime

from contracts.dispute import CommitmentProgressed, CommitmentSettled
from contracts.envelope import Payload
from contracts.routing import (
    CaseConcluded,
    ExtensionDecided,
    OfTask,
    TaskAcknowledged,
    TaskAssigned,
    TaskCompleted,
    TaskOverdue,
    TaskParked,
    TaskPaused,
    TaskRescheduled,
    TaskResumed,
    TaskReturned,
    TaskTransferred,
    TaskWaived,
    TriageRequested,
)
from services.dispute.deliberating.domain.facts import told
from services.dispute.deliberating.domain.moves import is_open
from services.dispute.deliberating.domain.norms import Norms
from services.dispute.deliberating.domain.parts import (
    REMEMBERED_STEPS,
    Commitment,
    Step,
)
from services.dispute.deliberating.domain.raising.screening import closed
from services.dispute.deliberating.domain.topic import Topic
from services.kit.writing.change import Change

ALL_SETTLED = "all_settled"
"""Why a topic closes by itself; `deliberation.yaml` says it in words."""

STEP_OF: Mapping[type[Payload], str] = {
    TriageRequested: "triage",
    TaskAssigned: "assigned",
    TaskAcknowledged: "acknowledged",
    TaskReturned: "returned",
    TaskTransferred: "transferred",
    TaskPaused: "paused",
    TaskResumed: "resumed",
    ExtensionDecided: "extended",
    TaskRescheduled: "rescheduled",
    TaskParked: "parked",
    TaskOverdue: "overdue",
    TaskWaived: "waived",
    TaskCompleted: "completed",
}
OF_OTHERS = frozenset({"waived", "completed"})
"""Told of co-handlers only: when the lead has ended, the promise is settled."""


def follow(topic: Topic | None, fact: Payload, now: datetime) -> Change[Topic] | None:
    """What everybody who raised it should hear; the co-handlers' steps are fewer."""
    found = _open_promise(topic, fact, "progress")
    if topic is None or found is None:
        return None
    moved = _moved(found, fact)
    if moved is None:
        return None
    code, by = STEP_OF[type(fact)], getattr(fact, "department", found.department)
    steps = (*found.steps, Step(code=code, at=now))[-REMEMBERED_STEPS:]
    after = topic.with_commitment(moved.model_copy(update={"steps": steps}))
    progressed = told(
        after,
        CommitmentProgressed,
        commitment_id=found.commitment_id,
        department=by,
        step=code,
        due_at=moved.due_at,
    )
    return Change(after, (progressed,))


def settle(
    norms: Norms, topic: Topic | None, fact: CaseConcluded, now: datetime
) -> Change[Topic] | None:
    """Kept or not; the topic closes with its last promise."""
    found = _open_promise(topic, fact, "settle")
    if topic is None or found is None:
        return None
    done = fact.outcome in norms.kept_outcomes
    reason = None if done else fact.outcome
    settled = found.model_copy(update={"done": done, "reason": reason})
    after = topic.with_commitment(settled)
    said = told(
        after,
        CommitmentSettled,
        commitment_id=found.commitment_id,
        department=found.department,
        done=done,
        reason=reason,
    )
    if not all(each.settled for each in after.commitments):
        return Change(after, (said,))
    end = closed(norms, after, ALL_SETTLED, now)
    return Change(end.state, (said, *end.facts))


def _open_promise(topic: Topic | None, fact: Payload, action: str) -> Commitment | None:
    """The handling has the promise's id."""
    if topic is None or not is_open(action, topic.state):
        return None
    for each in topic.commitments:
        if each.commitment_id == fact.case_id and not each.settled:
            return each
    return None


def _moved(promise: Commitment, fact: Payload) -> Commitment | None:
    """The promise as the fact leaves it; None: nothing that people would be told."""
    match fact:
        case TaskAssigned(role="lead"):
            return _with(promise, department=fact.department, due_at=fact.due_at)
        case TaskAssigned() | ExtensionDecided(decision="refused"):
            return None
        case OfTask() if _is_told(promise, fact):
            due_at = getattr(fact, "due_at", promise.due_at)
            return _with(promise, due_at=due_at)
        case OfTask():
            return None
    return promise


def _is_told(promise: Commitment, fact: OfTask) -> bool:
    ends = STEP_OF[type(fact)] in OF_OTHERS
    return ends == (fact.department != promise.department)


def _with(promise: Commitment, **fields: object) -> Commitment:
    return promise.model_copy(update=fields)
