"""A department's inbox as it is shown."""

from datetime import datetime

from pydantic import BaseModel

from services.kit.writing.documents import Document
from services.routing.domain.moves import OPEN, TaskState
from services.routing.domain.task import Role


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
