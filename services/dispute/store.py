"""Mediations in MongoDB; nobody sees one outside their area."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from motor.motor_asyncio import AsyncIOMotorCollection

from services.dispute.domain.mediation import Mediation
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.stored import state_from

STATE = {"schema": 1, "state": 1}
INDEXES = (
    "token_hashes",
    "case_id",
    "area+mediation_state",
    "mediation_state+mediator",
    "rest_to_continue",
)
WITH_A_MEDIATOR = ("inviting", "selecting", "mediating")


class MediationStore:
    """`reads` keeps who looked at whose names, and when."""

    def __init__(
        self,
        mediations: AsyncIOMotorCollection[Document],
        reads: AsyncIOMotorCollection[Document],
    ) -> None:
        self._mediations = mediations
        self._reads = reads

    async def page(
        self,
        area: str,
        filters: Mapping[str, str | None],
        past: tuple[str] | None,
        limit: int,
    ) -> Sequence[Mediation]:
        """In the order of their ids; without an area there is nothing to see."""
        if not area:
            return []
        query: Document = {"area": {"$regex": f"^{area}"}}
        query |= {key: value for key, value in filters.items() if value is not None}
        if past:
            query["_id"] = {"$gt": past[0]}
        with unavailable_when_away():
            found = self._mediations.find(query, STATE).sort("_id")
            documents = await found.limit(limit).to_list(limit)
        return [state_from(row, Mediation) for row in documents]

    async def open_by_mediator(self) -> dict[str, int]:
        """How many mediations each mediator of the roster has now."""
        query = {"mediation_state": {"$in": list(WITH_A_MEDIATOR)}}
        chosen: Document = query | {"mediator": {"$type": "string"}}
        counted = {"$group": {"_id": "$mediator", "open": {"$sum": 1}}}
        with unavailable_when_away():
            found = self._mediations.aggregate([{"$match": chosen}, counted])
            return {row["_id"]: row["open"] async for row in found}

    async def with_token(self, token_hash: str) -> str | None:
        """The id of the mediation that this link belongs to."""
        query = {"token_hashes": token_hash}
        with unavailable_when_away():
            found = await self._mediations.find_one(query, {"_id": 1})
        return found["_id"] if found else None

    async def rests_to_continue(self, limit: int) -> Sequence[str]:
        """Mediations of which all parties want the rest mediated, and it is not yet."""
        query = {"rest_to_continue": True}
        with unavailable_when_away():
            found = self._mediations.find(query, {"_id": 1}).limit(limit)
            return [row["_id"] async for row in found]

    async def log_read(
        self, id: str, reader: str, at: datetime, what: str = "parties"
    ) -> None:
        """Durable before anything is shown."""
        line = {"mediation_id": id, "reader": reader, "at": at, "what": what}
        with unavailable_when_away():
            await self._reads.insert_one(line)
