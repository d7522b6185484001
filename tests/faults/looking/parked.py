"""What an operator does about parked events, here by the functions behind the CLI."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from services.kit.reading.parking.operating import (
    drop,
    list_all,
    parked_in,
    request_release,
)
from services.kit.reading.parking.parked import Parked, ParkedStore, State
from tests.faults.working.city import City
from tests.faults.working.machines import PATIENCE
from tools.cli.databases import database

WHO = "operator-faults"
EVERYTHING = 10_000


@asynccontextmanager
async def kept_by(city: City, service: str) -> AsyncIterator[ParkedStore]:
    async with database(city.installation, service) as found:
        yield parked_in(found)


async def about(city: City, service: str, key: str) -> list[Parked]:
    """Everything of that Kafka key that was ever set aside, newest first."""
    async with kept_by(city, service) as store:
        rows = await list_all(store, EVERYTHING)
    return [row for row in rows if row.received.key == key.encode()]


async def recorded_on(city: City, service: str, topic: str) -> list[Parked]:
    """What nothing waits for, but somebody should see."""
    async with kept_by(city, service) as store:
        rows = await list_all(store, EVERYTHING)
    of_topic = (row for row in rows if row.received.topic == topic)
    return [row for row in of_topic if row.state is State.RECORDED]


async def heads(city: City, service: str, key: str) -> list[Parked]:
    rows = await about(city, service, key)
    return [row for row in rows if row.holds]


async def queued(city: City, service: str, key: str) -> list[Parked]:
    rows = await about(city, service, key)
    return [row for row in rows if row.state is State.QUEUED]


async def until_some(look: Callable[[], Awaitable[list[Parked]]]) -> list[Parked]:
    async with asyncio.timeout(PATIENCE):
        while not (rows := await look()):
            await asyncio.sleep(0.2)
    return rows


async def released(city: City, service: str, row: Parked) -> None:
    async with kept_by(city, service) as store:
        await request_release(store, row.id, WHO)


async def dropped(city: City, service: str, row: Parked) -> None:
    async with kept_by(city, service) as store:
        await drop(store, row.id, WHO, "planted by a fault test")
