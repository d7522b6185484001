"""The store on MongoDB keeps what the suite promises."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.kit.reading.parking.mongo import MongoParked
from tests.kit.reading.parkedsuite import ParkedStoreSuite

pytestmark = pytest.mark.stack


class TestMongoParked(ParkedStoreSuite):
    @pytest.fixture
    async def store(self, mongo_uri: str) -> AsyncIterator[MongoParked]:
        client = AsyncIOMotorClient(mongo_uri, tz_aware=True)
        parked = MongoParked(client[f"test_{uuid4().hex}"])
        await parked.create_indexes()
        yield parked
        client.close()
