"""Routing's queries on real MongoDB: the suites that the fakes pass too."""

from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient

from services.kit.testing.clock import MONDAY, StoppedClock
from services.routing.store.asking import UNDECIDED, Question
from services.routing.store.census import THE_COUNT, Census, counted_by
from services.routing.store.feed import FeedRows, branch
from services.routing.store.handlings import HANDLING_INDEXES, Handlings
from services.routing.store.inbox import Inbox, seen
from services.routing.store.returns import Returns
from services.routing.store.rounds import Rounds
from services.routing.views.figures import Figures
from tests.routing.feed.rows import TASKS
from tests.routing.feed.rows import row as row_of
from tests.routing.feed.rows_suite import FeedRowsSuite
from tests.routing.figures_suite import FiguresSuite
from tests.routing.handlings_suite import STORED, HandlingsSuite
from tests.routing.inbox_suite import CITY, InboxSuite, ids, row

pytestmark = pytest.mark.stack


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

    @pytest.fixture
    def census(self, inbox, rows):
        return Census(rows, StoppedClock())


class TestMongoFigures(FiguresSuite):
    @pytest.fixture
    async def figures(self, rows):
        figures = Figures(Rounds(rows["rounds"]), Returns(rows["returns"]))
        await figures.rounds.create_indexes()
        await figures.returns.create_indexes()
        return figures


class TestMongoHandlings(HandlingsSuite):
    @pytest.fixture
    def keep(self, rows):
        async def keep(id, **fields):
            await rows.insert_one(STORED | {"_id": id} | fields)

        return keep

    @pytest.fixture
    async def handlings(self, rows):
        for name in HANDLING_INDEXES:
            await rows.create_index([(field, 1) for field in name.split("+")])
        return Handlings(rows)


@pytest.fixture
async def city(mongo_uri):
    client = AsyncIOMotorClient(mongo_uri)
    aware = CodecOptions(tz_aware=True)
    city = client.get_database(f"test_feed_{uuid4().hex[:8]}", aware)
    yield city
    await client.drop_database(city.name)
    client.close()


class TestMongoFeedRows(FeedRowsSuite):
    @pytest.fixture
    async def rows(self, city):
        rows = FeedRows(city)
        await rows.create_indexes()
        return rows


async def test_a_page_of_a_feed_looks_at_no_more_than_it_asks_for(city):
    await FeedRows(city).add([row_of(n) for n in range(500)])
    explain = {"aggregate": "feed", "pipeline": branch(TASKS, 100, 20), "cursor": {}}
    asked = {"explain": explain, "verbosity": "executionStats"}
    seen = (await city.command(asked))["executionStats"]["totalDocsExamined"]

    assert seen == 20


async def test_rows_of_before_are_found_as_well(rows):
    ours = {"open", "supervised", "areas"}
    before = {name: value for name, value in row().items() if name not in ours}
    await rows.insert_one(before | {"_id": "1"})
    await rows.insert_one(before | {"_id": "2", "state": "completed"})
    await rows.create_index([("department", 1), ("due_at", 1), ("_id", 1)])
    inbox = Inbox(rows)
    await inbox.create_indexes()

    assert await ids(inbox) == ["1"]
    assert (await rows.find_one("1"))["areas"] == ["9901", "990101", "990101001"]


ASKED = {
    "open": Question("housing"),
    "by state": Question("housing", states=("acknowledged", "completed")),
    "late": Question("housing", overdue_at=MONDAY),
    "of a case": Question(case_no="202603020000017"),
    "of an area": Question(area="990101"),
    "closed": Question(states=("completed",)),
    "supervised": Question(levels=(1, 2, 3), reason="overdue"),
    "undecided": Question(undecided=tuple(UNDECIDED)),
}


@pytest.mark.parametrize("name", ASKED)
async def test_no_question_looks_at_every_row(rows, name):
    await Inbox(rows).create_indexes()
    found = rows.find(seen(CITY, ASKED[name])).sort([("due_at", 1), ("_id", 1)])
    plan = (await found.explain())["queryPlanner"]["winningPlan"]

    assert "COLLSCAN" not in str(plan)


async def test_everybody_is_counted_without_a_look_at_a_row(rows):
    await Inbox(rows).create_indexes()
    steps = [{"$match": {"open": True}}, {"$group": counted_by(MONDAY)}]
    asked = {"aggregate": rows.name, "pipeline": steps, "cursor": {}}
    plan = await rows.database.command("explain", asked | {"hint": THE_COUNT})

    assert "FETCH" not in str(plan)
