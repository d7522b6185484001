"""The document store on MongoDB: durable, and honest about what is only a fault."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ASCENDING, UpdateOne, WriteConcern
from pymongo.errors import BulkWriteError
from pymongo.read_concern import ReadConcern

from services.kit.writing.asking import Asking
from services.kit.writing.away import raise_unless_duplicates, unavailable_when_away
from services.kit.writing.documents import REST, Document, Outbox, Standing, Write
from services.kit.writing.group_commit import GroupCommit

DURABLE = WriteConcern(w="majority", j=True, wtimeout=10_000)
HARMLESS_IF_LOST = WriteConcern(w=1)
SETTLED = ReadConcern("majority")

LATE = timedelta(seconds=5)
"""An alarm that rings within this time rings on time."""

AWARE: CodecOptions[Document] = CodecOptions(tz_aware=True)
DATES = {"$type": "date"}


class MongoDocuments:
    """Aggregates of one kind in one collection."""

    def __init__(self, database: AsyncIOMotorDatabase[Document], name: str) -> None:
        self.name = name
        self._collection: AsyncIOMotorCollection[Document] = database.get_collection(
            name, write_concern=DURABLE, read_concern=SETTLED
        )
        self._relaxed = self._collection.with_options(write_concern=HARMLESS_IF_LOST)
        self._swaps = GroupCommit(self._collection)
        self._found = Asking(self._find)
        self._database = database

    async def create_indexes(self, fields: Sequence[str] = ()) -> None:
        with unavailable_when_away():
            for field in ("unpublished_since", "wake_at"):
                await self._collection.create_index(
                    field, partialFilterExpression={field: DATES}
                )
            for name in fields:
                keys = [(field, ASCENDING) for field in name.split("+")]
                await self._collection.create_index(keys)

    async def find(self, id: str) -> Document | None:
        return await self._found.of(id)

    async def _find(self, ids: Sequence[str]) -> Sequence[Document | None]:
        with unavailable_when_away():
            if len(ids) == 1:
                return [await self._collection.find_one({"_id": ids[0]})]
            found = self._collection.find({"_id": {"$in": list(ids)}})
            documents = {each["_id"]: each async for each in found}
        return [documents.get(id) for id in ids]

    async def swap(self, id: str, version: int, write: Write) -> bool:
        with unavailable_when_away():
            return await self._swaps.swap(id, version, write)

    async def add(self, documents: Sequence[Document]) -> None:
        with unavailable_when_away():
            try:
                await self._collection.insert_many(documents, ordered=False)
            except BulkWriteError as error:
                raise_unless_duplicates(error)

    async def now(self) -> datetime:
        with unavailable_when_away():
            hello = await self._database.command("hello", codec_options=AWARE)
        moment: datetime = hello["localTime"]
        return moment

    async def due(self, limit: int) -> list[str]:
        now = await self.now()
        query = {
            "wake_at": {**DATES, "$lte": now},
            "$or": [{"retry_at": None}, {"retry_at": {"$lte": now}}],
        }
        with unavailable_when_away():
            found = self._collection.find(query, {"_id": 1}).sort("wake_at", ASCENDING)
            return [document["_id"] async for document in found.limit(limit)]

    async def back_off(self, id: str, pause: timedelta) -> None:
        until = await self.now() + pause
        with unavailable_when_away():
            await self._collection.update_one(
                {"_id": id}, {"$set": {"retry_at": until}}
            )

    async def claim(self, grace: timedelta, limit: int) -> list[Outbox]:
        now = await self.now()
        query = {
            "unpublished_since": {**DATES, "$lt": now - grace},
            "$or": [
                {"quarantined": {"$exists": False}},
                {"quarantined.at": {"$lt": now - REST}},
            ],
        }
        with unavailable_when_away():
            left = (
                await self._collection.find(
                    query, {"outbox": 1, "unpublished_since": 1}
                )
                .sort("unpublished_since", ASCENDING)
                .limit(limit)
                .to_list(limit)
            )
            mine = [found for found in left if await self._claimed(found, now)]
        return [Outbox(found["_id"], tuple(found["outbox"])) for found in mine]

    async def _claimed(self, found: Document, now: datetime) -> bool:
        as_found = {key: found[key] for key in ("_id", "unpublished_since")}
        later = {"$set": {"unpublished_since": now}}
        claimed = await self._relaxed.update_one(as_found, later)
        return claimed.modified_count == 1

    async def clear(self, published: Mapping[str, int]) -> None:
        updates = [
            UpdateOne({"_id": id}, _without_letters_to(sequence))
            for id, sequence in published.items()
        ]
        with unavailable_when_away():
            await self._relaxed.bulk_write(updates, ordered=False)

    async def quarantine(self, id: str, reason: str) -> None:
        mark = {"$set": {"quarantined": {"reason": reason, "at": await self.now()}}}
        with unavailable_when_away():
            await self._collection.update_one({"_id": id}, mark)

    async def standing(self) -> Standing:
        now = await self.now()
        waiting: Document = {"unpublished_since": DATES}
        late: Document = {"wake_at": {**DATES, "$lt": now - LATE}}
        with unavailable_when_away():
            oldest = await self._collection.find_one(
                waiting, {"unpublished_since": 1}, sort=[("unpublished_since", 1)]
            )
            return Standing(
                outboxes=await self._collection.count_documents(waiting),
                oldest=_seconds(now - oldest["unpublished_since"]) if oldest else 0.0,
                quarantined=await self._collection.count_documents(
                    waiting | {"quarantined": {"$exists": True}}
                ),
                alarms_late=await self._collection.count_documents(late),
            )


def _seconds(age: timedelta) -> float:
    return max(0.0, age.total_seconds())


def _without_letters_to(sequence: int) -> list[dict[str, Any]]:
    """A pipeline update: exact even when two processes clear the same document."""
    later = {"$gt": ["$$this.sequence", sequence]}
    left = {"$filter": {"input": "$outbox", "cond": later}}
    empty = {"$eq": ["$outbox", []]}
    return [
        {"$set": {"outbox": left}},
        {
            "$set": {
                "unpublished_since": {"$cond": [empty, None, "$unpublished_since"]},
                "quarantined": {"$cond": [empty, "$$REMOVE", "$quarantined"]},
            }
        },
    ]
