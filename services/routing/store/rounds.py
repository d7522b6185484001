"""A small row per round of a case: what its figures are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import DuplicateKeyError

from services.kit.serving.principal import Principal
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.routing.store.sight import figures_seen_by

MARKS = (
    "concluded",
    "late",
    "asked_contacted",
    "contacted",
    "contact_missed",
    "asked_resolved",
    "resolved",
    "asked_satisfied",
    "satisfied",
)
"""What a round may bear: 1, or it is not there."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Period:
    """From `since` to before `until`."""

    since: datetime
    until: datetime

    def of(self, field: str) -> Document:
        return {field: {"$gte": self.since, "$lt": self.until}}


class Rounds:
    """A fact that comes again, or after a later one of its round, changes nothing."""

    def __init__(self, rows: AsyncIOMotorCollection[Document]) -> None:
        self._rows = rows

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._rows.create_index("case_id")
            for moment in ("concluded_at", "planned_at"):
                some = {moment: {"$type": "date"}}
                keys = [(moment, 1), ("area", 1)]
                await self._rows.create_index(keys, partialFilterExpression=some)

    async def plan(self, case_id: str, sequence: int, row: Row) -> None:
        """Begins the first round; a case is planned once."""
        fresh = {**row, "case_id": case_id, "sequence": sequence}
        await self._write({"_id": f"{case_id}#1"}, {"$setOnInsert": fresh})

    async def lead(self, case_id: str, round: int, sequence: int, row: Row) -> None:
        """Who leads the round from here on; what was counted before stays."""
        older = {"_id": f"{case_id}#{round}", "sequence": {"$lt": sequence}}
        fields = {**row, "case_id": case_id, "sequence": sequence}
        await self._write(older, {"$set": fields})

    async def of_round(self, case_id: str, round: int, sequence: int, row: Row) -> None:
        await self._mark({"_id": f"{case_id}#{round}"}, sequence, row)

    async def of_lead(
        self, case_id: str, task_id: str, sequence: int, row: Row
    ) -> None:
        """What is said of a task, if it leads a round."""
        await self._mark({"case_id": case_id, "task_id": task_id}, sequence, row)

    async def under_way(self, case_id: str, sequence: int, row: Row) -> None:
        """What is said of any task, for the round that is not concluded."""
        await self._mark({"case_id": case_id, "concluded_at": None}, sequence, row)

    async def area_of(self, case_id: str) -> str:
        """Empty: nobody has been given the case."""
        asked = {"case_id": case_id, "area": {"$exists": True}}
        with unavailable_when_away():
            found = await self._rows.find_one(asked, {"area": 1})
        return str(found["area"]) if found else ""

    async def sums(self, caller: Principal, period: Period) -> Sequence[Document]:
        """By department, and whether they are left out: how many bear each mark."""
        match = {"$and": [period.of("concluded_at"), figures_seen_by(caller)]}
        by = {
            "department": "$department",
            "excluded": {"$eq": ["$excluded", 1]},
        }
        marks = {mark: {"$sum": f"${mark}"} for mark in MARKS}
        return await self._grouped(match, {"_id": by, **marks})

    async def planned(self, caller: Principal, period: Period) -> Mapping[str, int]:
        """By rule: how many cases it sent somewhere."""
        match = {"$and": [period.of("planned_at"), figures_seen_by(caller)]}
        rows = await self._grouped(match, {"_id": "$rule", "cases": {"$sum": 1}})
        return {row["_id"]: row["cases"] for row in rows}

    async def _mark(self, which: Document, sequence: int, row: Row) -> None:
        older = which | {"sequence": {"$lt": sequence}}
        with unavailable_when_away():
            await self._rows.update_one(older, {"$set": {**row, "sequence": sequence}})

    async def _write(self, which: Document, update: Document) -> None:
        try:
            with unavailable_when_away():
                await self._rows.update_one(which, update, upsert=True)
        except DuplicateKeyError:
            return

    async def _grouped(self, match: Document, group: Document) -> list[Document]:
        steps = [{"$match": match}, {"$group": group}]
        with unavailable_when_away():
            return await self._rows.aggregate(steps).to_list(None)
