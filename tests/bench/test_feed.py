"""What a feed read by cursor costs beside the bare query, and what keeping it costs."""

import json
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from statistics import median
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient

from contracts.codes import derived_id
from contracts.envelope import event
from contracts.routing import TaskAcknowledged
from contracts.topics import encode
from services.kit.reading.arrival import Handlers, Keeps
from services.kit.reading.inbox import Inbox, Reader
from services.kit.reading.inbox import reading as inbox_reading
from services.kit.reading.parking.keeping import Parking
from services.kit.running.clock import utc_now
from services.kit.running.settings import ServiceSettings
from services.kit.sealing.keys import public_jwk
from services.kit.serving.api import service_api
from services.kit.testing.clock import MONDAY
from services.kit.testing.parked import MemoryParked
from services.routing.api import feed as endpoints
from services.routing.feed.bells import Bells
from services.routing.feed.keeping import Keeper
from services.routing.feed.reading import Feed
from services.routing.store.feed import FeedRows, Kept, places_of
from services.routing.store.inbox import Inbox as TaskRows
from services.routing.store.returns import Returns
from services.routing.store.rounds import Rounds
from services.routing.views import view_handlers
from services.routing.views.figures import Figures
from tests.integration.inboxes import Town, until
from tests.routing.callers import SIGNING, bearer

DEPARTMENTS, EACH = 10, 2_000
"""Departments, and events in each partition of theirs: 120,000 in all."""
READ = "d3"
ROUNDS = 5
LIMIT = 200
BATCH = 2_000
COMING = 6_000
"""Events that routing reads, of some forty cases."""


def document(place, offset: int) -> bytes:
    case = derived_id(*place[0], str(place[1]), str(offset))
    department = place[0].split(".")[1]
    fact = TaskAcknowledged(case_id=case, task_id=case, department=department)
    return encode(event(fact, f"/routing/handlings/{case}", 2, MONDAY, None))


def row(place, offset: int) -> Kept:
    at = MONDAY + timedelta(seconds=offset)
    case = derived_id(str(offset))
    return Kept(place, offset, offset, at, case, document(place, offset))


@pytest.fixture
async def database(mongo_uri):
    client = AsyncIOMotorClient(mongo_uri)
    aware = CodecOptions(tz_aware=True)
    database = client.get_database(f"bench_{uuid4().hex[:8]}", aware)
    yield database
    await client.drop_database(database.name)
    client.close()


@pytest.fixture
async def rows(database):
    rows = FeedRows(database)
    await rows.create_indexes()
    for number in range(DEPARTMENTS):
        for place in places_of(f"d{number}"):
            for start in range(0, EACH, BATCH):
                await rows.add([row(place, start + n) for n in range(BATCH)])
    return rows


@asynccontextmanager
async def lifespan(api):
    yield


@pytest.fixture
async def http(rows, tmp_path):
    (tmp_path / "tokens.jwk").write_text(public_jwk(SIGNING))
    settings = ServiceSettings(
        service="routing", public_keys=tmp_path, log_level="WARNING"
    )
    api = service_api(settings, "routing", lifespan, endpoints.router)
    api.state.feed = Feed(rows, Bells(rows.ends), MemoryParked().left_out)
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        yield http


async def bare(database) -> int:
    """The same documents in pages of the same size, by nothing but their keys."""
    known, last = 0, f"departments.{READ}."
    while True:
        query = {"_id": {"$gt": last, "$lt": f"departments.{READ}/"}}
        found = database["feed"].find(query).sort("_id", 1).limit(LIMIT)
        page = await found.to_list(LIMIT)
        if not page:
            return known
        known += len(page)
        last = page[-1]["_id"]


async def by_cursor(http) -> int:
    known, path = 0, f"/v1/feed?limit={LIMIT}"
    caller = bearer("department", READ)
    while True:
        answer = await http.get(path, headers=caller)
        page = json.loads(answer.content)
        if not page:
            return known
        known += len(page)
        target = urlsplit(answer.links["next"]["url"])
        path = f"{target.path}?{target.query}"


async def rate(read, where) -> float:
    started = time.perf_counter()
    known = await read(where)
    assert known == EACH * len(places_of(READ))
    return known / (time.perf_counter() - started)


async def test_a_feed_by_cursor_beside_the_bare_query(database, http):
    ratios = []
    for _ in range(ROUNDS):
        bottom, top = await rate(bare, database), await rate(by_cursor, http)
        ratios.append(top / bottom)
        print(f"bare {bottom:.0f}/s, by cursor {top:.0f}/s")  # noqa: T201
    print(f"ratio, median of {ROUNDS}: {median(ratios):.2f}")  # noqa: T201

    assert median(ratios) > 0.05


class Counted:
    """Passes on what comes, and counts what is done."""

    def __init__(self, work) -> None:
        self.done = 0
        self._work = work

    async def __call__(self, event) -> None:
        await self._work(event)
        self.done += 1


async def reading(town: Town, work: Counted, handlers: Handlers, keeps: Keeps) -> float:
    """CPU milliseconds an event, from the start of the reader to its end."""
    parking = Parking(MemoryParked(), utc_now)
    reader = Reader(town.settings, (town.topic,), handlers, parking, keeps=keeps)
    started, cpu = time.perf_counter(), time.process_time()
    async with inbox_reading(Inbox(reader)):
        await until(lambda: work.done >= COMING, 120)
        took = time.perf_counter() - started
    burnt = (time.process_time() - cpu) / COMING * 1000
    print(f"{COMING / took:.0f} events/s, {burnt:.2f} ms of CPU each")  # noqa: T201
    return burnt


async def filled(stack, root) -> Town:
    town = Town(stack, root)
    await town.create()
    await town.send(COMING)
    return town


async def test_keeping_an_event_beside_showing_it(stack, tmp_path, database):
    """What routing does with a fact of its own topic, and with the copy of it."""
    figures = Figures(Rounds(database["rounds"]), Returns(database["returns"]))
    views = view_handlers(TaskRows(database["inbox"]), figures)
    show = Counted(views[TaskAcknowledged])
    keep = Counted(Keeper(FeedRows(database), lambda code: None).keep)
    for _ in range(2):
        show.done = keep.done = 0
        town = await filled(stack, tmp_path)
        shown = await reading(town, show, {TaskAcknowledged: show}, {})
        town = await filled(stack, tmp_path)
        kept = await reading(town, keep, {}, {town.topic.name: keep})
        print(f"a kept copy costs {kept / shown:.2f} of a shown fact")  # noqa: T201

    assert await database["feed"].count_documents({}) == 2 * COMING
