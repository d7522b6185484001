"""One poisoned case never stops the city, and nothing of it is lost."""

from dataclasses import replace

import pytest

from contracts.topics import read_by
from services.kit.errors import Rejected
from services.kit.reading.parking.operating import (
    drop,
    list_all,
    list_parked,
    list_rejected,
    request_release,
    show,
)
from services.kit.reading.parking.parked import Parked, State
from services.kit.reading.received import Received
from services.kit.testing.clock import MONDAY
from tests.kit.reading.world import CASES, World, received, turns

POISON = b"?"


def place(offset: int) -> str:
    return f"{CASES}/0/{offset}"


def restarted(world: World, offset: int = 0) -> World:
    """Another process on the same store, which reads again from `offset`."""
    again = World(read_by("routing", ("housing",)), world.store)
    again.on_case = world.on_case
    again.begin(offset)
    return again


class Bug:
    """Strikes at these sequences until it is fixed."""

    def __init__(self, *offsets: int) -> None:
        self.strikes = set(offsets)

    def __call__(self, arrival) -> None:
        if arrival.event.sequence - 1 in self.strikes:
            raise RuntimeError


@pytest.fixture
async def parked(world) -> World:
    """0 has met a bug; 1 and 2 wait behind it."""
    world.on_case = Bug(0)
    world.begin()
    await world.receive(received(0), received(1), received(2))
    return world


async def test_released_events_run_in_order_then_normal_flow_goes_on(parked):
    parked.on_case.strikes.clear()
    await request_release(parked.store, place(0), by="op")
    await parked.look()
    await parked.receive(received(3))

    assert parked.handled == [0, 1, 2, 3]
    assert set(parked.states().values()) == {State.RELEASED}


async def test_nothing_flows_before_somebody_asks(parked):
    parked.on_case.strikes.clear()
    await parked.look()

    assert parked.handled == []


async def test_what_comes_during_a_release_comes_after_it(parked):
    parked.on_case.strikes.clear()
    await request_release(parked.store, place(0), by="op")
    await parked.release.look()
    await parked.receive(received(3))
    await turns(100)

    assert parked.handled == [0, 1, 2, 3]


async def test_failing_again_parks_again(parked):
    await request_release(parked.store, place(0), by="op")
    await parked.look()
    await parked.receive(received(3))

    assert parked.handled == []
    assert parked.states()[0] is State.PARKED
    await request_release(parked.store, place(0), by="op")


async def test_another_one_failing_parks_at_that_place(parked):
    parked.on_case = Bug(1)
    await request_release(parked.store, place(0), by="op")
    await parked.look()

    assert parked.handled == [0]
    assert parked.states() == {
        0: State.RELEASED,
        1: State.PARKED,
        2: State.QUEUED,
    }


async def test_a_dropped_event_is_left_out_and_the_rest_flows(parked):
    await drop(parked.store, place(0), by="op", why="a test case of the clerk's")
    await parked.look()

    assert parked.handled == [1, 2]
    record = await show(parked.store, place(0))
    assert (record.state, record.settled.by) == (State.DROPPED, "op")
    assert record.settled.why == "a test case of the clerk's"


async def test_a_key_whose_every_event_was_dropped_is_open_again(world):
    world.begin()
    await world.receive(received(0, value=POISON))
    await drop(world.store, place(0), by="op", why="noise")
    await world.look()
    await world.receive(received(1))

    assert world.handled == [1]
    assert world.states() == {0: State.DROPPED}


async def test_an_event_that_came_just_after_the_last_was_dropped_flows(world):
    world.begin()
    await world.receive(received(0, value=POISON))
    await drop(world.store, place(0), by="op", why="noise")
    await world.receive(received(1))
    await world.look()

    assert world.handled == [1]


@pytest.mark.parametrize("why", ["", "  "])
async def test_dropping_needs_a_reason(parked, why):
    with pytest.raises(Rejected, match="reason-missing"):
        await drop(parked.store, place(0), by="op", why=why)


async def test_what_is_being_released_cannot_be_dropped(parked):
    await request_release(parked.store, place(0), by="op")

    with pytest.raises(Rejected, match="not-to-drop"):
        await drop(parked.store, place(0), by="op", why="late")


async def test_only_what_holds_its_key_can_be_released(parked):
    with pytest.raises(Rejected, match="not-to-release"):
        await request_release(parked.store, place(1), by="op")
    with pytest.raises(Rejected, match="not-parked"):
        await request_release(parked.store, place(9), by="op")


async def test_a_fact_of_the_city_that_was_refused_is_seen_until_it_is_dropped(parked):
    said = Received("intake.cases", 0, 70, b"k", b"{}")
    garbage = replace(said, topic="departments.housing.replies")
    for each in (said, garbage):
        await parked.store.put(refused(each))
    assert [each.id for each in await list_rejected(parked.store)] == [said.id]

    await drop(parked.store, said.id, by="op", why="seen to")
    assert await list_rejected(parked.store) == []


def refused(event):
    return Parked(event, State.RECORDED, "rejected", "no-such-area", MONDAY)


async def test_an_operator_sees_what_waits_and_what_became_of_it(parked):
    await drop(parked.store, place(2), by="op", why="double")

    waiting = {each.id for each in await list_parked(parked.store)}
    assert waiting == {place(0), place(1)}
    assert len(await list_all(parked.store)) == 3


async def test_a_new_process_knows_which_keys_are_parked(parked):
    again = restarted(parked, 3)
    again.on_case.strikes.clear()
    await again.receive(received(3), received(4, "other"))

    assert again.handled == [4]
    assert again.states()[3] is State.QUEUED


async def test_a_new_process_drains_what_was_released_though_nothing_arrives(parked):
    parked.on_case.strikes.clear()
    await request_release(parked.store, place(0), by="op")
    again = restarted(parked, offset=3)
    await again.look()

    assert again.handled == [0, 1, 2]


async def test_a_repeat_is_neither_run_nor_parked_twice(parked):
    again = restarted(parked)
    await again.receive(received(0), received(1), received(2), received(3))

    assert again.handled == []
    assert again.outcomes == ["queued"] * 4
    assert len(again.store.stored) == 4


async def test_a_repeat_of_what_was_released_is_not_run_again(parked):
    parked.on_case.strikes.clear()
    await request_release(parked.store, place(0), by="op")
    await parked.look()
    again = restarted(parked)
    await again.receive(received(0), received(1), received(2), received(3))

    assert again.handled == [3]


async def test_a_repeat_from_before_the_parked_one_is_not_queued(world):
    world.on_case = Bug(1)
    world.begin()
    await world.receive(received(0), received(1))
    again = restarted(world)
    await again.receive(received(0))

    assert again.handled == [0]
    assert again.states() == {1: State.PARKED}


async def test_a_crash_in_the_middle_of_a_release_neither_loses_nor_doubles(parked):
    parked.on_case.strikes.clear()
    await request_release(parked.store, place(0), by="op")
    parked.on_reached = _power_cut
    await parked.look()
    again = restarted(parked, 3)
    await again.receive(received(3))
    await again.look()

    assert parked.handled + again.handled == [0, 1, 2, 3]


def _power_cut(point: str) -> None:
    if point == "in-release":
        raise RuntimeError(point)
