"""The wall on MongoDB: a document a text, a line a read, and the filter before both."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ASCENDING, ReturnDocument

from services.dispute.domain.sitting.sight import Reader
from services.dispute.domain.sitting.words import Kind, Word
from services.dispute.wall.seams import Past, WordRead
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE, SETTLED

WORDS, READS, MEDIATIONS = "wall", "wall_reads", "mediations"
OLDEST = [("at", ASCENDING), ("_id", ASCENDING)]
TO_GO = {"words_to_go": True}
NOTHING: Document = {"_id": {"$in": []}}

Collection_ = AsyncIOMotorCollection[Document]
Database = AsyncIOMotorDatabase[Document]


def seen_by(reader: Reader) -> Document:
    """What a reader of this role may see of one mediation."""
    match reader:
        case Reader(role="mediator", id=str(id)) if id:
            return {}
        case Reader(role="party", id=str(id)) if id:
            mine = {"$or": [{"author": id}, {"shown_to": id}, {"kind": "facts"}]}
            return {"$and": [{"kind": {"$ne": "report"}}, mine]}
        case Reader(role="administrator", id=str(id)) if id:
            return {"kind": "report"}
    return NOTHING


class MongoWords:
    def __init__(self, database: Database) -> None:
        self._words = _collection(database, WORDS)
        self._mediations = _collection(database, MEDIATIONS)

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._words.create_index([("mediation_id", ASCENDING), *OLDEST])
            await self._words.create_index(
                [("mediation_id", ASCENDING), ("author", ASCENDING)]
            )
            await self._mediations.create_index(
                "words_to_go", partialFilterExpression=TO_GO
            )

    async def add(self, word: Word) -> Word:
        fields = word.model_dump(exclude={"word_id"}) | {"schema": 1}
        with unavailable_when_away():
            found = await self._words.find_one_and_update(
                {"_id": word.word_id},
                {"$setOnInsert": fields},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return _word(found)

    async def find(self, mediation_id: str, word_id: str) -> Word | None:
        query = {"_id": word_id, "mediation_id": mediation_id}
        with unavailable_when_away():
            found = await self._words.find_one(query)
        return _word(found) if found else None

    async def page(
        self,
        mediation_id: str,
        reader: Reader,
        kinds: Collection[Kind],
        past: Past,
        limit: int,
    ) -> Sequence[Word]:
        of_it = {"mediation_id": mediation_id, "kind": {"$in": sorted(kinds)}}
        query = {"$and": [of_it, seen_by(reader), _after(past)]}
        with unavailable_when_away():
            found = self._words.find(query).sort(OLDEST).limit(limit)
            return [_word(row) async for row in found]

    async def spoken(self, mediation_id: str, author: str) -> int:
        query = {"mediation_id": mediation_id, "author": author}
        with unavailable_when_away():
            return int(await self._words.count_documents(query))

    async def show(
        self, mediation_id: str, word_id: str, to: Collection[str]
    ) -> Word | None:
        with unavailable_when_away():
            found = await self._words.find_one_and_update(
                {"_id": word_id, "mediation_id": mediation_id},
                {"$addToSet": {"shown_to": {"$each": list(to)}}},
                return_document=ReturnDocument.AFTER,
            )
        return _word(found) if found else None

    async def authors(self, mediation_id: str) -> frozenset[str]:
        query = {"mediation_id": mediation_id}
        with unavailable_when_away():
            return frozenset(await self._words.distinct("author", query))

    async def to_forget(self, limit: int) -> Sequence[str]:
        with unavailable_when_away():
            found = self._mediations.find(TO_GO, {"_id": 1}).limit(limit)
            return [row["_id"] async for row in found]


class MongoReadLog:
    def __init__(self, database: Database) -> None:
        self._reads = _collection(database, READS)

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            await self._reads.create_index([("mediation_id", ASCENDING), *OLDEST])

    async def note(self, reads: Sequence[WordRead]) -> None:
        rows = [_line(read) for read in reads]
        if rows:
            with unavailable_when_away():
                await self._reads.insert_many(rows)

    async def page(
        self, mediation_id: str, whose: str | None, past: Past, limit: int
    ) -> Sequence[WordRead]:
        of_it = {"mediation_id": mediation_id} | ({"whose": whose} if whose else {})
        query = {"$and": [of_it, _after(past)]}
        with unavailable_when_away():
            found = self._reads.find(query).sort(OLDEST).limit(limit)
            return [_read(row) async for row in found]


def _collection(database: Database, name: str) -> Collection_:
    return database.get_collection(name, write_concern=DURABLE, read_concern=SETTLED)


def _after(past: Past) -> Document:
    if past is None:
        return {}
    at, id = past
    return {"$or": [{"at": {"$gt": at}}, {"at": at, "_id": {"$gt": id}}]}


def _word(row: Document) -> Word:
    fields: dict[str, Any] = row | {"word_id": row["_id"]}
    return Word.model_validate(fields)


def _line(read: WordRead) -> Document:
    row = asdict(read)
    return {"_id": row.pop("read_id"), **row, "words": list(read.words)}


def _read(row: Document) -> WordRead:
    fields = {name: value for name, value in row.items() if name != "_id"}
    return WordRead(**fields | {"read_id": row["_id"], "words": tuple(row["words"])})
