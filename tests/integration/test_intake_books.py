"""Intake's books on a real MongoDB pass the same suite as those in memory."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from services.intake.domain.case import Case
from services.intake.domain.forgetting import Forget, forgotten
from services.intake.domain.likeness import Marks
from services.intake.likeness.finding import trace_of
from services.intake.likeness.store import MongoRepeats
from services.intake.seams import Crowd, Question
from services.intake.store import (
    CASES,
    INDEXES,
    MongoCases,
    MongoNumbers,
    MongoTallies,
)
from services.kit.serving.attempts import MongoAttempts
from services.kit.serving.problems import Refused
from services.kit.serving.readings import MongoReadings, Reading
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.documents import Document
from services.kit.writing.mongo import MongoDocuments
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.repository import Repository, Seams
from services.kit.writing.stored import new_document
from tests.intake.books_suite import (
    EVERYBODY,
    CasesSuite,
    NumbersSuite,
    TalliesSuite,
)
from tests.intake.repeats_suite import SIGNING, TEXT, RepeatsSuite, sought, told
from tests.kit.serving.attempts_suite import AttemptsSuite
from tests.kit.serving.readings_suite import ReadingsSuite

pytestmark = pytest.mark.stack
Database = AsyncIOMotorDatabase[Document]


@pytest.fixture
async def database(mongo_uri: str) -> AsyncIterator[Database]:
    mongo: AsyncIOMotorClient[Document] = AsyncIOMotorClient(mongo_uri)
    name = f"test_{uuid4().hex[:8]}_intake"
    yield mongo.get_database(name, codec_options=CodecOptions(tz_aware=True))
    await mongo.drop_database(name)
    mongo.close()


@pytest.fixture
def repository(database: Database) -> Repository[Case]:
    city = MemoryPlatform()
    seams = Seams(city.publisher, city.clock, city.failpoints)
    writer = Writer("/intake/cases", frozenset())
    return Repository(MongoDocuments(database, CASES), Case, writer, seams)


class TestMongoCases(CasesSuite):
    @pytest.fixture
    def cases(self, database: Database) -> MongoCases:
        return MongoCases(database)


class TestMongoRepeats(RepeatsSuite):
    @pytest.fixture
    async def repository(self, database: Database) -> Repository[Case]:
        city = MemoryPlatform()
        seams = Seams(city.publisher, city.clock, city.failpoints)
        writer = Writer("/intake/cases", frozenset())
        documents = MongoDocuments(database, CASES)
        await documents.create_indexes(INDEXES)
        return Repository(documents, Case, writer, seams)

    @pytest.fixture
    def cases(self, database: Database) -> MongoCases:
        return MongoCases(database)

    @pytest.fixture
    def repeats(self, database: Database) -> MongoRepeats:
        return MongoRepeats(database)


class TestMongoTallies(TalliesSuite):
    @pytest.fixture
    def tallies(self, database: Database) -> MongoTallies:
        return MongoTallies(database)


class TestMongoNumbers(NumbersSuite):
    @pytest.fixture
    def numbers(self, database: Database) -> MongoNumbers:
        return MongoNumbers(database)


class TestMongoAttempts(AttemptsSuite):
    @pytest.fixture
    async def attempts(self, database: Database) -> MongoAttempts:
        attempts = MongoAttempts(database)
        await attempts.create_indexes()
        return attempts


class TestMongoReadings(ReadingsSuite):
    @pytest.fixture
    async def readings(self, database: Database) -> MongoReadings:
        readings = MongoReadings(database)
        await readings.create_indexes()
        return readings

    async def test_a_cursor_of_something_else_is_refused(self, readings: MongoReadings):
        with pytest.raises(Refused, match="bad-cursor"):
            await readings.page("case", (MONDAY, "no id of ours"), 9)


async def test_a_reading_is_written_down(database: Database):
    readings = MongoReadings(database)
    await readings.create_indexes()
    await readings.note(Reading("clerk-7", MONDAY, "case", "open-task"))

    found = await database["reads"].find_one({}, {"_id": 0})
    assert found == {
        "reader": "clerk-7",
        "at": MONDAY,
        "case_id": "case",
        "reason": "open-task",
    }


async def test_what_was_forgotten_is_found_by_nobody(database: Database):
    documents = MongoDocuments(database, CASES)
    await documents.create_indexes(INDEXES)
    signed = SIGNING.of(TEXT)
    kept, told_of = told(1, likeness=signed), told(2, likeness=signed)
    gone = forgotten(told_of, Forget("operator", "asked"), MONDAY)
    await documents.add([new_document(each.case_id, each) for each in (kept, gone)])
    repeats, cases = MongoRepeats(database), MongoCases(database)

    assert await repeats.candidates(sought(told(3, likeness=signed)), 9) == [
        trace_of(kept)
    ]
    assert await cases.page(EVERYBODY, Question(person="zhang"), None, 9) == [kept]
    crowd = Crowd(kept.area, kept.category, MONDAY, who="")
    assert await repeats.people(crowd) == 2
    found = await cases.find(EVERYBODY, gone.case_id)
    assert found is not None
    assert found.state.marks == Marks()
    dump = str(await database[CASES].find_one({"_id": gone.case_id}))
    assert "zhang" not in dump
    assert signed not in dump
