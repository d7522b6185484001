"""Tasks in a list: the department's inbox, and what is supervised or undecided."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from services.kit.writing.documents import Document
from services.routing.domain.moves import RUNNING, TaskState

Decision = Literal["requested", "granted", "refused"]


class TaskRow(BaseModel):
    task_id: str
    case_id: str
    case_no: str
    department: str
    role: Literal["lead", "co_handler"]
    kind: str
    category: str
    area: str
    urgency: str
    round: int = 1
    parent_task: str | None = None
    whistled_by: str | None = None
    designated: bool = False
    state: TaskState
    assigned_at: datetime
    sign_by: datetime | None = None
    due_at: datetime
    provisional: bool
    overdue: bool
    """Its clock runs, and is past its end, at this moment."""
    due_soon: bool
    """It was warned of, and is not overdue."""
    level: int
    supervised_for: str | None = None
    urged: int = 0
    contacted: bool = False
    contact_missed: bool = False
    handed_down_to: str | None = None
    waits_for: int = 0
    """So many others have to end before it can be completed."""
    paused_until: datetime | None = None
    review_at: datetime | None = None
    """When it is looked at again whether it has to stay parked."""
    return_reason: str | None = None
    return_law: str | None = None
    extension: Decision | None = None
    extension_amount: int | None = None
    extension_unit: str | None = None
    extension_reason: str | None = None
    approver: str | None = None
    parking: Decision | None = None
    parking_reason: str | None = None
    exclusion: Decision | None = None
    exclusion_reason: str | None = None
    exclusion_decided_for: str | None = None
    transferred_to: str | None = None
    end_reason: str | None = None
    ended_at: datetime | None = None
    outcome: str | None = None
    grade: int | None = None


class InboxView(BaseModel):
    """`counts`: all open tasks by state, and those overdue, due soon and supervised.

    They may be some seconds old where very many tasks are open.
    """

    tasks: list[TaskRow]
    counts: dict[str, int]


def task_row(row: Document, now: datetime) -> TaskRow:
    running = row["state"] in RUNNING
    late = running and row["due_at"] <= now
    soon = running and not late and bool(row.get("due_soon"))
    own = {"task_id": row["_id"], "overdue": late, "due_soon": soon}
    return TaskRow.model_validate(row | own)
