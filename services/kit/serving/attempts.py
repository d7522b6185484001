"""How often somebody tried within an hour; no more of it than the limit."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ReturnDocument, WriteConcern

from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document

HARMLESS_IF_LOST = WriteConcern(w=1)
KEPT = timedelta(hours=2)


class Attempts(Protocol):
    async def take(self, limits: Mapping[str, int], hour: datetime) -> bool:
        """Counts one more of each; False when one is above its limit."""

    async def give_back(self, names: Sequence[str], hour: datetime) -> None:
        """Takes one of each back: it was no wrong attempt."""


class MongoAttempts:
    """Shared by all processes; forgotten after a while, and no loss if lost."""

    def __init__(self, database: AsyncIOMotorDatabase[Document]) -> None:
        self._attempts: AsyncIOMotorCollection[Document] = database.get_collection(
            "attempts", write_concern=HARMLESS_IF_LOST
        )

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._attempts.create_index("until", expireAfterSeconds=0)

    async def take(self, limits: Mapping[str, int], hour: datetime) -> bool:
        counts = [await self._moved(name, hour, 1) for name in limits]
        pairs = zip(counts, limits.values(), strict=True)
        return all(count <= limit for count, limit in pairs)

    async def give_back(self, names: Sequence[str], hour: datetime) -> None:
        for name in names:
            await self._moved(name, hour, -1)

    async def _moved(self, name: str, hour: datetime, by: int) -> int:
        change = {"$inc": {"n": by}, "$set": {"until": hour + KEPT}}
        with unavailable_when_away():
            count = await self._attempts.find_one_and_update(
                {"_id": f"{name}|{hour.isoformat()}"},
                change,
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return int(count["n"])
