"""Many compare-and-sets, one journal flush: what comes together is written together."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from services.kit.writing.away import is_away, raise_unless_duplicates
from services.kit.writing.documents import Document, Write

AT_MOST = 128
STAMPS_KEPT = 32


@dataclass(frozen=True)
class Swap:
    """One wish to replace `version` of a document, and whether it came true."""

    id: str
    version: int
    write: Write
    won: asyncio.Future[bool]
    stamp: ObjectId = field(default_factory=ObjectId)

    def as_update(self) -> UpdateOne:
        stamps = {"$each": [self.stamp], "$slice": -STAMPS_KEPT}
        update: Document = {
            "$set": dict(self.write.fields),
            "$inc": {"version": 1},
            "$push": {"outbox": {"$each": list(self.write.letters)}, "stamps": stamps},
        }
        if self.write.letters and "unpublished_since" not in self.write.fields:
            update["$currentDate"] = {"unpublished_since": True}
        unchanged = {"_id": self.id, "version": self.version}
        return UpdateOne(unchanged, update, upsert=self.version == 0)


class GroupCommit:
    """Swaps that arrive while one write is under way leave in the next one.

    An unordered bulk write tells only how many of its updates matched. When some did
    not, each document's last `stamps` tell whose did.
    """

    def __init__(self, collection: AsyncIOMotorCollection[Document]) -> None:
        self._collection = collection
        self._waiting: list[Swap] = []
        self._writing: asyncio.Task[None] | None = None

    async def swap(self, id: str, version: int, write: Write) -> bool:
        won = asyncio.get_running_loop().create_future()
        self._waiting.append(Swap(id, version, write, won))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await asyncio.shield(won)

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                together, self._waiting = _one_a_document(self._waiting)
                await self._write(together)
        finally:
            self._writing = None

    async def _write(self, swaps: Sequence[Swap]) -> None:
        try:
            winners = await self._winners(swaps)
        except Exception as error:
            await self._fail(swaps, error)
        else:
            for swap in swaps:
                if not swap.won.done():
                    swap.won.set_result(swap.stamp in winners)

    async def _fail(self, swaps: Sequence[Swap], error: Exception) -> None:
        """A refused document is its own caller's bug; the others are written alone."""
        if len(swaps) > 1 and not is_away(error):
            for swap in swaps:
                await self._write([swap])
            return
        for swap in swaps:
            if not swap.won.done():
                swap.won.set_exception(error)

    async def _winners(self, swaps: Sequence[Swap]) -> set[ObjectId]:
        updates = [swap.as_update() for swap in swaps]
        try:
            result = await self._collection.bulk_write(updates, ordered=False)
        except BulkWriteError as error:
            raise_unless_duplicates(error)
        else:
            if result.matched_count + result.upserted_count == len(swaps):
                return {swap.stamp for swap in swaps}
        ids = [swap.id for swap in swaps]
        found = self._collection.find({"_id": {"$in": ids}}, {"stamps": 1})
        return {stamp async for document in found for stamp in document["stamps"]}


def _one_a_document(waiting: Sequence[Swap]) -> tuple[list[Swap], list[Swap]]:
    """At most one swap of each document in a write; the others take the next."""
    now: dict[str, Swap] = {}
    later = []
    for swap in waiting:
        if swap.id in now or len(now) == AT_MOST:
            later.append(swap)
        else:
            now[swap.id] = swap
    return list(now.values()), later
