"""All simulated departments, each with its own login and key, on its own topics."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from contracts.topics import all_topics, department_of
from services.kit.sealing.readers import Opener, Sealer
from tools.access.installation import Installation
from tools.access.reading import every, places_of
from tools.demo.playing.departments import Letters, Office, Seen
from tools.demo.playing.directory import directory_of


class Offices:
    """Every department of the city that no service plays."""

    def __init__(self, installation: Installation, run: str, seen: Seen) -> None:
        self._installation = installation
        self._run = run
        self._seen = seen
        self._sealer = Sealer(installation.places.keys)
        self._directory = directory_of(installation.city)
        self._open: list[Callable[[], Any]] = []
        self._work: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Returns when each hears its topics; only what comes later is answered."""
        clients = self._installation.places.clients
        codes = [
            code
            for code in self._installation.departments
            if (clients / f"{code}.properties").exists()
        ]
        await asyncio.gather(*map(self._open_office, codes))

    @property
    def troubles(self) -> list[str]:
        over = (task for task in self._work if task.done() and not task.cancelled())
        return [repr(task.exception()) for task in over]

    async def close(self) -> None:
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        await asyncio.gather(*(close() for close in self._open))

    async def _open_office(self, code: str) -> None:
        login = self._installation.login(code)
        producer = AIOKafkaProducer(**login, acks="all", enable_idempotence=True)
        consumer = AIOKafkaConsumer(**login, enable_auto_commit=False)
        await producer.start()
        self._open.append(producer.stop)
        await consumer.start()
        self._open.append(consumer.stop)
        mine = (t for t in all_topics([code]) if department_of(t.name) == code)
        inbox = (topic for topic in mine if code in topic.readers)
        consumer.assign(places_of(inbox, every))
        await consumer.seek_to_end()
        opener = Opener(self._installation.key_of(code))
        letters = Letters(code, self._run, producer, self._seen)
        office = Office(letters, opener, self._sealer, self._directory)
        self._work.append(asyncio.create_task(_work(office, consumer)))


async def _work(office: Office, consumer: AIOKafkaConsumer) -> None:
    async with asyncio.TaskGroup() as errands:
        async for record in consumer:
            office.take(record, errands)
