"""What the whole write path costs beside the bare compare-and-set under it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from statistics import median
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from contracts.topics import all_topics, decode
from deploy.local.stack import Stack
from services.kit.running.clock import utc_now
from services.kit.running.failpoints import Failpoints
from services.kit.writing.mongo import DURABLE, MongoDocuments
from services.kit.writing.outbox.clearing import Clearing
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.outbox.publisher import Publisher
from services.kit.writing.outbox.wire import KafkaWire
from services.kit.writing.repository import Repository, Seams
from tests.kit.writing.ledger import Ledger, enter
from tools.access.reading import read_topics

CHANGES = 1_500
AT_ONCE = 64
ROUNDS = 5
COPIES = {"routing.tasks": "auditor", "departments.housing.tasks": "housing"}
"""Where a ledger's letter goes, and who may read it there."""

COLLAPSED = 0.1
"""A change costs a write, its letters and their clearing: about two bare writes."""

Change = Callable[[str], Awaitable[object]]


async def rate(change: Change) -> float:
    """Changes a second, `AT_ONCE` at a time."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with room:
            await change(uuid4().hex)

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(CHANGES)))
    return CHANGES / (time.perf_counter() - started)


@pytest.fixture
async def database(stack: Stack):
    client = AsyncIOMotorClient(stack.environment("routing")["TONGBAN_MONGO"])
    yield client[f"bench_{uuid4().hex[:8]}"]
    client.close()


@asynccontextmanager
async def publishing(stack: Stack) -> AsyncIterator[Publisher]:
    """To Kafka as the routing service; all has left at the end."""
    login = stack.login("routing").for_aiokafka()
    wire = KafkaWire(
        lambda: AIOKafkaProducer(acks="all", enable_idempotence=True, **login)
    )
    publisher = Publisher(wire, Clearing(), Failpoints())
    try:
        yield publisher
        await publisher.drain()
    finally:
        await wire.close()


def entering(
    database: AsyncIOMotorDatabase, publisher: Publisher, departments: tuple[str, ...]
) -> Change:
    topics = frozenset(topic.name for topic in all_topics(departments))
    ledgers = Repository(
        MongoDocuments(database, "ledgers"),
        Ledger,
        Writer("/routing/ledgers", topics),
        Seams(publisher, utc_now, Failpoints()),
    )
    return lambda id: ledgers.command(id, "rent", enter)


def writing(database: AsyncIOMotorDatabase) -> Change:
    bare = database.get_collection("bare", write_concern=DURABLE)
    write = {"$set": {"state": {"entries": ["rent"]}}, "$inc": {"version": 1}}
    return lambda id: bare.update_one({"_id": id, "version": 0}, write, upsert=True)


async def sources(stack: Stack, topic: str, reader: str) -> set[str]:
    """The ledgers that have said something on a topic."""
    there = [each for each in all_topics(stack.departments) if each.name == topic]
    login = stack.login(reader).for_aiokafka()
    return {
        decode(record.value).source.removeprefix("/routing/ledgers/")
        async for record in read_topics(login, there)
    }


async def test_a_published_change_beside_a_bare_compare_and_set(stack, database):
    ratios = []
    async with publishing(stack) as publisher:
        ours = entering(database, publisher, stack.departments)
        for _ in range(ROUNDS):
            bottom, top = await rate(writing(database)), await rate(ours)
            await publisher.drain()
            ratios.append(top / bottom)
            print(f"bare {bottom:.0f}/s, saved with its letters {top:.0f}/s")  # noqa: T201
    print(f"ratio, median of {ROUNDS}: {median(ratios):.2f}")  # noqa: T201

    saved = {row["_id"] async for row in database["ledgers"].find({}, {"_id": 1})}
    assert len(saved) == ROUNDS * CHANGES
    for topic, reader in COPIES.items():
        assert saved == await sources(stack, topic, reader)
    assert median(ratios) > COLLAPSED
