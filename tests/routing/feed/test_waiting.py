"""Waiting costs nothing, and ends as soon as there is something."""

import asyncio

import pytest

from services.kit.errors import Unavailable
from services.kit.testing.parked import MemoryParked
from services.routing.feed.bells import Bells
from services.routing.feed.reading import Feed
from tests.routing.feed.rows import DEPARTMENT, numbers, row
from tests.routing.feed.test_reading import BEGINNING

LONG = 20.0


@pytest.fixture
def quiet(rows):
    """Sees only what this process keeps."""
    return Feed(rows, Bells(rows.ends, every=LONG), MemoryParked().left_out)


async def arrives(rows, ring, *some):
    await asyncio.sleep(0.02)
    await rows.add(some)
    ring()


async def test_what_arrives_here_is_answered_at_once(quiet, rows):
    coming = arrives(rows, lambda: quiet.bells.ring(DEPARTMENT), row(0))
    async with asyncio.timeout(LONG / 2):
        page, _ = await asyncio.gather(quiet.next(BEGINNING, 10, LONG), coming)

    assert numbers(page) == [0]


async def test_what_another_process_kept_is_seen_soon(feed, rows):
    coming = arrives(rows, lambda: None, row(0))
    page, _ = await asyncio.gather(feed.next(BEGINNING, 10, LONG), coming)

    assert numbers(page) == [0]


async def test_what_another_process_fills_in_is_seen_soon(quiet, rows):
    await rows.add([row(1)])
    coming = arrives(rows, lambda: None, row(0))
    page, _ = await asyncio.gather(quiet.next(BEGINNING, 10, LONG), coming)

    assert numbers(page) == [0, 1]


async def test_nothing_comes_and_the_time_is_over(feed):
    page = await feed.next(BEGINNING, 10, 0.05)

    assert page.documents == ()
    assert page.next == BEGINNING


async def test_many_who_wait_look_together(rows):
    feed = Feed(rows, Bells(rows.ends, every=0.05), MemoryParked().left_out)
    await asyncio.gather(*(feed.next(BEGINNING, 10, 0.3) for _ in range(200)))

    assert rows.looks < 3 * 200


async def test_nobody_looks_when_nobody_waits(feed, rows):
    await feed.next(BEGINNING, 10, 0.05)
    looked = rows.looks
    await asyncio.sleep(0.05)

    assert rows.looks == looked


async def test_what_cannot_be_seen_is_looked_for_again(rows):
    times = iter([Unavailable("away")])

    async def ends(department):
        for error in times:
            raise error
        return await rows.ends(department)

    feed = Feed(rows, Bells(ends, every=0.01), MemoryParked().left_out)
    coming = arrives(rows, lambda: None, row(0))
    page, _ = await asyncio.gather(feed.next(BEGINNING, 10, LONG), coming)

    assert numbers(page) == [0]


async def test_at_the_end_everybody_goes_home(quiet):
    waiting = [asyncio.create_task(quiet.next(BEGINNING, 9, LONG)) for _ in range(9)]
    await asyncio.sleep(0.02)
    quiet.bells.stop()
    async with asyncio.timeout(LONG / 2):
        await asyncio.gather(*waiting)
        assert (await quiet.next(BEGINNING, 9, LONG)).documents == ()
