"""A handler runs in a place; while it waits for its turn, others may have that."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

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


@asynccontextmanager
async def turn(lock: asyncio.Lock) -> AsyncIterator[None]:
    """Holds the lock; waiting for it takes no place.

    Whoever has a place never waits for a lock in it, so the one with the lock gets a
    place again.
    """
    places = _mine.get()
    if places is None:
        async with lock:
            yield
        return
    places.release()
    try:
        await lock.acquire()
    except BaseException:
        await places.acquire()
        raise
    try:
        await places.acquire()
        yield
    finally:
        lock.release()
