"""Webhooks in MongoDB: whose they are, what is due at which, and the log of pushes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import ASCENDING, DESCENDING, IndexModel

from services.kit.writing.asking import Asking
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document, Documents
from services.kit.writing.stored import state_from
from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.seams import Wanted

Collection_ = AsyncIOMotorCollection[Document]

STATE = {"schema": 1, "state": 1}
ENDPOINT_INDEXES = ("owner+created_at", "hook_state", "untold")
DATED = {"$type": "date"}
NOT_ACCEPTED = ("waiting", "sending", "failed")
SHOWN = ("active", "paused", "disabled")
OVER = ("accepted", "failed")


def _some(*fields: str, **only: Document) -> IndexModel:
    keys = [(field, ASCENDING) for field in fields]
    partial = {"partialFilterExpression": only} if only else {}
    return IndexModel(keys, **partial)


DELIVERY_INDEXES = [
    _some("endpoint_id", "due_at", due_at=DATED),
    _some("due_at", due_at=DATED),
    _some("endpoint_id", "said_at", "_id"),
    _some("said_at"),
    _some("hook_state"),
    _some("taken_back_with", taken_back_with={"$type": "string"}),
]


class MongoEndpoints:
    """`of` is asked for each event of an owner: many questions are one query."""

    def __init__(self, endpoints: Collection_) -> None:
        self._endpoints = endpoints
        self._asking = Asking(self._of_each)

    async def of(self, owner: str) -> Sequence[Endpoint]:
        return await self._asking.of(owner)

    async def active(self) -> Sequence[Endpoint]:
        return await self._found({"hook_state": "active"})

    async def untold(self) -> Sequence[Endpoint]:
        return await self._found({"untold": True})

    async def standing(self) -> Mapping[tuple[str, ...], float]:
        with unavailable_when_away():
            return {
                (state,): await self._endpoints.count_documents({"hook_state": state})
                for state in SHOWN
            }

    async def deleted(self) -> Collection[str]:
        with unavailable_when_away():
            found = self._endpoints.find({"hook_state": "deleted"}, {"_id": 1})
            return [document["_id"] async for document in found]

    async def _of_each(self, owners: Sequence[str]) -> Sequence[Sequence[Endpoint]]:
        these = {"owner": {"$in": list(set(owners))}}
        found = await self._found(these | {"hook_state": {"$ne": "deleted"}})
        return [[e for e in found if e.owner == owner] for owner in owners]

    async def _found(self, query: Document) -> Sequence[Endpoint]:
        with unavailable_when_away():
            found = self._endpoints.find(query, STATE).sort("created_at", ASCENDING)
            return [state_from(document, Endpoint) async for document in found]


class MongoDeliveries:
    """Every question names its endpoint and its owner, or is the machine's own."""

    def __init__(self, deliveries: Collection_, documents: Documents) -> None:
        self._deliveries = deliveries
        self._documents = documents

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._deliveries.create_indexes(DELIVERY_INDEXES)

    async def waiting_at(self, endpoint_ids: Collection[str]) -> Collection[str]:
        """One look at the index for each endpoint, however much waits there."""
        if not endpoint_ids:
            return []
        now = await self._documents.now()
        first = self.first_of_each(endpoint_ids, now)
        with unavailable_when_away():
            return [row["_id"] async for row in self._deliveries.aggregate(first)]

    @staticmethod
    def first_of_each(endpoint_ids: Collection[str], now: datetime) -> list[Document]:
        return [
            {"$match": {"due_at": DATED}},
            {"$sort": {"endpoint_id": ASCENDING, "due_at": ASCENDING}},
            {"$group": {"_id": "$endpoint_id", "due_at": {"$first": "$due_at"}}},
            {"$match": {"_id": {"$in": list(endpoint_ids)}, "due_at": {"$lte": now}}},
        ]

    async def due(self, endpoint_id: str, limit: int) -> list[str]:
        now = await self._documents.now()
        query: Document = {
            "endpoint_id": endpoint_id,
            "due_at": {**DATED, "$lte": now},
            "$or": [{"retry_at": None}, {"retry_at": {"$lte": now}}],
        }
        return await self._ids(query, "due_at", limit)

    async def log(
        self, wanted: Wanted, past: tuple[datetime, str] | None, limit: int
    ) -> Sequence[HookDelivery]:
        query = {"$and": [_matching(wanted), _before(past)]}
        newest = [("said_at", DESCENDING), ("_id", DESCENDING)]
        with unavailable_when_away():
            found = self._deliveries.find(query, STATE).sort(newest).limit(limit)
            rows = [state_from(row, HookDelivery) async for row in found]
        return [row.but(body=None) for row in rows]

    async def over_within(self, wanted: Wanted, limit: int) -> list[str]:
        over = {"hook_state": {"$in": OVER}}
        query = {"$and": [_matching(wanted), over]}
        return await self._ids(query, "said_at", limit)

    async def taken_back_with(self, case_id: str) -> list[str]:
        return await self._ids({"taken_back_with": case_id}, "said_at", 0)

    async def forget(self, before: datetime, endpoint_ids: Collection[str]) -> None:
        deleted = {"endpoint_id": {"$in": list(endpoint_ids)}}
        with unavailable_when_away():
            await self._deliveries.delete_many({"said_at": {"$lt": before}})
            if endpoint_ids:
                await self._deliveries.delete_many(deleted)

    async def standing(self) -> Mapping[tuple[str, ...], float]:
        with unavailable_when_away():
            return {
                (state,): await self._deliveries.count_documents({"hook_state": state})
                for state in NOT_ACCEPTED
            }

    async def oldest_due(self) -> datetime | None:
        with unavailable_when_away():
            first = await self._deliveries.find_one(
                {"due_at": DATED}, {"due_at": 1}, sort=[("due_at", ASCENDING)]
            )
        return first["due_at"] if first else None

    async def _ids(self, query: Document, order: str, limit: int) -> list[str]:
        with unavailable_when_away():
            found = self._deliveries.find(query, {"_id": 1})
            ordered = found.sort([(order, ASCENDING), ("_id", ASCENDING)]).limit(limit)
            return [document["_id"] async for document in ordered]


def _matching(wanted: Wanted) -> Document:
    query: Document = {
        "endpoint_id": wanted.endpoint_id,
        "owner": wanted.owner,
    }
    if wanted.state:
        query["hook_state"] = wanted.state
    span = {"$gte": wanted.since, "$lt": wanted.until}
    bounds = {operator: at for operator, at in span.items() if at}
    return query | ({"said_at": bounds} if bounds else {})


def _before(past: tuple[datetime, str] | None) -> Document:
    if past is None:
        return {}
    at, id = past
    same = {"said_at": at, "_id": {"$lt": id}}
    return {"$or": [{"said_at": {"$lt": at}}, same]}
