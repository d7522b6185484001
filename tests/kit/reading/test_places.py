"""Waiting for a turn takes no place, and gives back what it took when it ends."""

import asyncio

import pytest

from services.kit.reading.places import place_of, take


async def test_who_waits_for_a_turn_leaves_the_place_to_others() -> None:
    places, lock, ran = asyncio.Semaphore(1), asyncio.Lock(), asyncio.Event()
    await lock.acquire()

    async def waiting() -> None:
        async with place_of(places):
            await take(lock)
            ran.set()
            lock.release()

    task = asyncio.create_task(waiting())
    async with asyncio.timeout(5):
        while places.locked() or not lock._waiters:
            await asyncio.sleep(0)
        async with place_of(places):
            lock.release()
            await asyncio.sleep(0)
            assert not ran.is_set()
        await task

    assert ran.is_set()
    assert not lock.locked()
    assert not places.locked()


async def test_who_gives_up_waiting_takes_the_place_back_before_leaving_it() -> None:
    places, lock = asyncio.Semaphore(1), asyncio.Lock()
    async with lock:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0), place_of(places):
                await take(lock)

    assert places._value == 1


async def test_outside_any_place_a_turn_is_a_lock() -> None:
    lock = asyncio.Lock()
    await take(lock)

    assert lock.locked()
