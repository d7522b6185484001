"""What somebody above the departments has to look at, to name or to decide."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from contracts.codes import AreaCode, Code, DepartmentCode
from services.kit.serving.paging import Paging
from services.kit.serving.principal import Principal
from services.routing.api.desk import Office, Reader
from services.routing.api.shelf import AtShelf, Level, Shelf
from services.routing.showing.waiting import (
    DecisionsView,
    SupervisedRow,
    SupervisionView,
    TriageView,
    Undecided,
    supervised_case,
    supervised_task,
    triage_row,
    undecided_row,
)
from services.routing.store.asking import UNDECIDED, Question
from services.routing.store.handlings import CasesWanted

router = APIRouter(prefix="/v1")
EVERY_LEVEL = (1, 2, 3)


class AskedOfSupervision(BaseModel):
    level: list[Level] = Field(default_factory=list, max_length=3)
    reason: Code | None = None
    area: AreaCode | None = None
    department: DepartmentCode | None = None

    def tasks(self, levels: Sequence[int] = EVERY_LEVEL) -> Question:
        return Question(
            department=self.department,
            area=self.area,
            levels=tuple(levels),
            reason=self.reason,
        )

    def cases(self, levels: Sequence[int] = EVERY_LEVEL) -> CasesWanted:
        """None at all when a department is asked for: a case is no department's."""
        wanted = () if self.department else tuple(levels)
        return CasesWanted(wanted, self.reason, self.area)


@router.get("/supervision")
async def read_supervision(
    asked: Annotated[AskedOfSupervision, Query()],
    shelf: AtShelf,
    caller: Reader,
    page: Paging,
) -> SupervisionView:
    """What is supervised, cases and tasks, and how many at each level."""
    levels, past = asked.level or EVERY_LEVEL, page.past(str, str)
    tasks = await shelf.inbox.page_by_case(
        caller, asked.tasks(levels), past, page.fetch
    )
    cases = await shelf.handlings.supervised(
        caller, asked.cases(levels), past, page.fetch
    )
    both = [*map(supervised_task, tasks), *map(supervised_case, cases)]
    shown = page.of(sorted(both, key=_by_case)[: page.fetch], _by_case)
    counts = await _levels(shelf, caller, asked)
    return SupervisionView(supervised=shown, counts=counts)


def _by_case(row: SupervisedRow) -> tuple[str, str]:
    return row.case_no, row.task_id or row.case_id


async def _levels(
    shelf: Shelf, caller: Principal, asked: AskedOfSupervision
) -> dict[str, int]:
    found = Counter(dict.fromkeys(EVERY_LEVEL, 0))
    found.update(await shelf.inbox.levels(caller, asked.tasks()))
    found.update(await shelf.handlings.levels(caller, asked.cases()))
    return {str(level): number for level, number in sorted(found.items())}


class InArea(BaseModel):
    area: AreaCode | None = None


@router.get("/triage")
async def read_triage(
    asked: Annotated[InArea, Query()], shelf: AtShelf, caller: Office, page: Paging
) -> TriageView:
    """Cases that nobody has, those due first on top."""
    past, now = page.past(datetime, str), shelf.clock()
    rows = await shelf.handlings.triage(caller, asked.area, past, page.fetch)
    shown = page.of(rows, lambda row: (row["due_at"], row["_id"]))
    return TriageView(cases=[triage_row(row, now) for row in shown])


class AskedOfDecisions(InArea):
    kind: list[Undecided] = Field(default_factory=list, max_length=4)


@router.get("/decisions")
async def read_decisions(
    asked: Annotated[AskedOfDecisions, Query()],
    shelf: AtShelf,
    caller: Office,
    page: Paging,
) -> DecisionsView:
    """Tasks that wait for somebody's decision, those due first on top."""
    past, now = page.past(datetime, str), shelf.clock()
    kinds: tuple[str, ...] = tuple(asked.kind or UNDECIDED)
    question = Question(area=asked.area, undecided=kinds)
    rows = await shelf.inbox.page(caller, question, past, page.fetch)
    shown = page.of(rows, lambda row: (row["due_at"], row["_id"]))
    return DecisionsView(tasks=[undecided_row(row, now) for row in shown])
