"""HTTP of the inbox."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field

from contracts.codes import DepartmentCode
from services.kit.serving.paging import Paging
from services.routing.api.desk import AtDesk, Reader
from services.routing.domain.moves import TaskState
from services.routing.showing.inbox import InboxView, task_row
from services.routing.store import Question

router = APIRouter(prefix="/v1")

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Asked(BaseModel):
    state: TaskState | None = None
    due_before: Annotated[AwareDatetime, Field(ge=FIRST, le=LAST)] | None = None
    overdue: Literal["true"] | None = None


@router.get("/departments/{code}/tasks")
async def read_inbox(
    code: DepartmentCode,
    asked: Annotated[Asked, Query()],
    desk: AtDesk,
    caller: Reader,
    page: Paging,
) -> InboxView:
    now = desk.clock()
    late_at = now if asked.overdue else None
    question = Question(code, asked.state, asked.due_before, late_at)
    past = page.past(datetime, str)
    rows = await desk.inbox.page(caller, question, past, page.fetch)
    shown = page.of(rows, lambda row: (row["due_at"], row["_id"]))
    return InboxView(
        tasks=[task_row(row, now) for row in shown],
        counts=dict(await desk.inbox.counts(caller, code, now)),
    )
