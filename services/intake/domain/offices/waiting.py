"""When a task's clock stands still, and when its end moves; nothing else moves it."""

from datetime import datetime

from contracts.routing import (
    ExtensionDecided,
    OfTask,
    Rescheduled,
    TaskParked,
    TaskPaused,
    TaskRescheduled,
    TaskResumed,
)
from services.intake.domain.case import Case
from services.intake.domain.parts import Step
from services.kit.writing.change import Change


def paused(case: Case, task: TaskPaused, at: datetime) -> Change[Case]:
    """What the law does not count is told in writing (行政许可法 45)."""
    waits = case.holding(task.task_id, status="paused", waits_until=task.until)
    code = "paused_by_law" if task.statutory else "paused"
    return Change(waits.noting(_step(code, task, at, task.until, task.reason)))


def parked(case: Case, task: TaskParked, at: datetime) -> Change[Case]:
    waits = case.holding(task.task_id, status="parked", waits_until=task.review_at)
    return Change(waits.noting(_step("parked", task, at, task.review_at, task.reason)))


def resumed(case: Case, task: TaskResumed, at: datetime) -> Change[Case]:
    holder = case.holder_of(task.task_id)
    status = holder.at_work if holder else None
    back = case.holding(task.task_id, status=status, waits_until=None)
    return Change(
        _moved(back, task, at).noting(_step("resumed", task, at, task.due_at))
    )


def extension_decided(case: Case, task: ExtensionDecided, at: datetime) -> Change[Case]:
    if task.decision == "refused":
        return Change(case.noting(_step("extension_refused", task, at)))
    step = _step("extended", task, at, task.due_at, task.reason)
    return Change(_moved(case, task, at).noting(step))


def rescheduled(case: Case, task: TaskRescheduled, at: datetime) -> Change[Case]:
    step = _step("rescheduled", task, at, task.due_at)
    return Change(_moved(case, task, at).noting(step))


def _moved(case: Case, task: Rescheduled, at: datetime) -> Case:
    """Late is only what is late by the end it has now."""
    late = task.due_at <= at
    holder = case.holder_of(task.task_id)
    return case.holding(
        task.task_id,
        due_at=task.due_at,
        provisional=task.provisional,
        overdue=bool(holder and holder.overdue and late),
    )


def _step(
    code: str,
    task: OfTask,
    at: datetime,
    until: datetime | None = None,
    detail: str | None = None,
) -> Step:
    department = task.department
    return Step(code=code, at=at, department=department, detail=detail, until=until)
