"""A department at work on a task of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.envelope import Payload
from services.kit.writing.change import Change
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.task import Task


@dataclass(frozen=True)
class TaskAction:
    """`department` is who speaks, proven; `by` the person, where one is known.

    `id` makes a repeat recognisable: an event's id, or `key#digest of the request`.
    """

    id: str
    department: str
    task_id: str
    action: str
    by: str = ""
    reason: str | None = None
    law: str | None = None
    outcome: str | None = None
    authority: str | None = None
    answer: str | None = None
    evidence: str | None = None
    until: datetime | None = None
    departments: tuple[str, ...] = ()
    amount: int | None = None
    unit: str | None = None
    reached: bool | None = None
    grade: int | None = None


@dataclass(frozen=True)
class OwnTask:
    """At one moment, bound to the city's norms."""

    norms: Norms
    handling: Handling
    task: Task
    now: datetime

    @property
    def about(self) -> dict[str, str]:
        return about(self.handling, self.task)

    def becomes(self, task: Task, *said: Payload) -> Change[Handling]:
        return Change(self.handling.with_task(task), said)


Step = Callable[[OwnTask, TaskAction], Change[Handling]]


def about(handling: Handling, task: Task) -> dict[str, Any]:
    """What every fact about a task begins with."""
    return {
        "case_id": handling.case_id,
        "task_id": task.task_id,
        "department": task.department,
    }
