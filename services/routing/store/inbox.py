"""A row per task, as the facts about it left it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import DuplicateKeyError

from services.kit.serving.principal import Principal
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.routing.store.asking import DUE, Past, Question, asked, past_the
from services.routing.store.computing import (
    BACK_AT_WORK,
    BEFORE_THE_RETURN,
    HIGHEST,
    LIFTED,
    UNNAMED,
    Row,
    moved,
)
from services.routing.store.sight import parents, tasks_seen_by

IN_THE_DUE_ORDER = ("due_at", "_id")
COUNTED = ("open", "department", "area", "state", "due_at", "level", "due_soon")
"""All that a count looks at, so that it looks at no row."""

IF_OPEN: Document = {"open": True}
INDEXES: tuple[tuple[tuple[str, ...], Document], ...] = (
    (("department", *IN_THE_DUE_ORDER), IF_OPEN),
    (("areas", *IN_THE_DUE_ORDER), IF_OPEN),
    (("department", "state", *IN_THE_DUE_ORDER), {}),
    (("state", *IN_THE_DUE_ORDER), {}),
    (("case_no", "_id"), {}),
    (("supervised", "case_no", "_id"), {"supervised": True}),
    (("level", *IN_THE_DUE_ORDER), {"supervised": True}),
    (("extension", *IN_THE_DUE_ORDER), {"extension": "requested"}),
    (("parking", *IN_THE_DUE_ORDER), {"parking": "requested"}),
    (("exclusion", *IN_THE_DUE_ORDER), {"exclusion": "requested"}),
    (COUNTED, IF_OPEN),
)
"""Fields, and the rows that lie in it: all that ever was must not weigh on the open."""


class Inbox:
    """Each change is one write, and none if it, or a later one, was made before."""

    def __init__(self, rows: AsyncIOMotorCollection[Document]) -> None:
        self._rows = rows

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            for names, some in INDEXES:
                keys: Any = [(name, 1) for name in names]
                await self._rows.create_index(keys, **_named(names, some))
            await self._rows.update_many({"areas": {"$exists": False}}, LIFTED)

    async def add(self, id: str, sequence: int, row: Row) -> None:
        """A later fact about the task, already applied, keeps its mark."""
        places = {"areas": parents(row["area"]), "sequence": sequence}
        fresh = {"$setOnInsert": {**row, **places}}
        try:
            with unavailable_when_away():
                await self._rows.update_one({"_id": id}, fresh, upsert=True)
        except DuplicateKeyError:
            return

    async def change(self, id: str, sequence: int, row: Row) -> None:
        await self._update(id, sequence, {"$set": {**row, "sequence": sequence}})

    async def give_back(self, id: str, sequence: int, row: Row) -> None:
        """`change` that remembers where the task was."""
        await self._compute(id, sequence, row | {"returned_from": "$state"})

    async def put_back(self, id: str, sequence: int) -> None:
        """The return was dismissed: the task is where it was before it."""
        await self._compute(id, sequence, {"state": BEFORE_THE_RETURN})

    async def move(self, id: str, sequence: int, row: Row, at: datetime) -> None:
        """`change` of the end, which was told at `at`."""
        fresh = row | moved(row[DUE], at)
        await self._compute(id, sequence, fresh, HIGHEST)

    async def run_on(self, id: str, sequence: int, row: Row, at: datetime) -> None:
        """`move` of a task that stood still: it is with the department again."""
        await self.move(id, sequence, row | {"state": BACK_AT_WORK}, at)

    async def supervise(
        self, id: str, sequence: int, level: int, reason: str | None
    ) -> None:
        """A level for a reason; the highest that stands is the task's."""
        row: Row = {f"levels.{reason or UNNAMED}": level}
        await self._compute(id, sequence, row, HIGHEST)

    async def _compute(self, id: str, sequence: int, row: Row, *then: Row) -> None:
        """`$state` is what it was before; for what comes `then` it is the new one."""
        steps = ({**row, "sequence": sequence}, *then)
        await self._update(id, sequence, [{"$set": step} for step in steps])

    async def _update(
        self, id: str, sequence: int, update: Document | list[Document]
    ) -> None:
        older = {"_id": id, "sequence": {"$lt": sequence}}
        with unavailable_when_away():
            await self._rows.update_one(older, update)

    async def page(
        self, caller: Principal, question: Question, past: Past | None, limit: int
    ) -> Sequence[Document]:
        """In the order in which they are due."""
        return await self._page(caller, question, past_the(past, DUE), (DUE, limit))

    async def page_by_case(
        self,
        caller: Principal,
        question: Question,
        past: tuple[str, str] | None,
        limit: int,
    ) -> Sequence[Document]:
        """The oldest case first."""
        by = "case_no"
        return await self._page(caller, question, past_the(past, by), (by, limit))

    async def _page(
        self,
        caller: Principal,
        question: Question,
        later: Document,
        cut: tuple[str, int],
    ) -> list[Document]:
        by, limit = cut
        with unavailable_when_away():
            found = self._rows.find(seen(caller, question, later))
            return await found.sort([(by, 1), ("_id", 1)]).limit(limit).to_list(limit)

    async def levels(self, caller: Principal, question: Question) -> Mapping[int, int]:
        """How many tasks are at each level of supervision."""
        group = {"_id": "$level", "tasks": {"$sum": 1}}
        steps = [{"$match": seen(caller, question)}, {"$group": group}]
        with unavailable_when_away():
            found = self._rows.aggregate(steps)
            return {row["_id"]: row["tasks"] async for row in found}


def _named(names: tuple[str, ...], some: Document) -> dict[str, Any]:
    """A name of its own: one of all rows may have the same fields."""
    name = "+".join((*names, *(f"if {field}" for field in some)))
    return {"name": name} | ({"partialFilterExpression": some} if some else {})


def seen(caller: Principal, question: Question, *more: Document) -> Document:
    """What is asked, of what the caller may see."""
    mine = tasks_seen_by(caller, question.department, question.area or "")
    return {"$and": [mine, *asked(question), *more]}
