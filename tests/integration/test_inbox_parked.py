"""The store on MongoDB keeps what the suite promises."""

import pytest

from services.kit.reading.parking.mongo import MongoParked
from tests.kit.reading.parkedsuite import ParkedStoreSuite

pytestmark = pytest.mark.stack


class TestMongoParked(ParkedStoreSuite):
    @pytest.fixture
    async def store(self, database) -> MongoParked:
        parked = MongoParked(database)
        await parked.create_indexes()
        return parked
