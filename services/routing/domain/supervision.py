"""What time does to what nobody has done: overdue once, then level after level."""

from datetime import datetime

from contracts.routing import OfTask, TaskOverdue, TaskSupervised
from services.kit.limits.clock import due
from services.kit.limits.limit import Limit
from services.kit.writing.change import Change
from services.routing.domain.handling import Handling, Task
from services.routing.domain.norms import Norms


def ladder(norms: Norms, limit: Limit, due_at: datetime) -> tuple[datetime, ...]:
    """When each level is reached: a share of the limit more, within bounds [ours].

    A level comes at least the lower bound after the one before, so that two never fall
    together when the bounds cut both.
    """
    moments: list[datetime] = []
    pause = _wait(norms.supervised_at_least, norms, due_at) - due_at
    for share in norms.supervision:
        moment = _moment(norms, limit, due_at, share)
        moments.append(max([moment, *(before + pause for before in moments)]))
    return tuple(moments)


def wake(norms: Norms, handling: Handling, now: datetime) -> Change[Handling] | None:
    """Says once of each task that it is overdue, and once of each level reached."""
    if handling.state == "triage":
        return Change(handling.but(triage_overdue=True))
    facts: list[OfTask] = []
    for task in handling.open_tasks:
        late, said = _late(handling.case_id, task, now)
        handling = handling.with_task(late)
        facts.extend(said)
    return Change(handling, tuple(facts)) if facts else None


def _late(case_id: str, task: Task, now: datetime) -> tuple[Task, list[OfTask]]:
    if task.due_at > now:
        return task, []
    about = {
        "case_id": case_id,
        "task_id": task.task_id,
        "department": task.department,
    }
    reached = sum(moment <= now for moment in task.ladder)
    said: list[OfTask] = []
    if not task.overdue:
        said.append(TaskOverdue(**about, due_at=task.due_at))
    levels = range(task.level + 1, reached + 1)
    said.extend(TaskSupervised(**about, level=level) for level in levels)
    return task.but(overdue=True, level=max(task.level, reached)), said


def _moment(norms: Norms, limit: Limit, due_at: datetime, share: float) -> datetime:
    if share == 0:
        return due_at
    wanted = _wait(limit.part(share), norms, due_at)
    earliest = _wait(norms.supervised_at_least, norms, due_at)
    latest = _wait(norms.supervised_at_most, norms, due_at)
    return min(max(wanted, earliest), latest)


def _wait(limit: Limit, norms: Norms, start: datetime) -> datetime:
    return due(limit, start, norms.calendar).at
