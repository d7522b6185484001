"""Events of the departments' topics as they came, by topic, partition and offset.

The key alone says where a row lies, so one index serves every question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from contracts.topics import FEED
from services.kit.reading.received import Partition
from services.kit.writing.away import raise_unless_duplicates, unavailable_when_away
from services.kit.writing.documents import Document

CUTS = "feed_cuts"
CONTENTS_OF = "contents_of"


@dataclass(frozen=True)
class Kept:
    """From `since` up to its own offset there is nothing else to come.

    `value` is None where a reader finds nothing: it was no document, or was erased.
    """

    place: Partition
    offset: int
    since: int
    at: datetime
    case_id: str
    value: bytes | None


@dataclass(frozen=True)
class Found:
    """By place: from where on rows are still kept, and the rows that were asked for."""

    cuts: tuple[int, ...]
    rows: tuple[Sequence[Kept], ...]


def places_of(department: str) -> tuple[Partition, ...]:
    """Every partition of its feed, always in this order."""
    return tuple(
        (topic.of(department).name, number)
        for topic in FEED
        for number in range(topic.partitions)
    )


class FeedRows:
    """What was added stays as it is, and is durable; a repeat changes nothing."""

    def __init__(self, database: AsyncIOMotorDatabase[Document]) -> None:
        self._rows: AsyncIOMotorCollection[Document] = database["feed"]
        self._cuts: AsyncIOMotorCollection[Document] = database[CUTS]

    async def create_indexes(self) -> None:
        """Only contents are ever looked for by their case: to erase them."""
        some = {CONTENTS_OF: {"$exists": True}}
        with unavailable_when_away():
            await self._rows.create_index(CONTENTS_OF, partialFilterExpression=some)

    async def add(self, rows: Sequence[Kept]) -> None:
        """A repeat may know better what lies before it."""
        bridges = [_bridge(row) for row in rows if row.since < row.offset]
        with unavailable_when_away():
            try:
                await self._rows.insert_many(map(_document, rows), ordered=False)
            except BulkWriteError as error:
                raise_unless_duplicates(error)
            if bridges:
                await self._rows.bulk_write(bridges, ordered=False)

    async def found(self, department: str, offsets: Sequence[int], most: int) -> Found:
        """From these offsets on, at most so many of each place; one round trip."""
        places = places_of(department)
        branches = [
            branch(place, offset, most)
            for place, offset in zip(places, offsets, strict=True)
        ]
        cuts = {"coll": CUTS, "pipeline": [{"$match": {"_id": department}}]}
        rows: dict[Partition, list[Kept]] = {place: [] for place in places}
        cut: Document = {}
        with unavailable_when_away():
            asked = self._rows.aggregate([*_united(branches), {"$unionWith": cuts}])
            for document in await asked.to_list(None):
                if document["_id"] == department:
                    cut = document
                else:
                    row = _kept(document)
                    rows[row.place].append(row)
        return Found(
            tuple(cut.get(_cut_name(place), 0) for place in places),
            tuple(rows.values()),
        )

    async def ends(self, department: str) -> dict[Partition, int]:
        """The offset after the last row of each place that has one."""
        branches = [
            [*_range(place, 0, -1), {"$limit": 1}, {"$project": {"_id": 1}}]
            for place in places_of(department)
        ]
        with unavailable_when_away():
            found = await self._rows.aggregate(_united(branches)).to_list(None)
        return {
            place: offset + 1 for place, offset in (_place(row["_id"]) for row in found)
        }

    async def from_offset(self, place: Partition, offset: int) -> Kept | None:
        """The first row there or behind it."""
        return await self._one({"_id": _between(place, offset)}, 1)

    async def before_offset(self, place: Partition, offset: int) -> Kept | None:
        below = {"$gte": _key(place, 0), "$lt": _key(place, offset)}
        return await self._one({"_id": below}, -1)

    async def forget(self, place: Partition, before: datetime) -> None:
        """Rows of a place from its first to the last of those that are older.

        Where the rest begins is on record before anything goes, so that a reader is
        told and skips nothing.
        """
        cut = await self._first_since(place, before)
        if cut == 0:
            return
        department, name = place[0].split(".")[1], _cut_name(place)
        gone = {"_id": {"$gte": _key(place, 0), "$lt": _key(place, cut)}}
        with unavailable_when_away():
            higher = {"$max": {name: cut}}
            await self._cuts.update_one({"_id": department}, higher, upsert=True)
            await self._rows.delete_many(gone)

    async def _first_since(self, place: Partition, moment: datetime) -> int:
        young = {"_id": _between(place, 0), "at": {"$gte": moment}}
        row = await self._one(young, 1)
        if row:
            return row.offset
        last = await self._one({"_id": _between(place, 0)}, -1)
        return last.offset + 1 if last else 0

    async def _one(self, query: Document, direction: int) -> Kept | None:
        with unavailable_when_away():
            found = await self._rows.find_one(
                query, sort=[("_id", direction)], hint=[("_id", 1)]
            )
        return _kept(found) if found else None


def _key(place: Partition, offset: int) -> str:
    topic, number = place
    return f"{topic}/{number}/{offset:016}"


def _place(key: str) -> tuple[Partition, int]:
    topic, number, offset = key.split("/")
    return (topic, int(number)), int(offset)


def _between(place: Partition, offset: int) -> Document:
    """Up to the end of the place: `:` comes right after the digits."""
    topic, number = place
    return {"$gte": _key(place, offset), "$lt": f"{topic}/{number}/:"}


def _range(place: Partition, offset: int, direction: int) -> list[Document]:
    return [
        {"$match": {"_id": _between(place, offset)}},
        {"$sort": {"_id": direction}},
    ]


def branch(place: Partition, offset: int, most: int) -> list[Document]:
    """Steps that find the next rows of one place by their keys alone."""
    return [*_range(place, offset, 1), {"$limit": most}]


def _united(branches: Iterable[list[Document]]) -> list[Document]:
    first, *others = branches
    union: Any = [{"$unionWith": {"coll": "feed", "pipeline": b}} for b in others]
    return [*first, *union]


def _cut_name(place: Partition) -> str:
    topic, number = place
    return f"{topic.rpartition('.')[2]}-{number}"


def _bridge(row: Kept) -> UpdateOne:
    key = {"_id": _key(row.place, row.offset)}
    return UpdateOne(key, {"$min": {"since": row.since}})


def _document(row: Kept) -> Document:
    document: Document = {
        "_id": _key(row.place, row.offset),
        "since": row.since,
        "at": row.at,
        "case_id": row.case_id,
        "value": row.value,
    }
    if row.place[0].endswith(".contents"):
        document[CONTENTS_OF] = row.case_id
    return document


def _kept(document: Document) -> Kept:
    place, offset = _place(document["_id"])
    fields = ("since", "at", "case_id", "value")
    return Kept(place, offset, *(document[field] for field in fields))
