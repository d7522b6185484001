"""With a department's topics goes what is known by its place on them."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from pymongo import MongoClient

from tools.onboarding.positions import forget_positions

pytestmark = pytest.mark.stack
PLACES = ("tasks/0/1", "contents/2/7", "replies/1/0")


@dataclass(frozen=True)
class There:
    """As much of an installation as is asked for."""

    mongo: str
    prefix: str

    def database(self, service: str) -> str:
        return f"{self.prefix}_{service}"


@pytest.fixture
def there(mongo_uri):
    there = There(mongo_uri, f"places_{uuid4().hex[:8]}")
    yield there
    with MongoClient(mongo_uri) as client:
        client.drop_database(there.database("routing"))


def test_others_keep_theirs_even_one_whose_code_begins_alike(there):
    codes = ("zoo", "zoo-2")
    ids = [{"_id": f"departments.{c}.{p}"} for c in codes for p in PLACES]
    with MongoClient(there.mongo) as client:
        routing = client[there.database("routing")]
        for name in ("feed", "parked"):
            routing[name].insert_many(ids)
        routing["feed_cuts"].insert_many([{"_id": code} for code in codes])

        forget_positions(there, "zoo")

        for name in ("feed", "parked"):
            left = {row["_id"].split(".")[1] for row in routing[name].find()}
            assert left == {"zoo-2"}
        assert [row["_id"] for row in routing["feed_cuts"].find()] == ["zoo-2"]
