"""Case keys in MongoDB: one collection of a service's database, backed up by itself."""

from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.kit.sealing.key_store import KeyRecord
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE, SETTLED

DESTROYED: list[dict[str, Any]] = [
    {"$set": {"destroyed_at": "$$NOW"}},
    {"$unset": "wrapped"},
]


class MongoKeys:
    def __init__(
        self, database: AsyncIOMotorDatabase[Document], name: str = "keys"
    ) -> None:
        self._collection = database.get_collection(
            name, write_concern=DURABLE, read_concern=SETTLED
        )

    async def get(self, key_id: str) -> KeyRecord | None:
        with unavailable_when_away():
            found = await self._collection.find_one({"_id": key_id})
        return _record(found) if found else None

    async def insert(self, key_id: str, wrapped: bytes) -> KeyRecord:
        """One operation, so that of two first seals both see the same key."""
        try:
            return await self._upserted(key_id, wrapped)
        except DuplicateKeyError:
            return await self._upserted(key_id, wrapped)

    async def destroy(self, key_id: str) -> None:
        with unavailable_when_away():
            await self._collection.update_one({"_id": key_id}, DESTROYED, upsert=True)

    async def _upserted(self, key_id: str, wrapped: bytes) -> KeyRecord:
        with unavailable_when_away():
            found = await self._collection.find_one_and_update(
                {"_id": key_id},
                {"$setOnInsert": {"wrapped": wrapped}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return _record(found)


def _record(document: Document) -> KeyRecord:
    return KeyRecord(document.get("wrapped"))
