"""Case keys in MongoDB: one collection of a service's database, backed up by itself."""

from collections.abc import Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from services.kit.sealing.key_store import KeyRecord
from services.kit.writing.asking import Asking
from services.kit.writing.away import raise_unless_duplicates, unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE, SETTLED

DESTROYED: list[dict[str, Any]] = [
    {"$set": {"destroyed_at": "$$NOW"}},
    {"$unset": "wrapped"},
]


class MongoKeys:
    """Those who ask or write at the same time share a query or a write."""

    def __init__(
        self, database: AsyncIOMotorDatabase[Document], name: str = "keys"
    ) -> None:
        self._collection = database.get_collection(
            name, write_concern=DURABLE, read_concern=SETTLED
        )
        self._found = Asking(self._find)
        self._begun = Asking(self._insert)

    async def get(self, key_id: str) -> KeyRecord | None:
        return await self._found.of(key_id)

    async def insert(self, key_id: str, wrapped: bytes) -> KeyRecord:
        """Of two first seals both see the same key: the one that lies there."""
        return await self._begun.of((key_id, wrapped))

    async def destroy(self, key_id: str) -> None:
        with unavailable_when_away():
            await self._collection.update_one({"_id": key_id}, DESTROYED, upsert=True)

    async def _find(self, key_ids: Sequence[str]) -> Sequence[KeyRecord | None]:
        with unavailable_when_away():
            found = self._collection.find({"_id": {"$in": list(key_ids)}})
            records = {row["_id"]: _record(row) async for row in found}
        return [records.get(key_id) for key_id in key_ids]

    async def _insert(self, keys: Sequence[tuple[str, bytes]]) -> Sequence[KeyRecord]:
        """Whose write made the document has its own key; the others are looked up."""
        writes = [
            UpdateOne({"_id": key_id}, {"$setOnInsert": {"wrapped": key}}, upsert=True)
            for key_id, key in keys
        ]
        with unavailable_when_away():
            made = await self._made(writes)
        others = [each for place, (each, _) in enumerate(keys) if place not in made]
        found = await self._find(others) if others else ()
        known = dict(zip(others, found, strict=True))
        return [
            KeyRecord(key) if place in made else _there(known[key_id])
            for place, (key_id, key) in enumerate(keys)
        ]

    async def _made(self, writes: Sequence[UpdateOne]) -> set[int]:
        try:
            result = await self._collection.bulk_write(writes, ordered=False)
        except BulkWriteError as error:
            raise_unless_duplicates(error)
            return {each["index"] for each in error.details["upserted"]}
        return set(result.upserted_ids or ())


def _record(document: Document) -> KeyRecord:
    return KeyRecord(document.get("wrapped"))


def _there(record: KeyRecord | None) -> KeyRecord:
    """A key that was there when ours was refused is never taken away."""
    assert record is not None
    return record
