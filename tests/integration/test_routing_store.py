"""Routing's queries on real MongoDB: the suite that the fake passes too."""

from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient

from services.kit.serving.principal import Principal
from services.routing.store import Handlings, Inbox
from tests.routing.inbox_suite import HOUSING, InboxSuite

pytestmark = pytest.mark.stack
STORED = {"_id": "case", "task_ids": ["task"], "area": "990101001"}


@pytest.fixture
async def rows(mongo_uri):
    client = AsyncIOMotorClient(mongo_uri)
    aware = CodecOptions(tz_aware=True)
    yield client.get_database("test_routing", aware)[uuid4().hex]
    client.close()


class TestMongoInbox(InboxSuite):
    @pytest.fixture
    async def inbox(self, rows):
        inbox = Inbox(rows)
        await inbox.create_indexes()
        return inbox


@pytest.mark.parametrize(
    ("caller", "seen"),
    [
        (HOUSING, True),
        (Principal(subject="b", roles={"department"}, department="market"), False),
        (Principal(subject="c", roles={"dispatcher"}, area="990101"), True),
        (Principal(subject="d", roles={"dispatcher"}, area="990102"), False),
        (Principal(subject="e", roles={"supervisor"}), False),
        (Principal(subject="f", roles={"clerk"}, area="9901"), False),
    ],
)
async def test_a_handling_is_found_by_who_may_know(rows, caller, seen):
    await rows.insert_one(STORED | {"concerned": ["housing", "transport"]})
    handlings = Handlings(rows)

    assert (await handlings.of_task("task", caller) == "case") == seen
    assert (await handlings.of_case("case", caller) == "case") == seen
    assert await handlings.of_task("another", caller) is None
