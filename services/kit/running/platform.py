"""What every service process holds open while it lives, and in which order it stops."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from aiokafka import AIOKafkaProducer
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from contracts.topics import read_by, written_by
from services.kit.reading.arrival import Handlers, Keeps, Stray
from services.kit.reading.inbox import Inbox, Reader, reading
from services.kit.reading.parking.keeping import Parking
from services.kit.reading.parking.mongo import MongoParked
from services.kit.reading.reactions import NOTHING_KEPT, unanswered
from services.kit.running.clock import Clock, utc_now
from services.kit.running.directory import departments_of
from services.kit.running.failpoints import Failpoints
from services.kit.running.login import kafka_login
from services.kit.running.loops import working
from services.kit.running.metrics import Metrics
from services.kit.running.settings import ServiceSettings
from services.kit.running.watching import observe_forever, report, watching
from services.kit.sealing.digests import Digests
from services.kit.sealing.mongo_keys import MongoKeys
from services.kit.sealing.readers import Opener, Sealer
from services.kit.sealing.vault import Vault
from services.kit.serving.health import Health
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


class Shown(Protocol):
    """Where a process shows how it is; `service_api` puts both into `api.state`."""

    health: Health
    metrics: Metrics


@dataclass(frozen=True)
class Platform:
    """Kafka may be away when this opens, and while it is open; MongoDB decides."""

    settings: ServiceSettings
    database: AsyncIOMotorDatabase[Document]
    departments: tuple[str, ...]
    seams: Seams
    shown: Shown
    repositories: list[Repository[Any]] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        return self.seams.clock

    @property
    def publisher(self) -> Publisher:
        return self.seams.publisher

    @cached_property
    def vault(self) -> Vault:
        """The newest master key stands on the first line, former ones below."""
        masters = self.settings.secret("master.key").split()
        return Vault(MongoKeys(self.database), *masters)

    @cached_property
    def sealer(self) -> Sealer:
        return Sealer(self.settings.public_keys)

    @cached_property
    def opener(self) -> Opener:
        return Opener(self.settings.secret("private.jwk"))

    @cached_property
    def digests(self) -> Digests:
        return Digests(self.settings.secret("digests.key"))

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
        mine = written_by(self.settings.service, self.departments)
        topics = frozenset(topic.name for topic in mine)
        writer = Writer(f"/{self.settings.service}/{name}", topics)
        repository = Repository(documents, kind, writer, self.seams, wake)
        self.repositories.append(repository)
        return repository

    @asynccontextmanager
    async def running(
        self,
        handlers: Handlers,
        keeps: Keeps = NOTHING_KEPT,
        stray: Stray = unanswered,
    ) -> AsyncIterator[None]:
        """Reads topics, sweeps outboxes, rings alarms.

        The innermost part of a service: reading stops first, and whatever its handlers
        need is still there while they end.
        """
        stores = [repository.documents for repository in self.repositories]
        inbox = Inbox(await self._reader(handlers, keeps, stray))
        report(self.shown.health, self.database, inbox.progress)
        async with (
            working(
                sweep_forever(self.publisher, stores),
                ring_forever(self.repositories),
                observe_forever(self.shown.metrics, stores, inbox.progress),
            ),
            reading(inbox),
        ):
            yield

    async def _reader(self, handlers: Handlers, keeps: Keeps, stray: Stray) -> Reader:
        parked = MongoParked(self.database)
        await parked.create_indexes()
        return Reader(
            self.settings,
            read_by(self.settings.service, self.departments),
            handlers,
            Parking(parked, self.clock),
            watching(self.shown.metrics, self.seams.failpoints),
            keeps=keeps,
            stray=stray,
        )


@asynccontextmanager
async def opened(settings: ServiceSettings, shown: Shown) -> AsyncIterator[Platform]:
    """Closes in the order publisher, producer, MongoDB; each wait is bounded."""
    mongo: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
        settings.mongo, serverSelectionTimeoutMS=5_000, socketTimeoutMS=15_000
    )
    failpoints = Failpoints(settings.crash_at, settings.scratch / "power-cut")
    wire = KafkaWire(lambda: _producer(settings))
    counted = shown.metrics.published
    publisher = Publisher(
        wire, Clearing(), failpoints, lambda topic: counted.labels(topic).inc()
    )
    database = mongo.get_database(
        settings.database,
        codec_options=CodecOptions(tz_aware=True),
        write_concern=DURABLE,
        read_concern=SETTLED,
    )
    seams = Seams(publisher, utc_now, failpoints)
    departments = departments_of(settings.city)
    try:
        yield Platform(settings, database, departments, seams, shown)
    finally:
        await _bounded(publisher.drain())
        await _bounded(wire.close())
        mongo.close()


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
