"""The books of webhooks on a real MongoDB pass the same suite as those in memory."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from contracts.codes import derived_id
from services.kit.errors import Rejected
from services.kit.running.clock import utc_now
from services.kit.sealing.keys import new_secret
from services.kit.sealing.vault import Vault
from services.kit.serving.idempotency import Submission
from services.kit.serving.principal import Principal
from services.kit.testing.keys import MemoryKeys
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.change import Aggregate
from services.kit.writing.documents import Document
from services.kit.writing.mongo import MongoDocuments
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.repository import Repository, Seams
from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.domain.hooks.roster import Roster
from services.notification.hooks.registering.registry import Registry
from services.notification.hooks.registering.views import NewWebhook
from services.notification.hooks.sending.couriers import Couriers
from services.notification.hooks.sending.pushing import Office, Pushing
from services.notification.hooks.store import (
    ENDPOINT_INDEXES,
    MongoDeliveries,
    MongoEndpoints,
)
from tests.notification.hooks.books_suite import (
    ONE,
    TWO,
    DeliveriesSuite,
    EndpointsSuite,
)
from tests.notification.hooks.made import URL, delivery, rules
from tests.notification.hooks.world import Addresses

pytestmark = pytest.mark.stack
Database = AsyncIOMotorDatabase[Document]


@pytest.fixture
async def database(mongo_uri: str) -> AsyncIterator[Database]:
    mongo: AsyncIOMotorClient[Document] = AsyncIOMotorClient(mongo_uri)
    name = f"test_{uuid4().hex[:8]}_hooks"
    yield mongo.get_database(name, codec_options=CodecOptions(tz_aware=True))
    await mongo.drop_database(name)
    mongo.close()


def repository_of(database: Database, name: str, kind: type[Aggregate]) -> Repository:
    city = MemoryPlatform()
    seams = Seams(city.publisher, city.clock, city.failpoints)
    writer = Writer(f"/notification/{name}", frozenset())
    return Repository(MongoDocuments(database, name), kind, writer, seams)


class TestMongoEndpoints(EndpointsSuite):
    @pytest.fixture
    async def repository(self, database: Database) -> Repository[Endpoint]:
        made = repository_of(database, "webhooks", Endpoint)
        await made.documents.create_indexes(ENDPOINT_INDEXES)
        return made

    @pytest.fixture
    def endpoints(self, database: Database) -> MongoEndpoints:
        return MongoEndpoints(database["webhooks"])


class TestMongoDeliveries(DeliveriesSuite):
    @pytest.fixture
    async def repository(self, database: Database) -> Repository[HookDelivery]:
        return repository_of(database, "webhook_deliveries", HookDelivery)

    @pytest.fixture
    async def deliveries(
        self, database: Database, repository: Repository[HookDelivery]
    ) -> MongoDeliveries:
        rows = database["webhook_deliveries"]
        made = MongoDeliveries(rows, repository.documents)
        await made.create_indexes()
        return made

    async def test_whose_turn_it_is_costs_one_look_an_endpoint(
        self,
        database: Database,
        repository: Repository[HookDelivery],
        deliveries: MongoDeliveries,
    ):
        """However much waits there: a backlog must not slow down the others."""
        rows = [delivery(n, of) for n in range(500) for of in (ONE, TWO)]
        await repository.create([(row.delivery_id, row) for row in rows])
        pipeline = deliveries.first_of_each([ONE.endpoint_id], rows[-1].said_at)
        explained = await database.command(
            "explain",
            {"aggregate": "webhook_deliveries", "pipeline": pipeline, "cursor": {}},
            verbosity="executionStats",
        )
        stages = explained.get("stages", [{"$cursor": explained}])
        looked = stages[0]["$cursor"]["executionStats"]["totalKeysExamined"]

        assert looked <= 10


def registry_of(database: Database) -> Registry:
    """A process of its own: within one, commands take turns."""
    deliveries = repository_of(database, "webhook_deliveries", HookDelivery)
    office = Office(
        endpoints=repository_of(database, "webhooks", Endpoint),
        rosters=repository_of(database, "webhook_rosters", Roster),
        deliveries=deliveries,
        vault=Vault(MemoryKeys(), new_secret()),
        post=Addresses(),
        rules=rules(),
        clock=utc_now,
    )
    books = MongoEndpoints(database["webhooks"])
    log = MongoDeliveries(database["webhook_deliveries"], deliveries.documents)
    pushing = Pushing(office)
    return Registry(office, books, log, pushing, Couriers(pushing.step, books, log, 1))


async def test_of_ten_processes_at_once_five_register(database: Database):
    admin = Principal(
        subject="admin-1", roles={"department_admin"}, department="housing"
    )

    async def one(number: int) -> str:
        request = Submission(derived_id("request", str(number)), "digest")
        try:
            asked = NewWebhook(url=URL)
            await registry_of(database).register(asked, admin, request)
        except Rejected as no:
            return no.reason
        return "registered"

    told = Counter(await asyncio.gather(*(one(number) for number in range(10))))

    assert told == {"registered": 5, "too-many-webhooks": 5}
    assert len(await MongoEndpoints(database["webhooks"]).of("housing")) == 5
