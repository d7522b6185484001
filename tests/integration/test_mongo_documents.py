import asyncio
from uuid import uuid4

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import PyMongoError

from services.kit.errors import Unavailable
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.documents import Write
from services.kit.writing.mongo import MongoDocuments
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.repository import Repository, Seams
from tests.kit.writing.documents_suite import DocumentsSuite, saying
from tests.kit.writing.ledger import Ledger, enter

AWARE = {"tz_aware": True}
TOPICS = ("routing.tasks", "departments.housing.tasks")


class TestMongoDocuments(DocumentsSuite):
    @pytest.fixture
    async def documents(self, mongo_uri: str):
        client = AsyncIOMotorClient(mongo_uri, **AWARE)
        documents = MongoDocuments(client[f"test_{uuid4().hex}"], "things")
        await documents.create_indexes(["size", "area+size"])
        yield documents
        client.close()

    async def test_a_refused_document_is_its_own_bug(self, documents):
        too_large = Write({"state": b"x" * 17_000_000})
        wishes = [documents.swap(name, 0, saying(1)) for name in "abc"]

        refused, *others = await asyncio.gather(
            documents.swap("z", 0, too_large), *wishes, return_exceptions=True
        )
        assert isinstance(refused, PyMongoError)
        assert others == [True, True, True]

    async def test_of_many_changes_to_one_document_at_once_none_is_refused(
        self, documents
    ):
        city, topics = MemoryPlatform(), frozenset(TOPICS)
        seams = Seams(city.publisher, city.clock, city.failpoints)
        writer = Writer("/routing/ledgers", topics)
        ledgers = Repository(documents, Ledger, writer, seams)

        names = [f"entry {n:02}" for n in range(60)]
        await asyncio.gather(*(ledgers.command("1", name, enter) for name in names))
        assert sorted((await ledgers.load("1")).entries) == names


async def test_a_database_that_is_away_is_unavailable():
    nobody = "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100"
    client = AsyncIOMotorClient(nobody, **AWARE)
    documents = MongoDocuments(client["test"], "things")

    with pytest.raises(Unavailable):
        await documents.find("a")
    with pytest.raises(Unavailable):
        await documents.swap("a", 0, saying(1))
    client.close()
