"""How a handling is shown: each task with the arithmetic of its limit, in words."""

from datetime import datetime

from pydantic import BaseModel

from services.kit.serving.principal import Principal
from services.kit.writing.documents import Document
from services.routing.domain.handling import (
    ALLOWED,
    OPEN,
    Handling,
    HandlingState,
    Role,
    Task,
    TaskState,
)
from services.routing.domain.words import arithmetic_en, arithmetic_zh


class TaskView(BaseModel):
    task_id: str
    department: str
    role: Role
    state: TaskState
    started_at: datetime
    assigned_at: datetime
    due_at: datetime
    provisional: bool
    overdue: bool
    level: int
    return_reason: str | None
    return_law: str | None
    outcome: str | None
    allowed: tuple[str, ...]
    """What its department may do with it now."""
    limit_zh: str
    limit_en: str


class HandlingView(BaseModel):
    case_id: str
    case_no: str
    kind: str
    category: str
    area: str
    urgency: str
    state: HandlingState
    rule: str
    rules_version: str
    why: tuple[str, ...]
    triage_due_at: datetime | None
    triage_overdue: bool
    returns: int
    tasks: list[TaskView]


class TaskRow(BaseModel):
    task_id: str
    case_id: str
    case_no: str
    department: str
    role: Role
    kind: str
    category: str
    area: str
    urgency: str
    state: TaskState
    assigned_at: datetime
    due_at: datetime
    provisional: bool
    overdue: bool
    """Open and past its due date at this moment."""
    level: int
    outcome: str | None = None


class InboxView(BaseModel):
    """`counts`: all of the department's tasks by state, and the overdue ones."""

    tasks: list[TaskRow]
    counts: dict[str, int]


def task_row(row: Document, now: datetime) -> TaskRow:
    late = row["state"] in OPEN and row["due_at"] <= now
    return TaskRow.model_validate(row | {"task_id": row["_id"], "overdue": late})


def handling_view(handling: Handling, caller: Principal) -> HandlingView:
    """A department sees its own tasks; who decides sees them all."""
    everything = caller.has("dispatcher", "supervisor")
    tasks = [
        task_view(task)
        for task in handling.tasks
        if everything or task.department == caller.department
    ]
    fields = handling.model_dump(exclude={"tasks"})
    return HandlingView.model_validate(fields | {"tasks": tasks})


def task_view(task: Task) -> TaskView:
    words = {"limit_zh": arithmetic_zh(task), "limit_en": arithmetic_en(task)}
    fields = task.model_dump(exclude={"answer", "limit", "ladder"})
    return TaskView.model_validate(fields | words | {"allowed": ALLOWED[task.state]})
