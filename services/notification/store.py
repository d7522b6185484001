"""Messages in MongoDB: what is due, what waits, and who may see which."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import ASCENDING

from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document, Documents
from services.kit.writing.stored import state_from
from services.notification.domain.message import Message

STATE = {"schema": 1, "state": 1}
INDEXES = ("due_at", "case_id+message_state", "message_state+area", "created_at+_id")
CREATORS_OWN = timedelta(seconds=1)
"""For so long a fresh message is left to the process that made it."""


CONTACT_INDEXES = ("case_id",)


class MessageStore:
    """`reads` keeps who looked at whose number, and when."""

    def __init__(
        self,
        messages: AsyncIOMotorCollection[Document],
        contacts: AsyncIOMotorCollection[Document],
        reads: AsyncIOMotorCollection[Document],
        documents: Documents,
    ) -> None:
        self._messages = messages
        self._contacts = contacts
        self._reads = reads
        self._documents = documents

    async def due(self, limit: int) -> list[str]:
        """Oldest first, by the database's clock."""
        now = await self._documents.now()
        query = {
            "due_at": {"$type": "date", "$lte": now - CREATORS_OWN},
            "$or": [{"retry_at": None}, {"retry_at": {"$lte": now}}],
        }
        with unavailable_when_away():
            found = self._messages.find(query, {"_id": 1}).sort("due_at", ASCENDING)
            return [document["_id"] async for document in found.limit(limit)]

    async def waiting(self, case_id: str) -> list[str]:
        query = {"case_id": case_id, "message_state": "waiting_for_contact"}
        return await _ids(self._messages, query)

    async def contacts_of(self, case_id: str) -> list[str]:
        return await _ids(self._contacts, {"case_id": case_id})

    async def within(
        self,
        area: str,
        filters: Mapping[str, str | None],
        past: tuple[datetime, str] | None,
        limit: int,
    ) -> Sequence[Message]:
        """Messages in an area and below, oldest first; no area, nothing."""
        if not area:
            return []
        query: Document = {"$and": [_in_area(area), _given(filters), _after(past)]}
        with unavailable_when_away():
            found = self._messages.find(query, STATE)
            ordered = found.sort([("created_at", ASCENDING), ("_id", ASCENDING)])
            documents = await ordered.limit(limit).to_list(limit)
        return [state_from(row, Message) for row in documents]

    async def log_read(self, id: str, reader: str, at: datetime) -> None:
        """Durable before anything is shown."""
        line = {"message_id": id, "reader": reader, "at": at, "what": "contact"}
        with unavailable_when_away():
            await self._reads.insert_one(line)

    async def by_state(self) -> Mapping[tuple[str, ...], float]:
        with unavailable_when_away():
            counted = self._messages.aggregate(
                [{"$group": {"_id": "$message_state", "n": {"$sum": 1}}}]
            )
            return {(row["_id"],): float(row["n"]) async for row in counted}


async def _ids(
    collection: AsyncIOMotorCollection[Document], query: Document
) -> list[str]:
    with unavailable_when_away():
        return [
            document["_id"] async for document in collection.find(query, {"_id": 1})
        ]


def _in_area(area: str) -> Document:
    """A message whose case is not known yet is seen by the whole city only."""
    below = {"area": {"$regex": f"^{area}"}}
    return {"$or": [below, {"area": ""}]} if len(area) == 4 else below


def _given(filters: Mapping[str, str | None]) -> Document:
    return {key: value for key, value in filters.items() if value is not None}


def _after(past: tuple[datetime, str] | None) -> Document:
    if past is None:
        return {}
    at, id = past
    same = {"created_at": at, "_id": {"$gt": id}}
    return {"$or": [{"created_at": {"$gt": at}}, same]}
