"""Sealed files in GridFS; which of them are not yet, or no longer, their owner's."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import timedelta
from typing import Any

from gridfs.errors import NoFile
from motor.motor_asyncio import (
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
    AsyncIOMotorGridFSBucket,
)
from pymongo import ASCENDING

from services.kit.files.seams import Loose
from services.kit.sealing.chunks import SEALED_CHUNK
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE, SETTLED

BUCKET = "attachments"
LOOSE = "loose_files"
FROM_NOW: dict[str, Any] = {"$set": {"since": "$$NOW"}}

Database = AsyncIOMotorDatabase[Document]


class MongoFiles:
    """A chunk of GridFS is a sealed chunk; names and kinds lie with its owner."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bucket = AsyncIOMotorGridFSBucket(
            database, BUCKET, chunk_size_bytes=SEALED_CHUNK, write_concern=DURABLE
        )
        self._chunks: AsyncIOMotorCollection[Document] = database.get_collection(
            f"{BUCKET}.chunks", write_concern=DURABLE, read_concern=SETTLED
        )
        self._loose: AsyncIOMotorCollection[Document] = database.get_collection(
            LOOSE, write_concern=DURABLE, read_concern=SETTLED
        )

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._loose.create_index("since")
            await self._loose.create_index("case_id")
            await self._chunks.create_index(
                [("files_id", ASCENDING), ("n", ASCENDING)], unique=True
            )

    async def begin(self, file: str, owner: str) -> None:
        said = [{"$set": {"case_id": owner, "since": "$$NOW"}}]
        with unavailable_when_away():
            await self._loose.update_one({"_id": file}, said, upsert=True)

    async def write(self, file: str, chunks: Iterable[bytes]) -> None:
        with unavailable_when_away():
            grid = self._bucket.open_upload_stream_with_id(file, file)
            for chunk in chunks:
                await grid.write(chunk)
            await grid.close()

    async def renew(self, file: str) -> bool:
        with unavailable_when_away():
            found = await self._loose.update_one({"_id": file}, [FROM_NOW])
        return found.matched_count == 1

    async def settle(self, file: str) -> None:
        with unavailable_when_away():
            await self._loose.delete_one({"_id": file})

    async def read(self, file: str) -> AsyncIterator[bytes]:
        """In one order by their own numbers: whether they are all, the seal tells."""
        with unavailable_when_away():
            found = self._chunks.find({"files_id": file}).sort("n", ASCENDING)
            async for chunk in found.batch_size(4):
                yield bytes(chunk["data"])

    async def remove(self, file: str) -> None:
        """Also chunks without a file: what a crash leaves in the middle of one."""
        with unavailable_when_away():
            try:
                await self._bucket.delete(file)
            except NoFile:
                await self._chunks.delete_many({"files_id": file})
            await self._loose.delete_one({"_id": file})

    async def loose(self, since: timedelta, limit: int) -> Sequence[Loose]:
        hour_ago = {"$subtract": ["$$NOW", int(since.total_seconds() * 1000)]}
        begun = {"$expr": {"$lt": ["$since", hour_ago]}}
        with unavailable_when_away():
            found = self._loose.find(begun).sort("since", ASCENDING).limit(limit)
            return [Loose(each["_id"], each["case_id"]) async for each in found]
