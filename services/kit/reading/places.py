"""A handler runs in a place; while it waits for its turn, others may have that."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

PATIENCE = 2.0
"""Seconds that somebody outside any place waits for a turn."""

_mine: ContextVar[asyncio.Semaphore | None] = ContextVar("places", default=None)


@asynccontextmanager
async def place_of(places: asyncio.Semaphore) -> AsyncIterator[None]:
    """Runs what is inside in one of the places."""
    async with places:
        mark = _mine.set(places)
        try:
            yield
        finally:
            _mine.reset(mark)


async def take(lock: asyncio.Lock) -> bool:
    """Acquires the lock; waiting for it takes no place.

    Whoever has a place never waits for a lock in it, so the one with the lock gets a
    place again. Outside any place, where a person waits: False after `PATIENCE`.
    """
    places = _mine.get()
    if places is None:
        return await _soon(lock)
    places.release()
    try:
        await lock.acquire()
    except BaseException:
        await places.acquire()
        raise
    try:
        await places.acquire()
    except BaseException:
        lock.release()
        raise
    return True


async def _soon(lock: asyncio.Lock) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await lock.acquire()
    except TimeoutError:
        return False
