"""The place of files on a real MongoDB, and what a killed process leaves there."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from services.kit.files.mongo import MongoFiles
from services.kit.writing.documents import Document
from tests.kit.files.files_suite import AT_ONCE, FilesSuite

pytestmark = pytest.mark.stack
Database = AsyncIOMotorDatabase[Document]


@pytest.fixture
async def database(mongo_uri: str) -> AsyncIterator[Database]:
    mongo: AsyncIOMotorClient[Document] = AsyncIOMotorClient(mongo_uri)
    name = f"test_{uuid4().hex[:8]}_intake"
    yield mongo.get_database(name, codec_options=CodecOptions(tz_aware=True))
    await mongo.drop_database(name)
    mongo.close()


class TestMongoFiles(FilesSuite):
    @pytest.fixture
    async def files(self, database: Database) -> MongoFiles:
        files = MongoFiles(database)
        await files.create_indexes()
        return files


DIES = """
import asyncio, os, sys
from motor.motor_asyncio import AsyncIOMotorClient
from services.kit.files.mongo import MongoFiles

def chunks():
    for _ in range(int(sys.argv[3])):
        yield bytes(262160)
    os._exit(137)

async def main():
    files = MongoFiles(AsyncIOMotorClient(sys.argv[1])[sys.argv[2]])
    await files.begin("f", "case")
    await files.write("f", chunks())

asyncio.run(main())
"""


@pytest.mark.parametrize("written", [0, 40, 500])
async def test_what_a_killed_process_had_written_is_swept(
    database: Database, mongo_uri: str, written: int
):
    command = [sys.executable, "-c", DIES, mongo_uri, database.name, str(written)]
    environment = os.environ | {"PYTHONPATH": ":".join(sys.path)}
    killed = await asyncio.to_thread(subprocess.run, command, env=environment)
    assert killed.returncode == 137
    files = MongoFiles(database)
    [left] = await files.loose(AT_ONCE, 9)
    await files.remove(left.file)

    for name in ("attachments.files", "attachments.chunks", "loose_files"):
        assert await database[name].count_documents({}) == 0
