"""What an operator dropped is missing for good, and holds nobody's feed."""

import asyncio

from services.kit.reading.parking.operating import drop
from services.kit.reading.parking.parked import Parked, State
from services.kit.reading.received import Received
from services.kit.testing.clock import MONDAY
from tests.routing.feed.rows import TASKS, numbers, row
from tests.routing.feed.test_reading import BEGINNING


def failed(offset, since=None, state=State.PARKED):
    received = Received(*TASKS, offset, b"k", b"{}", since=since)
    return Parked(received, state, "bug", "", MONDAY)


async def dropped(parked, *events):
    for each in events:
        await parked.put(each)
        await drop(parked, each.id, by="op", why="never was a document")


async def test_the_feed_goes_on_behind_what_was_dropped(feed, rows, parked):
    await parked.put(failed(1))
    await rows.add([row(0), row(2), row(3)])
    page = await feed.page(BEGINNING, 10)
    assert (numbers(page), page.interrupted) == ([0], True)

    await dropped(parked, failed(1))
    page = await feed.page(page.next, 10)
    assert (numbers(page), page.interrupted) == ([2, 3], False)


async def test_what_still_waits_holds_it_whatever_was_dropped_around(
    feed, rows, parked
):
    await dropped(parked, failed(1), failed(3, since=0))
    await parked.put(failed(2, state=State.QUEUED))
    await rows.add([row(0), row(4)])
    page = await feed.page(BEGINNING, 10)
    assert (numbers(page), page.interrupted) == ([0], True)

    await dropped(parked, failed(2))
    assert numbers(await feed.page(page.next, 10)) == [4]


async def test_a_log_that_began_with_what_was_dropped_is_read(feed, rows, parked):
    await dropped(parked, failed(500, since=0))
    await rows.add([row(501)])

    assert numbers(await feed.page(BEGINNING, 10)) == [501]


async def test_whoever_waits_is_answered_as_soon_as_it_is_dropped(feed, rows, parked):
    await parked.put(failed(0))
    await rows.add([row(1)])
    asking = asyncio.create_task(feed.next(BEGINNING, 10, wait=20.0))
    await asyncio.sleep(0.05)
    assert not asking.done()
    await dropped(parked, failed(0))
    async with asyncio.timeout(5):
        assert numbers(await asking) == [1]
