"""How a department comes to a task: a new one, or another's with its clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.routing import TaskAssigned
from services.kit.limits.clock import Clock
from services.kit.limits.limit import Limit
from services.routing.domain import refusals
from services.routing.domain.accused import demand_unaccused
from services.routing.domain.handling import MOST_CALLED, MOST_TASKS, Handling
from services.routing.domain.norms import Norms
from services.routing.domain.task import Role, Task, Timing
from services.routing.domain.timing import first_timed

GIVEN_ON: Mapping[str, Any] = {
    "state": "assigned",
    "acknowledged_at": None,
    "contacted_at": None,
    "contact_missed": False,
    "returned": None,
    "parking": None,
    "warned": False,
    "overdue": False,
    "undecided": False,
    "grades": {},
    "levels": {},
    "ladders": {},
}
"""What a department that takes a task over begins anew; its clock is not among it."""


@dataclass(frozen=True)
class Gift:
    """What a department is to get; `more`: fields of the task that are not usual."""

    department: str
    role: Role
    limit: Limit
    more: dict[str, Any]


def lead(handling: Handling, department: str, limit: Limit, **more: Any) -> Gift:
    """A request's resident waits for a first word of whoever leads."""
    owes = {"owes_contact": handling.kind == "request"}
    return Gift(department, "lead", limit, owes | more)


def co_handler(department: str, limit: Limit, **more: Any) -> Gift:
    return Gift(department, "co_handler", limit, more)


def given(
    norms: Norms, handling: Handling, gift: Gift, now: datetime
) -> tuple[Handling, TaskAssigned]:
    """A task whose clock starts now: at dispatch, not at sign-off."""
    demand_unaccused(norms, handling, gift.department)
    task = Task(
        task_id=handling.next_task_id(gift.department),
        department=gift.department,
        role=gift.role,
        round=handling.round,
        clock=Clock(limit=gift.limit, started_at=now),
        assigned_at=now,
        timing=Timing(due_at=now),
        **gift.more,
    )
    return adding(handling, first_timed(norms, task))


def called(
    norms: Norms, handling: Handling, gift: Gift, now: datetime
) -> tuple[Handling, TaskAssigned]:
    """By a department that handles the case; never so many that it is stuck."""
    if len(handling.tasks) >= MOST_CALLED:
        raise refusals.too_many_called()
    return given(norms, handling, gift, now)


def given_on(
    norms: Norms, handling: Handling, task: Task, to: str, now: datetime
) -> tuple[Handling, TaskAssigned]:
    """The same task for another department; its clock does not start again."""
    demand_unaccused(norms, handling, to)
    fresh = {"task_id": handling.next_task_id(to), "department": to, "assigned_at": now}
    running = task.clock.go_on(task.still_until(now))
    successor = task.but(**GIVEN_ON, **fresh, clock=running)
    return adding(handling, first_timed(norms, successor))


def adding(handling: Handling, task: Task) -> tuple[Handling, TaskAssigned]:
    if len(handling.tasks) >= MOST_TASKS:
        raise refusals.too_many_tasks()
    fact = TaskAssigned(
        case_id=handling.case_id,
        task_id=task.task_id,
        department=task.department,
        case_no=handling.case_no,
        role=task.role,
        kind=handling.kind,
        category=handling.category,
        area=handling.area,
        urgency=handling.urgency,
        assigned_at=task.assigned_at,
        due_at=task.due_at,
        provisional=task.timing.provisional,
        sign_by=task.timing.sign_by,
        round=task.round,
        parent_task=task.parent,
        whistled_by=task.whistled_by,
        designated=task.designated,
    )
    return handling.with_task(task), fact
