"""Content follows the task: who gets one may read, who has ended it may not."""

from dataclasses import dataclass
from datetime import datetime

from contracts.intake import ContentGranted, ContentRevoked
from contracts.routing import (
    OfTask,
    ReturnDecided,
    TaskAcknowledged,
    TaskAssigned,
    TaskCompleted,
    TaskOverdue,
    TaskReturned,
)
from services.intake.domain.case import Case, Holder, Step, known
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Assignment:
    """`content` is sealed for the department; None when it has been erased."""

    task: TaskAssigned
    content: str | None


def assigned(case: Case | None, given: Assignment, at: datetime) -> Change[Case]:
    task = given.task
    holder = Holder(
        task_id=task.task_id,
        department=task.department,
        role=task.role,
        due_at=task.due_at,
        provisional=task.provisional,
    )
    before = known(case).without(task.task_id)
    after = before.but(state="in_progress", holders=(*before.holders, holder))
    return Change(_noted(after, "assigned", task, at, task.role), _granted(given))


def acknowledged(
    case: Case | None, task: TaskAcknowledged, at: datetime
) -> Change[Case]:
    signed = known(case).holding(task.task_id, status="acknowledged", signed=True)
    return Change(_noted(signed, "acknowledged", task, at))


def returned(case: Case | None, task: TaskReturned, at: datetime) -> Change[Case]:
    """It keeps the task, and the right to read, until the return is decided."""
    given_back = known(case).holding(task.task_id, status="returned")
    return Change(_noted(given_back, "returned", task, at, task.reason))


def return_decided(
    case: Case | None, task: ReturnDecided, at: datetime
) -> Change[Case]:
    if task.decision == "upheld":
        return _ended(case, task, Step(code="return_upheld", at=at))
    before = known(case)
    holder = before.holder_of(task.task_id)
    status = "acknowledged" if holder and holder.signed else "assigned"
    back = before.holding(task.task_id, status=status)
    return Change(_noted(back, "return_dismissed", task, at))


def overdue(case: Case | None, task: TaskOverdue, at: datetime) -> Change[Case]:
    late = known(case).holding(task.task_id, overdue=True)
    return Change(_noted(late, "overdue", task, at))


def completed(case: Case | None, task: TaskCompleted, at: datetime) -> Change[Case]:
    return _ended(case, task, Step(code="completed", at=at, detail=task.outcome))


def _ended(case: Case | None, task: OfTask, step: Step) -> Change[Case]:
    """Says so to the department only if it had the task."""
    before = known(case)
    step = step.model_copy(update={"department": task.department})
    after = before.without(task.task_id).noting(step)
    if before.holder_of(task.task_id) is None:
        return Change(after)
    revoked = ContentRevoked(
        case_id=task.case_id, task_id=task.task_id, department=task.department
    )
    return Change(after, (revoked,))


def _granted(given: Assignment) -> tuple[ContentGranted, ...]:
    if given.content is None:
        return ()
    task = given.task
    return (
        ContentGranted(
            case_id=task.case_id,
            task_id=task.task_id,
            department=task.department,
            content=given.content,
        ),
    )


def _noted(
    case: Case, code: str, task: OfTask, at: datetime, detail: str | None = None
) -> Case:
    department = task.department
    return case.noting(Step(code=code, at=at, department=department, detail=detail))
