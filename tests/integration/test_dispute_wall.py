"""The wall on a real MongoDB passes the same suite as the one in memory."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.parts import Kept, Sitting
from services.dispute.wall.store import MongoReadLog, MongoWords
from services.kit.writing.documents import Document
from services.kit.writing.stored import new_document
from tests.dispute.sitting.words_suite import ReadLogSuite, WordsSuite

pytestmark = pytest.mark.stack
Database = AsyncIOMotorDatabase[Document]


@pytest.fixture
async def database(mongo_uri: str) -> AsyncIterator[Database]:
    mongo: AsyncIOMotorClient[Document] = AsyncIOMotorClient(mongo_uri)
    name = f"test_{uuid4().hex[:8]}_dispute"
    yield mongo.get_database(name, codec_options=CodecOptions(tz_aware=True))
    await mongo.drop_database(name)
    mongo.close()


class TestMongoWords(WordsSuite):
    @pytest.fixture
    async def words(self, database: Database) -> MongoWords:
        words = MongoWords(database)
        await words.create_indexes()
        return words


class TestMongoReadLog(ReadLogSuite):
    @pytest.fixture
    async def log(self, database: Database) -> MongoReadLog:
        log = MongoReadLog(database)
        await log.create_indexes()
        return log


def _mediation(id: str, kept: Kept) -> Mediation:
    return Mediation(
        mediation_id=id,
        case_id=id,
        task_id=id,
        state="ended",
        sitting=Sitting(kept=kept),
    )


async def test_only_what_has_to_go_and_still_has_keys_is_looked_for(database):
    kept = {
        "still kept": Kept(),
        "to go": Kept(erased=True),
        "gone": Kept(erased=True, keys_gone=True),
    }
    rows = [new_document(id, _mediation(id, each)) for id, each in kept.items()]
    await database["mediations"].insert_many(rows)

    assert await MongoWords(database).to_forget(10) == ["to go"]
