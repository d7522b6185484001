"""What waits for somebody above the departments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from services.kit.writing.documents import Document
from services.routing.showing.inbox import TaskRow, task_row

Undecided = Literal["return", "extension", "parking", "exclusion"]


class SupervisedRow(BaseModel):
    """A task, or a case of which no single task is the matter."""

    about: Literal["task", "case"]
    case_id: str
    case_no: str
    area: str
    level: int
    reason: str | None = None
    due_at: datetime | None = None
    task_id: str | None = None
    department: str | None = None
    state: str | None = None


class SupervisionView(BaseModel):
    """`counts`: by level, whatever level was asked for."""

    supervised: list[SupervisedRow]
    counts: dict[str, int]


class TriageRow(BaseModel):
    case_id: str
    case_no: str
    area: str
    due_at: datetime | None
    overdue: bool


class TriageView(BaseModel):
    cases: list[TriageRow]


class UndecidedRow(TaskRow):
    waiting: list[Undecided]


class DecisionsView(BaseModel):
    tasks: list[UndecidedRow]


def supervised_task(row: Document) -> SupervisedRow:
    own = {"about": "task", "task_id": row["_id"], "reason": row.get("supervised_for")}
    return SupervisedRow.model_validate(row | own)


def supervised_case(row: Document) -> SupervisedRow:
    own = {
        "about": "case",
        "case_id": row["_id"],
        "level": row["supervised_level"],
        "reason": row.get("supervised_for"),
    }
    return SupervisedRow.model_validate(row | own)


def triage_row(row: Document, now: datetime) -> TriageRow:
    due_at = row["due_at"]
    late = due_at is not None and due_at <= now
    return TriageRow.model_validate(row | {"case_id": row["_id"], "overdue": late})


def undecided_row(row: Document, now: datetime) -> UndecidedRow:
    shown = task_row(row, now).model_dump()
    return UndecidedRow.model_validate(shown | {"waiting": _waiting(row)})


def _waiting(row: Document) -> Sequence[str]:
    asked = {kind: row.get(kind) for kind in ("extension", "parking", "exclusion")}
    found = [kind for kind, state in asked.items() if state == "requested"]
    if not row["open"]:
        return [kind for kind in found if kind == "exclusion"]
    return ["return", *found] if row["state"] == "returned" else found
