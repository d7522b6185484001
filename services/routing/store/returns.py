"""A row per return of a task, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import DuplicateKeyError

from services.kit.serving.principal import Principal
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.routing.store.rounds import Period
from services.routing.store.sight import figures_seen_by

By = Literal["rule", "department"]


class Returns:
    def __init__(self, rows: AsyncIOMotorCollection[Document]) -> None:
        self._rows = rows

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._rows.create_index("task_id")
            await self._rows.create_index([("returned_at", 1), ("area", 1)])

    async def add(self, task_id: str, sequence: int, row: Mapping[str, Any]) -> None:
        """One that is there already stays as it is."""
        fresh = {**row, "task_id": task_id, "sequence": sequence, "decision": None}
        which = {"_id": f"{task_id}#{sequence}"}
        try:
            with unavailable_when_away():
                await self._rows.update_one(which, {"$setOnInsert": fresh}, upsert=True)
        except DuplicateKeyError:
            return

    async def decide(self, task_id: str, sequence: int, decision: str) -> None:
        """Of the return that waited; a later one is not meant."""
        waiting = {
            "task_id": task_id,
            "decision": None,
            "sequence": {"$lt": sequence},
        }
        with unavailable_when_away():
            await self._rows.update_one(waiting, {"$set": {"decision": decision}})

    async def by(self, caller: Principal, by: By, period: Period) -> Sequence[Document]:
        """How many returns of how many cases, and how they were decided."""
        match = {"$and": [period.of("returned_at"), figures_seen_by(caller)]}
        per_case = {"_id": {"by": f"${by}", "case": "$case_id"}, **_decisions()}
        sums = {
            name: {"$sum": f"${name}"} for name in ("returns", "upheld", "dismissed")
        }
        group = {"_id": "$_id.by", "cases": {"$sum": 1}, **sums}
        steps = [{"$match": match}, {"$group": per_case}, {"$group": group}]
        with unavailable_when_away():
            return await self._rows.aggregate(steps).to_list(None)


def _decisions() -> Document:
    return {"returns": {"$sum": 1}} | {
        decision: {"$sum": {"$cond": [{"$eq": ["$decision", decision]}, 1, 0]}}
        for decision in ("upheld", "dismissed")
    }
