"""A producer that does not give up while Kafka is away."""

import asyncio
from contextlib import suppress
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

PATIENCE = 10.0
PAUSE = 0.5


class Post:
    """Sends until it is sent; the same bytes each time, so a repeat is known as one."""

    def __init__(self, login: dict[str, Any]) -> None:
        self._login = login
        self._producer: AIOKafkaProducer | None = None

    async def send(self, topic: str, key: bytes | None, value: bytes) -> None:
        while True:
            try:
                async with asyncio.timeout(PATIENCE):
                    producer = await self._ready()
                    await producer.send_and_wait(topic, value, key)
                    return
            except (TimeoutError, KafkaError, OSError):
                await self.close()
                await asyncio.sleep(PAUSE)

    async def close(self) -> None:
        producer, self._producer = self._producer, None
        if producer:
            with suppress(TimeoutError, KafkaError, OSError):
                async with asyncio.timeout(PATIENCE):
                    await producer.stop()

    async def _ready(self) -> AIOKafkaProducer:
        if self._producer is None:
            self._producer = AIOKafkaProducer(**self._login, acks="all")
            await self._producer.start()
        return self._producer
