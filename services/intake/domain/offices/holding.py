"""Content follows the task: who gets one may read."""

from dataclasses import dataclass
from datetime import datetime

from contracts.routing import (
    OfTask,
    ReturnDecided,
    TaskAcknowledged,
    TaskAssigned,
    TaskOverdue,
    TaskReturned,
)
from services.intake.domain.case import Case
from services.intake.domain.offices.ending import ended
from services.intake.domain.offices.granting import Grants, granted
from services.intake.domain.parts import Holder, Step
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Assignment:
    task: TaskAssigned
    grants: Grants


def assigned(case: Case, given: Assignment, at: datetime) -> Change[Case] | None:
    """A withdrawn case is given to nobody: the task is about to be cancelled."""
    task = given.task
    if case.state == "withdrawn":
        return None
    new = holder(task)
    others = case.without(task.task_id)
    after = others.but(
        state="in_progress",
        round=max(case.round, task.round),
        holders=(*others.holders, new),
    )
    again = task.role == "lead" and task.round > 1
    detail = "lead_again" if again else task.role
    facts = granted(after, (new,), given.grants)
    return Change(_noted(after, "assigned", task, at, detail), facts)


def acknowledged(case: Case, task: TaskAcknowledged, at: datetime) -> Change[Case]:
    signed = case.holding(task.task_id, status="acknowledged", signed=True)
    return Change(_noted(signed, "acknowledged", task, at))


def returned(case: Case, task: TaskReturned, at: datetime) -> Change[Case]:
    """It keeps the task, and the right to read, until the return is decided."""
    given_back = case.holding(task.task_id, status="returned")
    return Change(_noted(given_back, "returned", task, at, task.reason))


def return_decided(case: Case, task: ReturnDecided, at: datetime) -> Change[Case]:
    if task.decision == "upheld":
        return ended(case, task, Step(code="return_upheld", at=at))
    had = case.holder_of(task.task_id)
    back = case.holding(task.task_id, status=had.at_work) if had else case
    return Change(_noted(back, "return_dismissed", task, at))


def overdue(case: Case, task: TaskOverdue, at: datetime) -> Change[Case]:
    late = case.holding(task.task_id, overdue=True)
    return Change(_noted(late, "overdue", task, at))


def holder(task: TaskAssigned) -> Holder:
    return Holder(
        task_id=task.task_id,
        department=task.department,
        role=task.role,
        due_at=task.due_at,
        provisional=task.provisional,
        parent_task=task.parent_task,
    )


def _noted(
    case: Case, code: str, task: OfTask, at: datetime, detail: str | None = None
) -> Case:
    department = task.department
    return case.noting(Step(code=code, at=at, department=department, detail=detail))
