"""Open311's books on MongoDB, and the filter that no question can go without."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ASCENDING, DESCENDING, ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.intake.domain.case import Case
from services.intake.domain.states import OVER
from services.intake.open311.keys import SAME
from services.intake.open311.seams import Asked, Partner
from services.intake.store import CASES
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE, SETTLED
from services.kit.writing.stored import state_from

PARTNERS = "partners"
REPEATS = "open311_repeats"
NEWEST = [("received_at", DESCENDING), ("_id", DESCENDING)]
NOT_READ = {
    "outbox": 0,
    "seen": 0,
    "state.reports": 0,
    "state.supplements": 0,
    "state.requests": 0,
}
"""What makes a case large, and is shown to no partner."""

NOT_DISCREET = {
    "state.request_type": {"$ne": "report"},
    "state.anonymity": {"$in": ["named", None]},
    "state.accused.0": {"$exists": False},
    "state.warnings.0": {"$exists": False},
}
"""`Case.discreet` as a query: of those the service is told by no question either."""

Collection = AsyncIOMotorCollection[Document]
Database = AsyncIOMotorDatabase[Document]


class MongoPartners:
    def __init__(self, database: Database) -> None:
        self._partners: Collection = database.get_collection(
            PARTNERS, write_concern=DURABLE, read_concern=SETTLED
        )

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._partners.create_index("key_digest", unique=True)

    async def with_key(self, key_digest: str) -> Partner | None:
        with unavailable_when_away():
            found = await self._partners.find_one({"key_digest": key_digest})
        return _partner(found) if found else None

    async def add(self, partner: Partner) -> bool:
        """One whose key is good does not match, and its `_id` is taken."""
        fields = asdict(partner)
        without_key = {"_id": fields.pop("code"), "revoked_at": {"$ne": None}}
        try:
            with unavailable_when_away():
                await self._partners.update_one(
                    without_key, {"$set": fields}, upsert=True
                )
        except DuplicateKeyError:
            return False
        return True

    async def revoke(self, code: str, at: datetime) -> bool:
        good = {"_id": code, "revoked_at": None}
        with unavailable_when_away():
            done = await self._partners.update_one(good, {"$set": {"revoked_at": at}})
        return bool(done.modified_count)

    async def all(self) -> Sequence[Partner]:
        with unavailable_when_away():
            found = self._partners.find().sort("_id", ASCENDING)
            return [_partner(each) async for each in found]


class MongoRepeats:
    """One atomic operation; the database forgets what is too old to matter."""

    def __init__(self, database: Database) -> None:
        self._repeats: Collection = database.get_collection(
            REPEATS, write_concern=DURABLE
        )

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._repeats.create_index("until", expireAfterSeconds=0)

    async def first(self, name: str, fresh: str, now: datetime) -> str:
        try:
            return await self._remembered(name, fresh, now)
        except DuplicateKeyError:
            return await self._remembered(name, fresh, now)

    async def _remembered(self, name: str, fresh: str, now: datetime) -> str:
        known = {"$gt": ["$until", now]}
        kept: list[dict[str, Any]] = [
            {
                "$set": {
                    "given": {"$cond": [known, "$given", fresh]},
                    "until": {"$cond": [known, "$until", now + SAME]},
                }
            }
        ]
        with unavailable_when_away():
            found = await self._repeats.find_one_and_update(
                {"_id": name}, kept, upsert=True, return_document=ReturnDocument.AFTER
            )
        return str(found["given"])


class MongoFiled:
    """Reads only; the repository writes."""

    def __init__(self, database: Database) -> None:
        self._cases: Collection = database.get_collection(CASES, read_concern=SETTLED)

    async def page(
        self, owner: str, asked: Asked, skip: int, limit: int
    ) -> Sequence[Case]:
        query = {"$and": [_filed_by(owner), _asked(asked)]}
        with unavailable_when_away():
            found = self._cases.find(query, NOT_READ).sort(NEWEST)
            return [
                state_from(each, Case) async for each in found.skip(skip).limit(limit)
            ]

    async def numbered(self, owner: str, numbers: Sequence[str]) -> Sequence[Case]:
        query = {"$and": [_filed_by(owner), {"case_no": {"$in": list(numbers)}}]}
        with unavailable_when_away():
            found = self._cases.find(query, NOT_READ).sort(NEWEST)
            return [state_from(each, Case) async for each in found]

    async def with_id(self, owner: str, case_id: str) -> Case | None:
        query = {"$and": [_filed_by(owner), {"_id": case_id}]}
        with unavailable_when_away():
            found = await self._cases.find_one(query, NOT_READ)
        return state_from(found, Case) if found else None


def _filed_by(owner: str) -> Document:
    """What this owner has filed; without one, nothing."""
    return {"owner": owner} if owner else {"_id": None}


def _asked(asked: Asked) -> Document:
    query: Document = {"received_at": {"$gte": asked.start, "$lte": asked.end}}
    if asked.service_codes:
        query["state.category"] = {"$in": list(asked.service_codes)}
        query |= NOT_DISCREET
    if len(set(asked.statuses)) == 1:
        over = asked.statuses[0] == "closed"
        query["case_state"] = {"$in" if over else "$nin": sorted(OVER)}
    return query


def _partner(document: Document) -> Partner:
    fields = {name: value for name, value in document.items() if name != "_id"}
    return Partner(code=document["_id"], **fields)
