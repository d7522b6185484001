"""What the whole write path costs beside the bare compare-and-set under it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from uuid import uuid4

from aiokafka import AIOKafkaProducer
from motor.motor_asyncio import AsyncIOMotorClient

from contracts.topics import all_topics
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

CHANGES = 1_500
AT_ONCE = 64
ROUNDS = 5


async def rate(change: Callable[[str], Awaitable[object]]) -> float:
    """Changes a second, `AT_ONCE` at a time."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with room:
            await change(uuid4().hex)

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(CHANGES)))
    return CHANGES / (time.perf_counter() - started)


async def test_a_published_change_beside_a_bare_compare_and_set(stack: Stack):
    client = AsyncIOMotorClient(stack.environment("routing")["TONGBAN_MONGO"])
    database = client[f"bench_{uuid4().hex[:8]}"]
    bare = database.get_collection("bare", write_concern=DURABLE)
    login = stack.login("routing").for_aiokafka()
    wire = KafkaWire(
        lambda: AIOKafkaProducer(acks="all", enable_idempotence=True, **login)
    )
    publisher = Publisher(wire, Clearing(), Failpoints())
    topics = frozenset(topic.name for topic in all_topics(stack.departments))
    ledgers = Repository(
        MongoDocuments(database, "ledgers"),
        Ledger,
        Writer("/routing/ledgers", topics),
        Seams(publisher, utc_now, Failpoints()),
    )

    async def floor(id: str) -> None:
        unchanged = {"_id": id, "version": 0}
        write = {"$set": {"state": {"entries": ["rent"]}}, "$inc": {"version": 1}}
        await bare.update_one(unchanged, write, upsert=True)

    ratios = []
    for _ in range(ROUNDS):
        bottom = await rate(floor)
        ours = await rate(lambda id: ledgers.command(id, "rent", enter))
        await publisher.drain()
        ratios.append(ours / bottom)
        print(f"bare {bottom:.0f}/s, saved with its letters {ours:.0f}/s")  # noqa: T201
    await wire.close()
    client.close()
    print(f"ratio, median of {ROUNDS}: {sorted(ratios)[ROUNDS // 2]:.2f}")  # noqa: T201

    assert len(ratios) == ROUNDS
