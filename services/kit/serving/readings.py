"""Who read what people said in confidence: written down before it is shown."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ASCENDING

from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE


@dataclass(frozen=True)
class Reading:
    """Somebody read what a case says: who, when, which, and by what right."""

    reader: str
    at: datetime
    case_id: str
    reason: str
    part: str | None = None
    """The id of what was read, where that is not what the case says as a whole."""


class Readings(Protocol):
    async def note(self, reading: Reading) -> None:
        """Durable when it returns."""


class MongoReadings:
    def __init__(self, database: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._reads: AsyncIOMotorCollection[Document] = database.get_collection(
            "reads", write_concern=DURABLE
        )

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._reads.create_index([("case_id", ASCENDING), ("at", ASCENDING)])

    async def note(self, reading: Reading) -> None:
        with unavailable_when_away():
            told = asdict(reading).items()
            await self._reads.insert_one({k: v for k, v in told if v is not None})
