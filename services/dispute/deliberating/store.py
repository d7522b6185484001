"""Deliberation's books on MongoDB; nothing is found without an area."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import ASCENDING, ReturnDocument
from pymongo.errors import DuplicateKeyError

from contracts.codes import derived_id
from services.dispute.deliberating.domain.topic import Topic
from services.dispute.deliberating.seams import Meetings, Question, Tally
from services.kit.writing.asking import Asking
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE, SETTLED
from services.kit.writing.stored import state_from

TOPICS = "topics"
INDEXES = (
    "rank+area+_id",
    "proposer+rank+_id",
    "originators",
    "commitments",
    "met_at",
)
RECURRENCES = "recurrences"
INDEXES_OF_RECURRENCES = ("case_ids",)
KEY_TO_GO = {"key_to_go": True}
BY_PLACE = [("rank", ASCENDING), ("_id", ASCENDING)]

Collection = AsyncIOMotorCollection[Document]
Database = AsyncIOMotorDatabase[Document]


class MongoTopics:
    def __init__(self, database: Database) -> None:
        self._topics: Collection = database.get_collection(TOPICS, read_concern=SETTLED)
        self._promised = Asking(self._of_promises)

    async def create_indexes(self) -> None:
        """`key_to_go` is true for a moment only: the index holds nothing else."""
        with unavailable_when_away():
            await self._topics.create_index(
                "key_to_go", partialFilterExpression=KEY_TO_GO
            )

    async def page(
        self, question: Question, past: tuple[int, str] | None, limit: int
    ) -> Sequence[Topic]:
        if not question.area:
            return []
        query = _asked(question)
        if past:
            rank, id = past
            query["$or"] = [{"rank": {"$gt": rank}}, {"rank": rank, "_id": {"$gt": id}}]
        with unavailable_when_away():
            found = self._topics.find(query, {"schema": 1, "state": 1}).sort(BY_PLACE)
            return [state_from(row, Topic) async for row in found.limit(limit)]

    async def of_promise(self, commitment_id: str) -> str | None:
        return await self._promised.of(commitment_id)

    async def _of_promises(self, ids: Sequence[str]) -> Sequence[str | None]:
        query = {"commitments": {"$in": list(ids)}}
        with unavailable_when_away():
            found = self._topics.find(query, {"commitments": 1})
            topic_of = {id: row["_id"] async for row in found for id in _promises(row)}
        return [topic_of.get(id) for id in ids]

    async def raised_by(self, case_id: str) -> Sequence[str]:
        return await _ids(self._topics, {"originators": case_id})

    async def meetings(self, area: str, since: datetime, until: datetime) -> Meetings:
        if not area:
            return Meetings()
        within = {"$gte": since, "$lt": until}
        with unavailable_when_away():
            found = self._topics.aggregate(
                [
                    {"$match": _below(area) | {"met_at": within}},
                    {"$unwind": "$met_at"},
                    {"$match": {"met_at": within}},
                    {"$count": "held"},
                ]
            )
            held = sum([row["held"] async for row in found])
            planned = _below(area) | {"meets_at": within}
            return Meetings(held, await self._topics.count_documents(planned))

    async def to_forget(self, limit: int) -> Sequence[str]:
        return await _ids(self._topics, KEY_TO_GO, limit)


class MongoRecurrences:
    def __init__(self, database: Database) -> None:
        self._counts: Collection = database.get_collection(
            RECURRENCES, read_concern=SETTLED
        )

    async def counting(self, case_id: str) -> Sequence[str]:
        return await _ids(self._counts, {"case_ids": case_id})


class MongoVoices:
    """The id follows from topic and person; who it was is not written down."""

    def __init__(self, database: Database) -> None:
        self._supporters: Collection = database.get_collection(
            "supporters", write_concern=DURABLE, read_concern=SETTLED
        )
        self._answers: Collection = database.get_collection(
            "survey_answers", write_concern=DURABLE, read_concern=SETTLED
        )

    async def create_indexes(self) -> None:
        with unavailable_when_away():
            for collection in (self._supporters, self._answers):
                await collection.create_index([("topic_id", ASCENDING)])

    async def support(self, topic_id: str, who: str) -> None:
        mine = {"_id": derived_id("supporter", topic_id, who), "topic_id": topic_id}
        await _insert(self._supporters, mine)

    async def withdraw(self, topic_id: str, who: str) -> None:
        with unavailable_when_away():
            await self._supporters.delete_one(
                {"_id": derived_id("supporter", topic_id, who)}
            )

    async def supports(self, topic_id: str, who: str) -> bool:
        mine = {"_id": derived_id("supporter", topic_id, who)}
        with unavailable_when_away():
            return await self._supporters.find_one(mine, {"_id": 1}) is not None

    async def supporters(self, topic_ids: Sequence[str]) -> Mapping[str, int]:
        of_these = {"topic_id": {"$in": list(topic_ids)}}
        with unavailable_when_away():
            found = self._supporters.aggregate(
                [
                    {"$match": of_these},
                    {"$group": {"_id": "$topic_id", "n": {"$sum": 1}}},
                ]
            )
            return {row["_id"]: row["n"] async for row in found}

    async def answer(
        self, topic_id: str, who: str, picked: Sequence[str]
    ) -> Sequence[str]:
        id = derived_id("answer", topic_id, who)
        document = {"_id": id, "topic_id": topic_id, "picked": list(picked)}
        await _insert(self._answers, document)
        with unavailable_when_away():
            found = await self._answers.find_one({"_id": id})
        return found["picked"] if found else picked

    async def tally(self, topic_id: str) -> Tally:
        of_it = {"topic_id": topic_id}
        with unavailable_when_away():
            answers = await self._answers.count_documents(of_it)
            found = self._answers.aggregate(
                [
                    {"$match": of_it},
                    {"$unwind": "$picked"},
                    {"$group": {"_id": "$picked", "n": {"$sum": 1}}},
                ]
            )
            return Tally(answers, {row["_id"]: row["n"] async for row in found})

    async def remove(self, topic_id: str) -> None:
        with unavailable_when_away():
            for collection in (self._supporters, self._answers):
                await collection.delete_many({"topic_id": topic_id})


class MongoNumbers:
    """One counter a day, moved by one atomic operation."""

    def __init__(self, database: Database) -> None:
        self._counters: Collection = database.get_collection(
            "counters", write_concern=DURABLE
        )

    async def next(self, day: str, count: int) -> Sequence[int]:
        try:
            last = await self._moved(day, count)
        except DuplicateKeyError:
            last = await self._moved(day, count)
        return range(last - count + 1, last + 1)

    async def _moved(self, day: str, by: int) -> int:
        with unavailable_when_away():
            counter = await self._counters.find_one_and_update(
                {"_id": f"promises|{day}"},
                {"$inc": {"n": by}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return int(counter["n"])


async def _insert(collection: Collection, document: Document) -> None:
    """Of two at once one is written, and that is enough."""
    set_once = {"$setOnInsert": {k: v for k, v in document.items() if k != "_id"}}
    with unavailable_when_away():
        try:
            await collection.update_one({"_id": document["_id"]}, set_once, upsert=True)
        except DuplicateKeyError:
            return


async def _ids(
    collection: Collection, query: Document, limit: int = 0
) -> Sequence[str]:
    with unavailable_when_away():
        found = collection.find(query, {"_id": 1}).limit(limit)
        return [row["_id"] async for row in found]


def _asked(question: Question) -> Document:
    query = _below(question.area)
    wanted = {
        "category": question.category,
        "topic_state": question.state,
        "proposer": question.proposer,
        "public": question.public or None,
    }
    return query | {name: value for name, value in wanted.items() if value is not None}


def _below(area: str) -> Document:
    """An area and what is in it: `:` is what comes after the digits."""
    return {"area": {"$gte": area, "$lt": f"{area}:"}}


def _promises(row: Document) -> Sequence[str]:
    promised: Sequence[str] = row["commitments"]
    return promised
