"""Routing's collections: every query passes a filter made of who asks."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from services.kit.serving.principal import Principal
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.routing.domain.moves import OPEN

HANDLING_INDEXES = ("task_ids", "provisional", "handling_state+area+due_at+_id")
NOTHING: Document = {"_id": {"$exists": False}}


def handlings_seen_by(caller: Principal) -> Document:
    """Departments see what they have, or had, a task in; others their area."""
    if caller.has("dispatcher", "supervisor"):
        return _in_area(caller)
    if caller.has("department") and caller.department:
        return {"concerned": caller.department}
    return NOTHING


def tasks_seen_by(caller: Principal) -> Document:
    if caller.has("dispatcher", "supervisor"):
        return _in_area(caller)
    if caller.has("department") and caller.department:
        return {"department": caller.department}
    return NOTHING


def _in_area(caller: Principal) -> Document:
    return {"area": {"$regex": f"^{caller.area}"}} if caller.area else NOTHING


class Handlings:
    """Which handling a task or a case is, for somebody who may know."""

    def __init__(self, handlings: AsyncIOMotorCollection[Document]) -> None:
        self._handlings = handlings

    async def of_task(self, task_id: str, caller: Principal) -> str | None:
        return await self._id({"task_ids": task_id}, caller)

    async def of_case(self, case_id: str, caller: Principal) -> str | None:
        return await self._id({"_id": case_id}, caller)

    async def provisional(self) -> AsyncIterator[str]:
        """Those with a date beyond the calendar that was known when it was computed."""
        with unavailable_when_away():
            found = self._handlings.find({"provisional": True}, {"_id": 1})
            async for document in found:
                yield document["_id"]

    async def _id(self, query: Document, caller: Principal) -> str | None:
        query = {"$and": [query, handlings_seen_by(caller)]}
        with unavailable_when_away():
            found = await self._handlings.find_one(query, {"_id": 1})
        return found["_id"] if found else None


@dataclass(frozen=True)
class Question:
    """What of a department's inbox is wanted; None: it does not matter."""

    department: str
    state: str | None = None
    due_before: datetime | None = None
    overdue_at: datetime | None = None
    """Only tasks that were open and late at that moment."""


class Inbox:
    """A row per task, as the facts about it left it."""

    def __init__(self, rows: AsyncIOMotorCollection[Document]) -> None:
        self._rows = rows

    async def create_indexes(self) -> None:
        keys = [(name, ASCENDING) for name in ("department", "due_at", "_id")]
        with unavailable_when_away():
            await self._rows.create_index(keys)
            await self._rows.create_index([("department", ASCENDING), ("state", 1)])

    async def add(self, id: str, sequence: int, row: Mapping[str, object]) -> None:
        """A later fact about the task, already applied, keeps its mark."""
        fresh = {"$setOnInsert": dict(row) | {"sequence": sequence}}
        try:
            with unavailable_when_away():
                await self._rows.update_one({"_id": id}, fresh, upsert=True)
        except DuplicateKeyError:
            return

    async def change(self, id: str, sequence: int, row: Mapping[str, object]) -> None:
        """Applies a fact unless it, or a later one, was applied before."""
        await self._update(id, sequence, {"$set": dict(row) | {"sequence": sequence}})

    async def put_back(self, id: str, sequence: int) -> None:
        """The return was dismissed: the task is where it was before it."""
        before = {"$cond": ["$signed", "acknowledged", "assigned"]}
        await self._update(
            id, sequence, [{"$set": {"state": before, "sequence": sequence}}]
        )

    async def _update(
        self, id: str, sequence: int, update: Document | list[Document]
    ) -> None:
        older = {"_id": id, "sequence": {"$lt": sequence}}
        with unavailable_when_away():
            await self._rows.update_one(older, update)

    async def page(
        self,
        caller: Principal,
        question: Question,
        past: tuple[datetime, str] | None,
        limit: int,
    ) -> Sequence[Document]:
        """In the order in which they are due."""
        query = {"$and": [_asked(question), tasks_seen_by(caller), _after(past)]}
        with unavailable_when_away():
            found = self._rows.find(query).sort([("due_at", 1), ("_id", 1)])
            return await found.limit(limit).to_list(limit)

    async def counts(
        self, caller: Principal, department: str, now: datetime
    ) -> Mapping[str, int]:
        """Tasks by state, and how many of the open ones are late."""
        match = {"$and": [{"department": department}, tasks_seen_by(caller)]}
        late = {"$and": [{"$in": ["$state", list(OPEN)]}, {"$lte": ["$due_at", now]}]}
        group = {
            "_id": "$state",
            "tasks": {"$sum": 1},
            "late": {"$sum": {"$cond": [late, 1, 0]}},
        }
        rows = await self._grouped([{"$match": match}, {"$group": group}])
        states = {str(row["_id"]): int(row["tasks"]) for row in rows}
        return states | {"overdue": sum(int(row["late"]) for row in rows)}

    async def tally(self) -> Mapping[tuple[str, ...], float]:
        """For `/metrics`: how many, by state and department."""
        by = {"state": "$state", "department": "$department"}
        rows = await self._grouped([{"$group": {"_id": by, "tasks": {"$sum": 1}}}])
        return {
            (row["_id"]["state"], row["_id"]["department"]): row["tasks"]
            for row in rows
        }

    async def _grouped(self, steps: list[Document]) -> list[Document]:
        with unavailable_when_away():
            return await self._rows.aggregate(steps).to_list(None)


def _asked(question: Question) -> Document:
    asked: list[Document] = [{"department": question.department}]
    if question.state:
        asked.append({"state": question.state})
    if question.due_before:
        asked.append({"due_at": {"$lt": question.due_before}})
    if question.overdue_at:
        asked.append(
            {"state": {"$in": list(OPEN)}, "due_at": {"$lte": question.overdue_at}}
        )
    return {"$and": asked}


def _after(past: tuple[datetime, str] | None) -> Document:
    if past is None:
        return {}
    due_at, id = past
    later = {"due_at": {"$gt": due_at}}
    return {"$or": [later, {"due_at": due_at, "_id": {"$gt": id}}]}
