"""Who read what people said in confidence: written down before it is shown."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Protocol

from bson import ObjectId
from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ASCENDING

from services.kit.serving.paging import bad_cursor
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE, SETTLED


@dataclass(frozen=True)
class Reading:
    """Somebody read what a case says: who, when, which, and by what right.

    From the archive also on whose request, by the number of its document.
    """

    reader: str
    at: datetime
    case_id: str
    reason: str
    part: str | None = None
    """The id of what was read, where that is not what the case says as a whole."""
    request: str | None = None
    """A code of the city: a court's, an audit …"""
    reference: str | None = None


Past = tuple[datetime, str] | None
"""When the last reading was that somebody has, and its id."""


class Readings(Protocol):
    async def note(self, reading: Reading) -> None:
        """Durable when it returns."""

    async def page(
        self, case_id: str, past: Past, limit: int
    ) -> Sequence[tuple[str, Reading]]:
        """Those of one case with their ids, oldest first."""


class MongoReadings:
    def __init__(self, database: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._reads: AsyncIOMotorCollection[Document] = database.get_collection(
            "reads", write_concern=DURABLE, read_concern=SETTLED
        )

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._reads.create_index([("case_id", ASCENDING), ("at", ASCENDING)])

    async def note(self, reading: Reading) -> None:
        with unavailable_when_away():
            await self._reads.insert_one(_row(reading))

    async def page(
        self, case_id: str, past: Past, limit: int
    ) -> Sequence[tuple[str, Reading]]:
        query = {"$and": [{"case_id": case_id}, _after(past)]}
        oldest = [("at", ASCENDING), ("_id", ASCENDING)]
        with unavailable_when_away():
            found = self._reads.find(query).sort(oldest).limit(limit)
            return [(str(row["_id"]), _reading(row)) async for row in found]


def _row(reading: Reading) -> Document:
    """What is not there is left out: a reading of the house has no request."""
    return {name: said for name, said in asdict(reading).items() if said is not None}


def _reading(row: Document) -> Reading:
    known = (field.name for field in fields(Reading))
    return Reading(**{name: row[name] for name in known if name in row})


def _after(past: Past) -> Document:
    if past is None:
        return {}
    at, id = past
    if not ObjectId.is_valid(id):
        raise bad_cursor()
    same = {"at": at, "_id": {"$gt": ObjectId(id)}}
    return {"$or": [{"at": {"$gt": at}}, same]}
