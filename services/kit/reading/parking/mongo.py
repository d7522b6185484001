"""Parked events in MongoDB, in the collection `parked` of the service's database."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import takewhile
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ASCENDING, DESCENDING
from pymongo.errors import DuplicateKeyError

from services.kit.reading.parking.parked import (
    ACTIVE,
    REJECTED,
    Act,
    Head,
    Parked,
    State,
)
from services.kit.reading.received import Lane, Partition, Received
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.mongo import DURABLE, SETTLED

Document = dict[str, Any]
BY_LANE = [("state", ASCENDING), ("topic", ASCENDING), ("key", ASCENDING)]
BY_PLACE = [("topic", ASCENDING), ("partition", ASCENDING), ("offset", ASCENDING)]
IS_ACTIVE: Document = {"$in": [str(state) for state in ACTIVE]}
NOT_SEEN_TO: Document = {"state": str(State.RECORDED), "settled": None}
HEADS: list[Document] = [
    {"$match": {"state": IS_ACTIVE}},
    {"$sort": {"offset": ASCENDING}},
    {
        "$group": {
            "_id": {"topic": "$topic", "key": "$key"},
            "partition": {"$first": "$partition"},
            "offset": {"$first": "$offset"},
            "state": {"$first": "$state"},
            "release": {"$first": "$release"},
        }
    },
]


class MongoParked:
    def __init__(self, database: AsyncIOMotorDatabase[Document]) -> None:
        self._parked: AsyncIOMotorCollection[Document] = database.get_collection(
            "parked", write_concern=DURABLE, read_concern=SETTLED
        )

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._parked.create_index([*BY_LANE, ("offset", ASCENDING)])
            await self._parked.create_index(BY_PLACE)

    async def put(self, parked: Parked) -> None:
        try:
            with unavailable_when_away():
                await self._parked.insert_one(_document(parked))
        except DuplicateKeyError:
            return

    async def heads(self) -> Mapping[Lane, Head]:
        with unavailable_when_away():
            found = await self._parked.aggregate(HEADS, allowDiskUse=True).to_list(None)
        return {
            (head["_id"]["topic"], head["_id"].get("key")): Head(
                (head["_id"]["topic"], head["partition"]),
                head["offset"],
                head["state"] == State.PARKED and head["release"] is None,
            )
            for head in found
        }

    async def stored_since(self, starts: Mapping[Partition, int]) -> frozenset[str]:
        if not starts:
            return frozenset()
        places = [
            {"topic": topic, "partition": number, "offset": {"$gte": offset}}
            for (topic, number), offset in starts.items()
        ]
        with unavailable_when_away():
            found = await self._parked.find({"$or": places}, {"_id": 1}).to_list(None)
        return frozenset(document["_id"] for document in found)

    async def head(self, lane: Lane) -> Parked | None:
        topic, key = lane
        query = {"state": IS_ACTIVE, "topic": topic, "key": key}
        with unavailable_when_away():
            found = await self._parked.find_one(query, sort=[("offset", ASCENDING)])
        return _parked(found) if found else None

    async def find(self, id: str) -> Parked | None:
        with unavailable_when_away():
            found = await self._parked.find_one({"_id": id})
        return _parked(found) if found else None

    async def newest(self, states: Sequence[State], limit: int) -> list[Parked]:
        return await self._newest({"state": {"$in": [str(s) for s in states]}}, limit)

    async def refused(self, limit: int) -> list[Parked]:
        return await self._newest({**NOT_SEEN_TO, "reason": REJECTED}, limit)

    async def left_out(
        self, place: Partition, start: int, end: int
    ) -> Sequence[Received]:
        topic, number = place
        states = [str(state) for state in (State.DROPPED, *ACTIVE)]
        query: Document = {
            "topic": topic,
            "partition": number,
            "offset": {"$gte": start, "$lt": end},
            "state": {"$in": states},
        }
        with unavailable_when_away():
            asked = self._parked.find(query, {"value": 0}).sort("offset", ASCENDING)
            found = await asked.to_list(None)
        dropped = takewhile(lambda each: each["state"] == State.DROPPED, found)
        return [_received(each | {"value": None}) for each in dropped]

    async def park_again(self, id: str, reason: str, detail: str) -> None:
        again = {"state": str(State.PARKED), "release": None}
        await self._change(
            {"_id": id, "state": IS_ACTIVE},
            again | {"reason": reason, "detail": detail},
        )

    async def settle(self, id: str, state: State, act: Act) -> bool:
        query: Document = {"_id": id, "state": IS_ACTIVE}
        if state is State.DROPPED:
            query["release"] = None
        if state is State.RECORDED:
            query |= NOT_SEEN_TO
        return await self._change(query, {"state": str(state), "settled": vars(act)})

    async def ask_release(self, id: str, act: Act) -> bool:
        query = {"_id": id, "state": str(State.PARKED), "release": None}
        return await self._change(query, {"release": vars(act)})

    async def _newest(self, query: Document, limit: int) -> list[Parked]:
        with unavailable_when_away():
            found = self._parked.find(query).sort("at", DESCENDING).limit(limit)
            return [_parked(document) async for document in found]

    async def _change(self, query: Document, change: Document) -> bool:
        with unavailable_when_away():
            changed = await self._parked.update_one(query, {"$set": change})
        return changed.matched_count == 1


def _document(parked: Parked) -> Document:
    return {
        "_id": parked.id,
        **vars(parked.received),
        "state": str(parked.state),
        "reason": parked.reason,
        "detail": parked.detail,
        "at": parked.at,
        "release": vars(parked.release) if parked.release else None,
        "settled": vars(parked.settled) if parked.settled else None,
    }


def _parked(document: Document) -> Parked:
    return Parked(
        received=_received(document),
        state=State(document["state"]),
        reason=document["reason"],
        detail=document["detail"],
        at=document["at"],
        release=Act(**document["release"]) if document["release"] else None,
        settled=Act(**document["settled"]) if document["settled"] else None,
    )


def _received(document: Document) -> Received:
    known = {field.name for field in fields(Received)} & document.keys()
    return Received(**{name: document[name] for name in known})
