"""A task that ends takes the right to read along; what it reports stays."""

from dataclasses import dataclass
from datetime import datetime

from contracts.intake import ContentRevoked
from contracts.routing import (
    OfTask,
    TaskCancelled,
    TaskCompleted,
    TaskTransferred,
    TaskWaived,
)
from services.intake.domain.case import Case
from services.intake.domain.offices.granting import Grants, granted
from services.intake.domain.parts import Holder, Report, Step
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Completion:
    """`report`: of a co-handler, with content sealed for whoever waits for it.

    `readable` is False when a report could not be opened.
    """

    task: TaskCompleted
    report: tuple[Report, Grants] | None = None
    readable: bool = True


def completed(case: Case, end: Completion, at: datetime) -> Change[Case]:
    task = end.task
    done = ended(case, task, Step(code="completed", at=at, detail=task.outcome))
    if not end.readable:
        step = Step(code="report_unreadable", at=at, department=task.department)
        return Change(done.state.noting(step), done.facts)
    if end.report is None:
        return done
    report, grants = end.report
    after = done.state.reporting(report)
    receiver = after.receiver_of(report)
    told = granted(after, (receiver,), grants) if receiver else ()
    return Change(after, (*done.facts, *told))


def report_of(case: Case, holder: Holder, text: str) -> Report:
    """To the part it belongs to, or to whoever leads the case."""
    parent = case.holder_of(holder.parent_task) if holder.parent_task else None
    to = parent.task_id if parent and parent.role != "lead" else None
    return Report(
        task_id=holder.task_id, department=holder.department, to=to, text=text
    )


def waived(case: Case, task: TaskWaived, at: datetime) -> Change[Case]:
    return ended(case, task, Step(code="waived", at=at, detail=task.reason))


def cancelled(case: Case, task: TaskCancelled, at: datetime) -> Change[Case]:
    return ended(case, task, Step(code="cancelled", at=at, detail=task.reason))


def transferred(case: Case, task: TaskTransferred, at: datetime) -> Change[Case]:
    return ended(case, task, Step(code="transferred", at=at, detail=task.to))


def ended(case: Case, task: OfTask, step: Step) -> Change[Case]:
    """Says so to the department only if it had the task."""
    step = step.model_copy(update={"department": task.department})
    after = case.without(task.task_id).noting(step)
    if case.holder_of(task.task_id) is None:
        return Change(after)
    revoked = ContentRevoked(
        case_id=task.case_id, task_id=task.task_id, department=task.department
    )
    return Change(after, (revoked,))
