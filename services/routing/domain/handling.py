"""A handling: all that departments owe for one case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from contracts.codes import derived_id
from services.kit.limits.limit import Limit
from services.kit.writing.change import Aggregate

MOST_TASKS = 50
LONGEST_ANSWER = 150_000
"""Characters, sealed: an `AnswerText` of the greatest length fits."""

REMEMBERED = 500
"""Ids of a department's latest answers; only its own repeats can push them out."""

Role = Literal["lead", "co_handler"]
TaskState = Literal["assigned", "acknowledged", "returned", "completed", "reassigned"]
HandlingState = Literal["triage", "in_progress", "concluded"]
OPEN: tuple[TaskState, ...] = ("assigned", "acknowledged", "returned")

ALLOWED: Mapping[TaskState, tuple[str, ...]] = {
    "assigned": ("acknowledge", "return", "request-mediation"),
    "acknowledged": ("return", "complete", "request-mediation"),
    "returned": (),
    "completed": (),
    "reassigned": (),
}
"""What a department may do with a task as it stands."""


class Task(BaseModel):
    """What one department owes."""

    model_config = ConfigDict(frozen=True)

    task_id: str
    department: str
    role: Role
    limit: Limit
    started_at: datetime
    """When the clock began: with the first department that had this task."""
    assigned_at: datetime
    due_at: datetime
    provisional: bool = False
    ladder: tuple[datetime, ...] = ()
    """When supervision reaches its levels, if the task is open then."""
    level: int = 0
    overdue: bool = False
    state: TaskState = "assigned"
    acknowledged_at: datetime | None = None
    completed_at: datetime | None = None
    return_reason: str | None = None
    return_law: str | None = None
    outcome: str | None = None
    answer: str | None = None
    """The lead's, sealed for intake."""

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def next_alarm(self) -> datetime | None:
        """The clock runs on while a return is being decided."""
        if not self.open:
            return None
        if not self.overdue:
            return self.due_at
        return self.ladder[self.level] if self.level < len(self.ladder) else None

    def but(self, **fields: Any) -> "Task":
        return self.model_copy(update=fields)


class Handling(Aggregate):
    case_id: str
    case_no: str
    kind: str
    category: str
    area: str
    urgency: str
    state: HandlingState
    limit: Limit
    """The lead's, also of a lead whom the dispatcher still has to name."""
    rule: str = ""
    rules_version: str = ""
    why: tuple[str, ...] = ()
    triage_due_at: datetime | None = None
    triage_overdue: bool = False
    tasks: tuple[Task, ...] = ()
    returns: int = 0
    answered: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By department: ids of what it said here and was heard."""

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.open)

    @property
    def lead(self) -> Task | None:
        """Who leads now; a lead whose return was upheld no longer does."""
        leads = (t for t in self.tasks if t.role == "lead" and t.state != "reassigned")
        return next(leads, None)

    @property
    def wake_at(self) -> datetime | None:
        if self.state == "triage":
            return None if self.triage_overdue else self.triage_due_at
        alarms = (task.next_alarm for task in self.tasks)
        return min((at for at in alarms if at), default=None)

    def index(self) -> dict[str, Any]:
        open_tasks = self.open_tasks
        return {
            "case_no": self.case_no,
            "area": self.area,
            "handling_state": self.state,
            "task_ids": [task.task_id for task in self.tasks],
            "concerned": sorted({task.department for task in self.tasks}),
            "departments": sorted({task.department for task in open_tasks}),
            "due_at": min((task.due_at for task in open_tasks), default=None),
        }

    def concerns(self, department: str) -> bool:
        """Whether the department has, or once had, a task here."""
        return any(task.department == department for task in self.tasks)

    def task(self, task_id: str) -> Task | None:
        return next((task for task in self.tasks if task.task_id == task_id), None)

    def heard(self, department: str, answer_id: str) -> bool:
        return answer_id in self.answered.get(department, ())

    def heard_otherwise(self, department: str, answer_id: str) -> bool:
        """`key#digest`: whether the key came before with another digest."""
        key, _, digest = answer_id.partition("#")
        earlier = (known.partition("#") for known in self.answered.get(department, ()))
        return any(known == key and other != digest for known, _, other in earlier)

    def but(self, **fields: Any) -> "Handling":
        return self.model_copy(update=fields)

    def with_task(self, changed: Task) -> "Handling":
        """Replaces the task of the same id, or adds it as the last."""
        if self.task(changed.task_id) is None:
            return self.but(tasks=(*self.tasks, changed))
        same = changed.task_id
        return self.but(
            tasks=tuple(changed if t.task_id == same else t for t in self.tasks)
        )

    def hearing(self, department: str, answer_id: str) -> "Handling":
        latest = (*self.answered.get(department, ()), answer_id)[-REMEMBERED:]
        return self.but(answered=self.answered | {department: latest})

    def next_task_id(self, department: str) -> str:
        return derived_id("task", self.case_id, department, str(len(self.tasks)))
