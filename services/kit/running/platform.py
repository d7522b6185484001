"""What every service process holds open while it lives, and in which order it stops."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaProducer
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from contracts.topics import written_by
from services.kit.running.clock import Clock, utc_now
from services.kit.running.directory import departments_of
from services.kit.running.failpoints import Failpoints
from services.kit.running.settings import ServiceSettings
from services.kit.writing.alarms import ring_forever
from services.kit.writing.change import State, Wake
from services.kit.writing.documents import Document
from services.kit.writing.mongo import DURABLE, SETTLED, MongoDocuments
from services.kit.writing.outbox.clearing import Clearing
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.outbox.publisher import Publisher
from services.kit.writing.outbox.sweeper import sweep_forever
from services.kit.writing.outbox.wire import KafkaWire
from services.kit.writing.repository import Repository, Seams, never

CLOSING = 5.0


@dataclass(frozen=True)
class Platform:
    """Kafka may be away when this opens, and while it is open; MongoDB decides."""

    settings: ServiceSettings
    database: AsyncIOMotorDatabase[Document]
    departments: tuple[str, ...]
    seams: Seams
    repositories: list[Repository[Any]] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        return self.seams.clock

    @property
    def publisher(self) -> Publisher:
        return self.seams.publisher

    async def repository(
        self,
        name: str,
        kind: type[State],
        wake: Wake[State] = never,
        indexes: Sequence[str] = (),
    ) -> Repository[State]:
        """Aggregates in collection `name`; an index is a field or `field+field`."""
        documents = MongoDocuments(self.database, name)
        await documents.create_indexes(indexes)
        writer = Writer(f"/{self.settings.service}/{name}", self._my_topics())
        repository = Repository(documents, kind, writer, self.seams, wake)
        self.repositories.append(repository)
        return repository

    @asynccontextmanager
    async def sweeping(self) -> AsyncIterator[None]:
        """Keeps outboxes empty and alarms on time."""
        stores = [repository.documents for repository in self.repositories]
        async with working(
            sweep_forever(self.publisher, stores), ring_forever(self.repositories)
        ):
            yield

    def _my_topics(self) -> frozenset[str]:
        mine = written_by(self.settings.service, self.departments)
        return frozenset(topic.name for topic in mine)


@asynccontextmanager
async def opened(settings: ServiceSettings) -> AsyncIterator[Platform]:
    """Closes in the order publisher, producer, MongoDB; each wait is bounded."""
    mongo: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
        settings.mongo,
        serverSelectionTimeoutMS=5_000,
        socketTimeoutMS=15_000,
        maxPoolSize=64,
    )
    failpoints = Failpoints(settings.crash_at)
    wire = KafkaWire(lambda: _producer(settings))
    publisher = Publisher(wire, Clearing(), failpoints)
    database = mongo.get_database(
        settings.database,
        codec_options=CodecOptions(tz_aware=True),
        write_concern=DURABLE,
        read_concern=SETTLED,
    )
    seams = Seams(publisher, utc_now, failpoints)
    try:
        yield Platform(settings, database, departments_of(settings.city), seams)
    finally:
        await _bounded(publisher.drain())
        await _bounded(wire.close())
        mongo.close()


@asynccontextmanager
async def working(*loops: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs loops beside what is inside, and ends them with it."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def kafka_login(settings: ServiceSettings) -> dict[str, str]:
    """aiokafka's arguments for this service's principal."""
    if settings.kafka_security == "PLAINTEXT":
        return {}
    return {
        "security_protocol": settings.kafka_security,
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": settings.service,
        "sasl_plain_password": settings.secret("kafka.password"),
    }


def _producer(settings: ServiceSettings) -> AIOKafkaProducer:
    return AIOKafkaProducer(
        bootstrap_servers=settings.kafka,
        acks="all",
        enable_idempotence=True,
        max_request_size=1_000_000,
        request_timeout_ms=8_000,
        **kafka_login(settings),
    )


async def _bounded(closing: Coroutine[Any, Any, None]) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(CLOSING):
            await closing
