"""One real service in this process, and the rest of the city as Kafka clients."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import TypeVar
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import TopicAuthorizationFailedError
from fastapi import FastAPI

from contracts.envelope import Payload, event
from contracts.topics import decode, encode, topics_of
from deploy.local.stack import Stack
from services.kit.running.clock import utc_now
from services.kit.sealing.readers import Opener, Sealer
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue

T = TypeVar("T")
PATIENCE = 120.0
MEDIATOR = "demo-mediator"
"""A login of the city's roster."""


class Live:
    def __init__(self, stack: Stack, app: FastAPI) -> None:
        self.stack = stack
        self.app = app
        self.sealer = Sealer(stack.places.keys)
        self._sequence = count(1)
        self._said: list[tuple[str, str, bytes, bytes]] = []

    def opener(self, service: str) -> Opener:
        private = self.stack.places.secrets / service / "private.jwk"
        return Opener(private.read_text())

    def bearer(
        self,
        *roles: str,
        area: str = "9901",
        subject: str | None = None,
        department: str | None = None,
    ) -> dict[str, str]:
        private = (self.stack.places.secrets / "tokens.jwk").read_text()
        usual = MEDIATOR if "mediator" in roles else "tester"
        caller = Principal(
            subject=subject or usual,
            roles=frozenset(roles),
            area=area,
            department=department,
        )
        token = issue(private, caller)
        return {"Authorization": f"Bearer {token}"}

    @asynccontextmanager
    async def http(self) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://city.example"
        ) as client:
            yield client

    async def say(self, writer: str, *facts: Payload) -> None:
        """Publishes as `writer` does: to every topic of the fact, keyed by the case."""
        login = self.stack.login(writer).for_aiokafka()
        async with AIOKafkaProducer(**login) as producer:
            for fact in facts:
                number = next(self._sequence)
                source = f"/{writer}/tests/{fact.case_id}"
                letter = encode(event(fact, source, number, utc_now(), None))
                for topic in topics_of(fact):
                    key = fact.case_id.encode()
                    await _sent(producer, topic, letter, key)
                    self._said.append((writer, topic, letter, key))

    async def repeat(self) -> None:
        """Says everything again, as a reader sees it that starts from the beginning."""
        for writer, topic, letter, key in self._said:
            login = self.stack.login(writer).for_aiokafka()
            async with AIOKafkaProducer(**login) as producer:
                await _sent(producer, topic, letter, key)

    async def heard(
        self, reader: str, topic: str, case_id: str, until: int
    ) -> list[Payload]:
        """The first `until` facts of the case there, as `reader` sees them.

        What other tests have left under other keys may be anything.
        """
        login = self.stack.login(reader).for_aiokafka()
        consumer = AIOKafkaConsumer(
            topic,
            group_id=f"tongban-{reader}-{uuid4().hex}",
            auto_offset_reset="earliest",
            **login,
        )
        facts: list[Payload] = []
        async with consumer, asyncio.timeout(PATIENCE):
            async for record in consumer:
                if record.key == case_id.encode():
                    facts.append(decode(record.value).data)
                if len(facts) == until:
                    break
        return facts


async def _sent(
    producer: AIOKafkaProducer, topic: str, letter: bytes, key: bytes
) -> None:
    """A broker that has just been told who may write needs a moment to know it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await producer.send_and_wait(topic, letter, key)
            except TopicAuthorizationFailedError:
                await asyncio.sleep(0.1)
            else:
                return


@asynccontextmanager
async def living(stack: Stack, app: FastAPI) -> AsyncIterator[Live]:
    async with app.router.lifespan_context(app):
        yield Live(stack, app)


async def eventually(
    look: Callable[[], Awaitable[T]], good: Callable[[T], object] = bool
) -> T:
    """What `look` finds once it is good; `TimeoutError` shows what it found instead."""
    found: object = "nothing"
    try:
        async with asyncio.timeout(PATIENCE):
            while not good(found := await look()):
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise TimeoutError(f"seen last: {found!r:.2000}") from None
    return found
