"""Tasks by when they are due: of one department, or of somebody's whole area."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from contracts.codes import AreaCode, CaseNo, DepartmentCode
from services.kit.serving.paging import Page, Paging
from services.kit.serving.principal import Principal
from services.routing.api.desk import Reader
from services.routing.api.shelf import AtShelf, Level, Moment, Shelf
from services.routing.domain.moves import TaskState
from services.routing.showing.inbox import InboxView, task_row
from services.routing.store.asking import Question

router = APIRouter(prefix="/v1")


class Asked(BaseModel):
    """Filters; `state` and `level` may be given more than once."""

    state: list[TaskState] = Field(default_factory=list, max_length=10)
    due_before: Moment | None = None
    due_after: Moment | None = None
    overdue: Literal["true"] | None = None
    due_soon: Literal["true"] | None = None
    area: AreaCode | None = None
    case_no: CaseNo | None = None
    role: Literal["lead", "co_handler"] | None = None
    level: list[Level] = Field(default_factory=list, max_length=3)

    def question(self, department: str | None, now: datetime) -> Question:
        return Question(
            department=department,
            states=tuple(self.state),
            due_before=self.due_before,
            due_after=self.due_after,
            overdue_at=now if self.overdue else None,
            due_soon_at=now if self.due_soon else None,
            area=self.area,
            case_no=self.case_no,
            role=self.role,
            levels=tuple(self.level),
        )


Filters = Annotated[Asked, Query()]


class AskedOfAll(Asked):
    department: DepartmentCode | None = None


@router.get("/departments/{code}/tasks")
async def read_inbox(
    code: DepartmentCode, asked: Filters, shelf: AtShelf, caller: Reader, page: Paging
) -> InboxView:
    """A department's tasks, those due first on top, and how many of each state."""
    question = asked.question(code, shelf.clock())
    return await shown(shelf, caller, question, page)


@router.get("/tasks")
async def read_tasks(
    asked: Annotated[AskedOfAll, Query()], shelf: AtShelf, caller: Reader, page: Paging
) -> InboxView:
    """Every task that the caller may see, those due first on top."""
    question = asked.question(asked.department, shelf.clock())
    return await shown(shelf, caller, question, page)


async def shown(
    shelf: Shelf, caller: Principal, question: Question, page: Page
) -> InboxView:
    now, past = shelf.clock(), page.past(datetime, str)
    rows = await shelf.inbox.page(caller, question, past, page.fetch)
    counts = await shelf.census.counts(caller, question.department, question.area)
    tasks = page.of(rows, lambda row: (row["due_at"], row["_id"]))
    return InboxView(tasks=[task_row(row, now) for row in tasks], counts=dict(counts))
