"""One idempotent producer, abandoned and rebuilt when it hangs."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    InvalidTopicError,
    KafkaError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)

from services.kit.errors import Unavailable

SEND_TIMEOUT = 10.0
CLOSE_TIMEOUT = 5.0
REBUILD_PAUSE = 1.0

HOPELESS = (InvalidTopicError, MessageSizeTooLargeError, TopicAuthorizationFailedError)

Headers = Sequence[tuple[str, bytes]]


class Undeliverable(Exception):
    """The broker answers and will never take this letter: no such topic, no right."""


class Wire(Protocol):
    """Where letters leave. Every wait is bounded."""

    async def send(
        self, topic: str, key: bytes, value: bytes, headers: Headers
    ) -> None:
        """Returns when every replica has it.

        Raises `Unavailable` (try again) or `Undeliverable` (never)."""


class KafkaWire:
    """Built at the first letter, so that a service can start while Kafka is away."""

    def __init__(self, build: Callable[[], AIOKafkaProducer]) -> None:
        self._build = build
        self._producer: AIOKafkaProducer | None = None
        self._building = asyncio.Lock()
        self._not_before = 0.0
        self._closing: set[asyncio.Task[None]] = set()

    async def send(
        self, topic: str, key: bytes, value: bytes, headers: Headers
    ) -> None:
        producer = await self._ready()
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await producer.send_and_wait(topic, value, key, headers=list(headers))
        except HOPELESS as error:
            raise Undeliverable(f"{topic}: {type(error).__name__}") from error
        except UnknownTopicOrPartitionError as error:
            await self._judge_unknown(producer, topic)
            raise Undeliverable(f"{topic}: no such topic") from error
        except (TimeoutError, KafkaError) as error:
            self._abandon(producer)
            raise Unavailable(f"Kafka: {type(error).__name__}") from error

    @property
    def is_built(self) -> bool:
        return self._producer is not None

    async def close(self) -> None:
        if self._producer:
            self._abandon(self._producer)
        if self._closing:
            await asyncio.wait(self._closing, timeout=CLOSE_TIMEOUT)

    async def _ready(self) -> AIOKafkaProducer:
        async with self._building:
            if self._producer is None:
                self._producer = await self._rebuilt()
            return self._producer

    async def _rebuilt(self) -> AIOKafkaProducer:
        now = asyncio.get_running_loop().time()
        if now < self._not_before:
            raise Unavailable("Kafka: away a moment ago")
        self._not_before = now + REBUILD_PAUSE
        producer = self._build()
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await producer.start()
        except (TimeoutError, KafkaError, OSError) as error:
            self._close_aside(producer)
            raise Unavailable(f"Kafka: {type(error).__name__}") from error
        return producer

    async def _judge_unknown(self, producer: AIOKafkaProducer, topic: str) -> None:
        """aiokafka also says "unknown" of a topic when the broker is away."""
        answered = False
        with contextlib.suppress(TimeoutError, KafkaError, OSError):
            async with asyncio.timeout(CLOSE_TIMEOUT):
                answered = await producer.client.force_metadata_update()
        if not answered or topic in producer.client.cluster.topics():
            self._abandon(producer)
            raise Unavailable("Kafka: the topic could not be looked up")

    def _abandon(self, producer: AIOKafkaProducer) -> None:
        if self._producer is producer:
            self._producer = None
            self._close_aside(producer)

    def _close_aside(self, producer: AIOKafkaProducer) -> None:
        closing = asyncio.create_task(_closed(producer))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)


async def _closed(producer: AIOKafkaProducer) -> None:
    with contextlib.suppress(TimeoutError, KafkaError, OSError):
        async with asyncio.timeout(CLOSE_TIMEOUT):
            await producer.stop()
