"""Open311's books on a real MongoDB pass the same suite as those in memory."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from services.intake.domain.case import Case
from services.intake.open311.store import MongoFiled, MongoPartners, MongoRepeats
from services.intake.store import CASES
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.documents import Document
from services.kit.writing.mongo import MongoDocuments
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.repository import Repository, Seams
from tests.intake.open311.books_suite import FiledSuite, PartnersSuite, RepeatsSuite

pytestmark = pytest.mark.stack
Database = AsyncIOMotorDatabase[Document]


@pytest.fixture
async def database(mongo_uri: str) -> AsyncIterator[Database]:
    mongo: AsyncIOMotorClient[Document] = AsyncIOMotorClient(mongo_uri)
    name = f"test_{uuid4().hex[:8]}_intake"
    yield mongo.get_database(name, codec_options=CodecOptions(tz_aware=True))
    await mongo.drop_database(name)
    mongo.close()


class TestMongoPartners(PartnersSuite):
    @pytest.fixture
    async def partners(self, database: Database) -> MongoPartners:
        partners = MongoPartners(database)
        await partners.create_indexes()
        return partners


class TestMongoRepeats(RepeatsSuite):
    @pytest.fixture
    def repeats(self, database: Database) -> MongoRepeats:
        """Without the index that forgets: by the test's clock it is long ago."""
        return MongoRepeats(database)


class TestMongoFiled(FiledSuite):
    @pytest.fixture
    def repository(self, database: Database) -> Repository[Case]:
        city = MemoryPlatform()
        seams = Seams(city.publisher, city.clock, city.failpoints)
        writer = Writer("/intake/cases", frozenset())
        return Repository(MongoDocuments(database, CASES), Case, writer, seams)

    @pytest.fixture
    def filed(self, database: Database) -> MongoFiled:
        return MongoFiled(database)
