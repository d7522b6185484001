"""Deliberation's books on a real MongoDB pass the same suite as those in memory."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from services.dispute.deliberating.domain.raising.recurring import Recurrence
from services.dispute.deliberating.domain.topic import Topic
from services.dispute.deliberating.store import (
    INDEXES,
    INDEXES_OF_RECURRENCES,
    RECURRENCES,
    TOPICS,
    MongoNumbers,
    MongoRecurrences,
    MongoTopics,
    MongoVoices,
)
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.documents import Document
from services.kit.writing.mongo import MongoDocuments
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.repository import Repository, Seams
from tests.dispute.deliberating.books_suite import (
    EVERYTHING,
    NumbersSuite,
    RecurrencesSuite,
    TopicsSuite,
    VoicesSuite,
)

pytestmark = pytest.mark.stack
Database = AsyncIOMotorDatabase[Document]


@pytest.fixture
async def database(mongo_uri: str) -> AsyncIterator[Database]:
    mongo: AsyncIOMotorClient[Document] = AsyncIOMotorClient(mongo_uri)
    name = f"test_{uuid4().hex[:8]}_dispute"
    yield mongo.get_database(name, codec_options=CodecOptions(tz_aware=True))
    await mongo.drop_database(name)
    mongo.close()


async def repository(database, name, kind, indexes) -> Repository:
    city = MemoryPlatform()
    seams = Seams(city.publisher, city.clock, city.failpoints)
    documents = MongoDocuments(database, name)
    await documents.create_indexes(indexes)
    return Repository(documents, kind, Writer(f"/dispute/{name}", frozenset()), seams)


class TestMongoTopics(TopicsSuite):
    @pytest.fixture
    async def filled(self, database: Database) -> Repository[Topic]:
        topics = await repository(database, TOPICS, Topic, INDEXES)
        await topics.create([(each.topic_id, each) for each in EVERYTHING])
        return topics

    @pytest.fixture
    async def topics(self, database: Database) -> MongoTopics:
        topics = MongoTopics(database)
        await topics.create_indexes()
        return topics


class TestMongoRecurrences(RecurrencesSuite):
    @pytest.fixture
    async def recurrences(self, database: Database) -> Repository[Recurrence]:
        return await repository(
            database, RECURRENCES, Recurrence, INDEXES_OF_RECURRENCES
        )

    @pytest.fixture
    def counts(self, database: Database) -> MongoRecurrences:
        return MongoRecurrences(database)


class TestMongoVoices(VoicesSuite):
    @pytest.fixture
    async def voices(self, database: Database) -> MongoVoices:
        voices = MongoVoices(database)
        await voices.create_indexes()
        return voices

    async def test_nobody_finds_out_who_it_was(self, database, voices):
        await voices.support("t", "keyed-hash-of-zhang")
        await voices.answer("t", "keyed-hash-of-zhang", ["1:1"])
        rows = [await database[name].find_one() for name in ("supporters",)]
        rows += [await database["survey_answers"].find_one()]

        assert "zhang" not in str(rows)


class TestMongoNumbers(NumbersSuite):
    @pytest.fixture
    def numbers(self, database: Database) -> MongoNumbers:
        return MongoNumbers(database)
