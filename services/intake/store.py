"""Intake's books on MongoDB, and the filter that no question can go without."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import DESCENDING, ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.intake.domain.case import Case
from services.intake.domain.sight import Sight
from services.intake.domain.states import OVER
from services.intake.seams import UNFINISHED, Past, Question, Tally
from services.kit.writing.asking import Asking
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE, SETTLED
from services.kit.writing.stored import Stored, state_from

CASES = "cases"
INDEXES = (
    "area+received_at+_id",
    "holders+received_at+_id",
    "owner+received_at+_id",
    "case_no",
    "persons+received_at+_id",
    "likeness+received_at",
    "place+category+received_at+who",
)
NEWEST = [("received_at", DESCENDING), ("_id", DESCENDING)]
KEY_TO_GO = {"key_to_go": True}

Collection = AsyncIOMotorCollection[Document]
Database = AsyncIOMotorDatabase[Document]


class MongoCases:
    """Reads only; the repository writes."""

    def __init__(self, database: Database) -> None:
        self._cases: Collection = database.get_collection(CASES, read_concern=SETTLED)

    async def create_indexes(self) -> None:
        """`key_to_go` is true for a moment only: the index holds nothing else."""
        with unavailable_when_away():
            await self._cases.create_index(
                "key_to_go", partialFilterExpression=KEY_TO_GO
            )

    async def find(self, sight: Sight, case_id: str) -> Stored[Case] | None:
        query = {"$and": [{"_id": case_id}, seen_by(sight)]}
        with unavailable_when_away():
            found = await self._cases.find_one(query)
        return Stored(state_from(found, Case), found["version"]) if found else None

    async def page(
        self, sight: Sight, question: Question, past: Past, limit: int
    ) -> Sequence[Case]:
        query = {"$and": [seen_by(sight), _asked(question), _after(past)]}
        with unavailable_when_away():
            found = self._cases.find(query).sort(NEWEST).limit(limit)
            return [state_from(each, Case) async for each in found]

    async def with_code(self, case_no: str, code_digest: str) -> Case | None:
        query = {"case_no": case_no, "query_code_digest": code_digest}
        with unavailable_when_away():
            found = await self._cases.find_one(query)
        return state_from(found, Case) if found else None

    async def to_forget(self, limit: int) -> Sequence[str]:
        with unavailable_when_away():
            found = self._cases.find(KEY_TO_GO, {"_id": 1}).limit(limit)
            return [row["_id"] async for row in found]


class MongoTallies:
    """Counts within the city's cases; `seen_by` goes with every question here too."""

    def __init__(self, database: Database) -> None:
        self._cases: Collection = database.get_collection(CASES, read_concern=SETTLED)

    async def tallies(
        self, sight: Sight, since: datetime, until: datetime
    ) -> Sequence[Tally]:
        within = {"received_at": {"$gte": since, "$lt": until}}
        begun = {"case_state": {"$nin": sorted(UNFINISHED)}}
        at_once = {"$in": ["answered_at_once", "$state.steps.code"]}
        alike = {
            "helper": "$state.helper",
            "channel": "$state.channel",
            "anonymity": "$state.anonymity",
            "at_once": at_once,
        }
        with unavailable_when_away():
            found = self._cases.aggregate(
                [
                    {"$match": {"$and": [seen_by(sight), within, begun]}},
                    {"$group": {"_id": alike, "cases": {"$sum": 1}}},
                ]
            )
            return [_tally(row) async for row in found]


class MongoNumbers:
    """One counter a day, moved by one atomic operation for all who wait."""

    def __init__(self, database: Database) -> None:
        self._counters: Collection = database.get_collection(
            "counters", write_concern=DURABLE
        )
        self._drawn = Asking(self._draw)

    async def next(self, day: str) -> int:
        return await self._drawn.of(day)

    async def _draw(self, days: Sequence[str]) -> Sequence[int]:
        """A number each; those of a day follow one another."""
        wanted = Counter(days)
        last = {day: await self._moved(day, by) for day, by in wanted.items()}
        left = {day: count(last[day] - by + 1) for day, by in wanted.items()}
        return [next(left[day]) for day in days]

    async def _moved(self, day: str, by: int) -> int:
        try:
            return await self._upserted(day, by)
        except DuplicateKeyError:
            return await self._upserted(day, by)

    async def _upserted(self, day: str, by: int) -> int:
        with unavailable_when_away():
            counter = await self._counters.find_one_and_update(
                {"_id": day},
                {"$inc": {"n": by}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return int(counter["n"])


def _tally(row: Document) -> Tally:
    """An older case says nothing of who helped, and is named."""
    usual = {"helper": None, "anonymity": "named"}
    said = {name: value for name, value in row["_id"].items() if value is not None}
    return Tally(**usual | said, cases=row["cases"])


def seen_by(sight: Sight) -> Document:
    """`Sight.sees` as a query; a sight of nothing matches nothing."""
    areas = [_below(area) for area in (sight.clerk_area, sight.office_area) if area]
    held = [{"holders": sight.department}] if sight.department else []
    own = [{"owner": sight.owner}] if sight.owner else []
    over = [_over(sight.archive_area)] if sight.archive_area else []
    given = _of_no_accused(sight, [*areas, *held, *over])
    return {"$or": [*given, *own]} if given or own else {"_id": None}


def _over(area: str) -> Document:
    return {"case_state": {"$in": sorted(OVER)}} | _below(area)


def _of_no_accused(sight: Sight, given: list[Document]) -> list[Document]:
    """What accuses the reader's own side is only there for who has reported it."""
    if not (given and sight.side):
        return given
    return [{"$or": given, "accused": {"$nin": sorted(sight.side)}}]


def _asked(question: Question) -> Document:
    query: dict[str, Any] = {}
    if question.state:
        query["case_state"] = question.state
    if question.person:
        query["persons"] = question.person
    return query | (_below(question.area) if question.area else {})


def _below(area: str) -> Document:
    """An area and what is in it: `:` is what comes after the digits."""
    return {"area": {"$gte": area, "$lt": f"{area}:"}}


def _after(past: Past) -> Document:
    if past is None:
        return {}
    at, case_id = past
    same = {"received_at": at, "_id": {"$lt": case_id}}
    return {"$or": [{"received_at": {"$lt": at}}, same]}
