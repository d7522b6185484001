"""One webhook hangs beside ninety-nine: how long the others wait for theirs."""

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient

from services.kit.running.clock import utc_now
from services.kit.running.failpoints import Failpoints
from services.kit.sealing.keys import new_secret as new_master
from services.kit.sealing.mongo_keys import MongoKeys
from services.kit.sealing.vault import Vault
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.mongo import MongoDocuments
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.repository import Repository, Seams
from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.domain.hooks.roster import Roster
from services.notification.hooks.filling import Filling
from services.notification.hooks.sending.couriers import Couriers
from services.notification.hooks.sending.posting import HttpPost
from services.notification.hooks.sending.pushing import Office, Pushing
from services.notification.hooks.sending.resolving import Resolver
from services.notification.hooks.sending.signing import new_secret
from services.notification.hooks.store import (
    ENDPOINT_INDEXES,
    MongoDeliveries,
    MongoEndpoints,
)
from tests.notification.hooks.made import HERE, document, endpoint, received, rules
from tests.notification.hooks.sending.receiver import ACCEPTED, Receiver

ENDPOINTS, EACH = 100, 6
A_SECOND = 40
"""Events, each for one endpoint: far from what a process can push at most."""
HANGS = 30.0
ROUNDS = 3
BAD = "d0"


class Slow(Receiver):
    """Answers at once, but for one path."""

    async def _one(self, head, reader, writer):
        self.answers = [ACCEPTED]
        if head.startswith(b"POST /hang "):
            await asyncio.sleep(HANGS)
        await super()._one(head, reader, writer)


@dataclass
class Watch:
    """When an event came, and when its push was written down as accepted."""

    came: dict[str, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    def over(self, step):
        async def timed(id, endpoint_id):
            answer = await step(id, endpoint_id)
            if answer and answer.is_good:
                self.took.append(time.perf_counter() - self.came[endpoint_id, id])
            return answer

        return timed

    def soon(self, soon, at):
        def told(made):
            self.came |= {(of, id): at() for id, of in made.items()}
            soon(made)

        return told


@pytest.fixture
async def nobody_erased(case_id: str) -> bool:
    return False


async def database(mongo_uri):
    client = AsyncIOMotorClient(mongo_uri)
    aware = CodecOptions(tz_aware=True)
    database = client.get_database(f"bench_{uuid4().hex[:8]}", aware)
    yield database
    await client.drop_database(database.name)
    client.close()


def repository(database, name, kind):
    seams = Seams(MemoryPlatform().publisher, utc_now, Failpoints())
    writer = Writer(f"/notification/{name}", frozenset())
    return Repository(MongoDocuments(database, name), kind, writer, seams)


@pytest.fixture
async def office(database):
    office = Office(
        endpoints=repository(database, "webhooks", Endpoint),
        rosters=repository(database, "webhook_rosters", Roster),
        deliveries=repository(database, "webhook_deliveries", HookDelivery),
        vault=Vault(MongoKeys(database), new_master()),
        post=HttpPost(rules(HERE), Resolver()),
        rules=rules(HERE),
        clock=utc_now,
    )
    await office.endpoints.documents.create_indexes(ENDPOINT_INDEXES)
    yield office
    await office.post.close()


@asynccontextmanager
async def served():
    receiver = Slow()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{receiver.port}"
    server.close()


async def register(office: Office, base: str, bad_path: str) -> None:
    """Anew in each run, each of a department of its own."""
    for number in range(ENDPOINTS):
        code = f"d{number}"
        url = base + (bad_path if code == BAD else "/well")
        name = uuid4().hex
        made = endpoint(name, owner=code, url=url, created_at=utc_now())
        secret = await new_secret(office.vault, made.endpoint_id, "first")
        made = made.but(secrets=(secret,))
        await office.endpoints.create([(made.endpoint_id, made)])


async def run(database, office: Office, base: str, bad_path: str) -> list[float]:
    """Seconds from the event to its accepted push, at every endpoint but one."""
    await database["webhooks"].delete_many({})
    await database["webhook_deliveries"].delete_many({})
    await register(office, base, bad_path)
    endpoints = MongoEndpoints(database["webhooks"])
    deliveries = MongoDeliveries(
        database["webhook_deliveries"], office.deliveries.documents
    )
    await deliveries.create_indexes()
    watch, started = Watch(), 0.0
    step = watch.over(Pushing(office).step)
    couriers = Couriers(step, endpoints, deliveries, office.rules.at_once)
    soon = watch.soon(couriers.soon, lambda: started)
    filling = Filling(office, endpoints, nobody_erased, soon)
    async with couriers.going():
        for number in range(ENDPOINTS * EACH):
            code = f"d{number % ENDPOINTS}"
            event = received(
                number,
                document(number + 1, department=code),
                topic=f"departments.{code}.tasks",
                sent_at=time.time(),
            )
            started = time.perf_counter()
            await filling.take(event)
            await asyncio.sleep(max(0, 1 / A_SECOND + started - time.perf_counter()))
        healthy = (ENDPOINTS - 1) * EACH
        async with asyncio.timeout(60):
            while len(watch.took) < healthy:
                await asyncio.sleep(0.01)
        for courier in couriers._couriers.values():
            for task in courier.running:
                task.cancel()
    return watch.took


def p99(took: list[float]) -> float:
    return quantiles(took, n=100)[98]


async def test_one_hanging_webhook_beside_ninety_nine(database, office):
    ratios = []
    async with served() as base:
        await run(database, office, base, "/well")
        for _ in range(ROUNDS):
            healthy = p99(await run(database, office, base, "/well"))
            beside = p99(await run(database, office, base, "/hang"))
            ratios.append(beside / healthy)
            print(  # noqa: T201
                f"p99 {healthy * 1000:.0f} ms, beside a hanging one "
                f"{beside * 1000:.0f} ms: {ratios[-1]:.2f}"
            )
    print(f"ratio, median of {ROUNDS}: {median(ratios):.2f}")  # noqa: T201

    assert median(ratios) < 2
