"""Intake's books on MongoDB, and the filter that no question can go without."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ASCENDING, DESCENDING, ReturnDocument, WriteConcern
from pymongo.errors import DuplicateKeyError

from services.intake.domain.case import Case
from services.intake.domain.likeness import NO_REPEAT, Trace, bands_between
from services.intake.domain.sight import Sight
from services.intake.seams import Crowd, Past, Question, Sought
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE, SETTLED
from services.kit.writing.stored import Stored, state_from

CASES = "cases"
CROWD = "place+category+received_at+who"
INDEXES = (
    "area+received_at+_id",
    "holders+received_at+_id",
    "owner+received_at+_id",
    "case_no",
    "persons+received_at+_id",
    "likeness+received_at",
    CROWD,
)
OF_A_TRACE = (
    "case_no",
    "case_state",
    "received_at",
    "category",
    "state.item",
    "state.marks.persons",
    "state.marks.likeness",
)
BY_TIME = [("received_at", DESCENDING)]
"""As `likeness` is indexed: of a text that thousands send, only the newest are read."""
NEWEST = [("received_at", DESCENDING), ("_id", DESCENDING)]
HARMLESS_IF_LOST = WriteConcern(w=1)
KEPT = timedelta(hours=2)

Collection = AsyncIOMotorCollection[Document]
Database = AsyncIOMotorDatabase[Document]


class MongoCases:
    """Reads only; the repository writes."""

    def __init__(self, database: Database) -> None:
        self._cases: Collection = database.get_collection(CASES, read_concern=SETTLED)

    async def find(self, sight: Sight, case_id: str) -> Stored[Case] | None:
        query = {"$and": [{"_id": case_id}, _seen_by(sight)]}
        with unavailable_when_away():
            found = await self._cases.find_one(query)
        return Stored(state_from(found, Case), found["version"]) if found else None

    async def page(
        self, sight: Sight, question: Question, past: Past, limit: int
    ) -> Sequence[Case]:
        query = {"$and": [_seen_by(sight), _asked(question), _after(past)]}
        with unavailable_when_away():
            found = self._cases.find(query).sort(NEWEST).limit(limit)
            return [state_from(each, Case) async for each in found]

    async def with_code(self, case_no: str, code_digest: str) -> Case | None:
        query = {"case_no": case_no, "query_code_digest": code_digest}
        with unavailable_when_away():
            found = await self._cases.find_one(query)
        return state_from(found, Case) if found else None


class MongoRepeats:
    """Reads only, and of a case no more than its trace."""

    def __init__(self, database: Database) -> None:
        self._cases: Collection = database.get_collection(CASES, read_concern=SETTLED)

    async def candidates(self, sought: Sought, limit: int) -> Sequence[Trace]:
        trace = sought.trace
        bands = bands_between(trace.likeness, sought.since, sought.until)
        by_person = {"persons": {"$in": list(trace.persons)}, **_same_matter(trace)}
        ways = [by_person] if trace.persons else []
        ways += [{"likeness": {"$in": bands}}] if bands else []
        if not ways:
            return []
        like = [{**way, **_time_of(sought)} for way in ways]
        return await self._newest({"$or": like}, limit)

    async def seen(self, sight: Sight, case_ids: Sequence[str]) -> Sequence[Trace]:
        query = {"$and": [{"_id": {"$in": list(case_ids)}}, _seen_by(sight)]}
        return await self._newest(query, len(case_ids))

    async def people(self, crowd: Crowd) -> int:
        query = {
            "place": crowd.place,
            "category": crowd.category,
            "received_at": {"$gte": crowd.since},
            "who": {"$ne": crowd.who},
        }
        steps: list[Document] = [
            {"$match": query},
            {"$group": {"_id": "$who"}},
            {"$count": "people"},
        ]
        index = dict.fromkeys(CROWD.split("+"), ASCENDING)
        with unavailable_when_away():
            counted = await self._cases.aggregate(steps, hint=index).to_list(1)
        return int(counted[0]["people"]) if counted else 0

    async def _newest(self, query: Document, limit: int) -> list[Trace]:
        with unavailable_when_away():
            found = self._cases.find(query, OF_A_TRACE).sort(BY_TIME).limit(limit)
            traces = [_trace(each) async for each in found]
        return sorted(traces, key=lambda each: each.place, reverse=True)


class MongoNumbers:
    """One counter a day, moved by one atomic operation."""

    def __init__(self, database: Database) -> None:
        self._counters: Collection = database.get_collection(
            "counters", write_concern=DURABLE
        )

    async def next(self, day: str) -> int:
        try:
            return await self._moved(day)
        except DuplicateKeyError:
            return await self._moved(day)

    async def _moved(self, day: str) -> int:
        with unavailable_when_away():
            counter = await self._counters.find_one_and_update(
                {"_id": day},
                {"$inc": {"n": 1}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return int(counter["n"])


class MongoAttempts:
    """Shared by all processes; forgotten after a while, and no loss if lost."""

    def __init__(self, database: Database) -> None:
        self._attempts: Collection = database.get_collection(
            "attempts", write_concern=HARMLESS_IF_LOST
        )

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._attempts.create_index("until", expireAfterSeconds=0)

    async def take(self, limits: Mapping[str, int], hour: datetime) -> bool:
        counts = [await self._moved(name, hour, 1) for name in limits]
        pairs = zip(counts, limits.values(), strict=True)
        return all(count <= limit for count, limit in pairs)

    async def give_back(self, names: Sequence[str], hour: datetime) -> None:
        for name in names:
            await self._moved(name, hour, -1)

    async def _moved(self, name: str, hour: datetime, by: int) -> int:
        change = {"$inc": {"n": by}, "$set": {"until": hour + KEPT}}
        with unavailable_when_away():
            count = await self._attempts.find_one_and_update(
                {"_id": f"{name}|{hour.isoformat()}"},
                change,
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return int(count["n"])


def forgetting(case_id: str) -> Document:
    """An update after which nobody's number and no text finds the case any more.

    It counts as a change: whoever was about to write what it takes away writes anew.
    """
    nothing: Document = {"persons": [], "likeness": [], "who": case_id}
    of_state: Document = {"state.marks.persons": [], "state.marks.likeness": None}
    return {"$set": nothing | of_state, "$inc": {"version": 1}}


def _seen_by(sight: Sight) -> Document:
    """`Sight.sees` as a query; a sight of nothing matches nothing."""
    areas = [_below(area) for area in (sight.clerk_area, sight.office_area) if area]
    held = [{"holders": sight.department}] if sight.department else []
    own = [{"owner": sight.owner}] if sight.owner else []
    return {"$or": [*areas, *held, *own]} if areas or held or own else {"_id": None}


def _asked(question: Question) -> Document:
    query: dict[str, Any] = {}
    if question.state:
        query["case_state"] = question.state
    if question.person:
        query["persons"] = question.person
    return query | (_below(question.area) if question.area else {})


def _time_of(sought: Sought) -> Document:
    return {
        "_id": {"$ne": sought.trace.case_id},
        "received_at": {"$gte": sought.since, "$lte": sought.until},
        "case_state": {"$nin": sorted(NO_REPEAT)},
    }


def _same_matter(trace: Trace) -> Document:
    """`same_matter` as a query."""
    if trace.item is None:
        return {"category": trace.category}
    unnamed = {"state.item": None, "category": trace.category}
    return {"$or": [{"state.item": trace.item}, unnamed]}


def _trace(found: Document) -> Trace:
    """A case that an earlier version stored has neither persons nor likeness."""
    state = found["state"]
    marks = state.get("marks", {})
    return Trace(
        case_id=found["_id"],
        case_no=found["case_no"],
        state=found["case_state"],
        received_at=found["received_at"],
        item=state.get("item"),
        category=found["category"],
        persons=tuple(marks.get("persons", ())),
        likeness=marks.get("likeness"),
    )


def _below(area: str) -> Document:
    """An area and what is in it: `:` is what comes after the digits."""
    return {"area": {"$gte": area, "$lt": f"{area}:"}}


def _after(past: Past) -> Document:
    if past is None:
        return {}
    at, case_id = past
    same = {"received_at": at, "_id": {"$lt": case_id}}
    return {"$or": [{"received_at": {"$lt": at}}, same]}
