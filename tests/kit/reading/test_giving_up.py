"""Partitions that are taken away, or given back at the end."""

import asyncio

from services.kit.reading.lanes import Lanes
from tests.kit.reading.test_lanes import HERE, Handling
from tests.kit.reading.world import received, turns


async def test_running_handlers_are_awaited_and_counted():
    handling = Handling()
    await handling.admit("a")
    giving_up = asyncio.create_task(handling.lanes.give_up(patience=10))
    await turns()
    await handling.end(0)

    assert await giving_up == {HERE: 1}
    assert handling.lanes.finished() == {}


async def test_what_has_not_begun_is_forgotten_at_once():
    handling = Handling()
    await handling.admit("a", "a")
    giving_up = asyncio.create_task(handling.lanes.give_up(patience=10))
    await turns()
    await handling.end(0)

    assert await giving_up == {HERE: 1}
    assert handling.started == [0]


async def test_a_handler_that_outlives_the_patience_is_cancelled():
    handling = Handling()
    await handling.admit("a", "b")
    await handling.end(0)

    assert await handling.lanes.give_up(patience=0.01) == {HERE: 1}
    assert handling.ended == [0]


async def test_a_handler_that_will_not_be_cancelled_counts_for_nothing():
    ends, stubborn = asyncio.Event(), asyncio.Event()

    async def handle(event) -> None:
        while not ends.is_set():
            try:
                await ends.wait()
            except asyncio.CancelledError:
                stubborn.set()

    lanes = Lanes(handle, lambda error: None)
    lanes.begin({HERE: 0})
    await lanes.admit(received(0))
    await turns()
    giving_up = asyncio.create_task(lanes.give_up(patience=0))
    await stubborn.wait()
    lanes.begin({HERE: 0})
    ends.set()

    assert await giving_up == {}
    assert lanes.finished() == {}


async def test_whoever_waits_for_room_goes_home():
    handling = Handling(room=1)
    await handling.admit("a")
    waiting = [asyncio.create_task(handling.lanes.admit(received(1))) for _ in "xy"]
    await turns()
    await handling.lanes.give_up(patience=0)
    await asyncio.gather(*waiting)

    assert handling.started == [0]
    assert handling.lanes.read_to == {}
