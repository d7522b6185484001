"""Handlings by what their index fields tell: whose they are, and who waits."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from motor.motor_asyncio import AsyncIOMotorCollection

from services.kit.serving.principal import Principal
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.routing.store.asking import DUE, Past, past_the
from services.routing.store.sight import cases_decided_by, handlings_seen_by, within

HANDLING_INDEXES = (
    "task_ids",
    "provisional",
    "handling_state+due_at+_id",
    "supervised_level+case_no+_id",
)
SHOWN = {
    "case_no": 1,
    "area": 1,
    "due_at": 1,
    "supervised_level": 1,
    "supervised_for": 1,
}


@dataclass(frozen=True)
class CasesWanted:
    """Supervised cases, of these levels; None: it does not matter."""

    levels: tuple[int, ...] = (1, 2, 3)
    reason: str | None = None
    area: str | None = None


class Handlings:
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

    async def triage(
        self, caller: Principal, area: str | None, past: Past | None, limit: int
    ) -> Sequence[Document]:
        """Cases that nobody has, in the order in which somebody should be named."""
        asked = {"handling_state": "triage"} | (within(area) if area else {})
        query = {"$and": [asked, cases_decided_by(caller), past_the(past, DUE)]}
        return await self._rows(query, DUE, limit)

    async def supervised(
        self,
        caller: Principal,
        wanted: CasesWanted,
        past: tuple[str, str] | None,
        limit: int,
    ) -> Sequence[Document]:
        """The oldest case first."""
        seen = [_wanted(wanted), cases_decided_by(caller)]
        query = {"$and": [*seen, past_the(past, "case_no")]}
        return await self._rows(query, "case_no", limit)

    async def levels(self, caller: Principal, wanted: CasesWanted) -> Mapping[int, int]:
        query = {"$and": [_wanted(wanted), cases_decided_by(caller)]}
        group = {"_id": "$supervised_level", "cases": {"$sum": 1}}
        with unavailable_when_away():
            found = self._handlings.aggregate([{"$match": query}, {"$group": group}])
            return {row["_id"]: row["cases"] async for row in found}

    async def _id(self, query: Document, caller: Principal) -> str | None:
        query = {"$and": [query, handlings_seen_by(caller)]}
        with unavailable_when_away():
            found = await self._handlings.find_one(query, {"_id": 1})
        return found["_id"] if found else None

    async def _rows(self, query: Document, by: str, limit: int) -> list[Document]:
        with unavailable_when_away():
            found = self._handlings.find(query, SHOWN).sort([(by, 1), ("_id", 1)])
            return await found.limit(limit).to_list(limit)


def _wanted(wanted: CasesWanted) -> Document:
    reason = {"supervised_for": wanted.reason} if wanted.reason else {}
    area = within(wanted.area) if wanted.area else {}
    return {"supervised_level": {"$in": list(wanted.levels)}} | reason | area
