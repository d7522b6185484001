"""Order per topic and key; an offset is offered only behind finished handlers."""

import asyncio

import pytest

from services.kit.reading.lanes import Hole, Lanes
from tests.kit.reading.world import CASES, received, turns

HERE = (CASES, 0)


class Handling:
    """Handlers that end when they are told to."""

    def __init__(self, **limits: int) -> None:
        self.gates: dict[int, asyncio.Event] = {}
        self.started: list[int] = []
        self.ended: list[int] = []
        self.broken: list[Exception] = []
        self.lanes = Lanes(self._handle, self.broken.append, **limits)
        self.lanes.begin({HERE: 0})

    async def admit(self, *keys: str) -> None:
        first = self.lanes.read_to[HERE]
        for offset, key in enumerate(keys, start=first):
            await self.lanes.admit(received(offset, key))
        await turns()

    async def end(self, *offsets: int) -> None:
        for offset in offsets:
            self.gates.setdefault(offset, asyncio.Event()).set()
        await turns()

    async def _handle(self, event) -> None:
        self.started.append(event.offset)
        await self.gates.setdefault(event.offset, asyncio.Event()).wait()
        self.ended.append(event.offset)


async def test_an_offset_waits_for_every_earlier_one():
    handling = Handling()
    await handling.admit("a", "b", "c")

    await handling.end(1, 2)
    assert handling.lanes.finished() == {}

    await handling.end(0)
    assert handling.lanes.finished() == {HERE: 3}


async def test_what_was_committed_is_not_offered_again():
    handling = Handling()
    await handling.admit("a", "b")
    await handling.end(0)
    handling.lanes.committed(handling.lanes.finished())

    assert handling.lanes.finished() == {}
    await handling.end(1)
    assert handling.lanes.finished() == {HERE: 2}


async def test_a_commit_that_failed_is_offered_again():
    handling = Handling()
    await handling.admit("a")
    await handling.end(0)

    assert handling.lanes.finished() == handling.lanes.finished() == {HERE: 1}


async def test_events_of_one_key_never_overtake():
    handling = Handling()
    await handling.admit("same", "same", "other")

    assert handling.started == [0, 2]
    await handling.end(0)
    assert handling.started == [0, 2, 1]


async def test_the_same_key_on_another_topic_is_another_lane():
    handling = Handling()
    handling.lanes.begin({HERE: 0, ("routing.tasks", 0): 7})
    await handling.admit("same")
    await handling.lanes.admit(received(7, "same", "routing.tasks"))
    await turns()

    assert handling.started == [0, 7]


async def test_what_waits_for_a_slow_key_takes_no_place():
    handling = Handling(places=2)
    await handling.admit("slow", "slow", "slow", "quick", "brisk")

    assert handling.started == [0, 3]
    await handling.end(3)
    assert handling.started == [0, 3, 4]


async def test_admission_waits_when_there_is_no_room():
    handling = Handling(room=2)
    await handling.admit("a", "a")
    third = asyncio.create_task(handling.admit("b"))
    await turns()

    assert handling.lanes.is_full
    assert not third.done()
    await handling.end(0)
    await third
    assert handling.started == [0, 1, 2]


async def test_a_gap_in_the_offsets_is_a_hole():
    handling = Handling()
    await handling.admit("a")

    with pytest.raises(Hole, match="1 expected, 2 came"):
        await handling.lanes.admit(received(2, "a"))
    with pytest.raises(Hole):
        await handling.lanes.admit(received(3, "a"))


async def test_a_hole_takes_no_room():
    handling = Handling(room=1)
    for _ in range(3):
        with pytest.raises(Hole):
            await handling.lanes.admit(received(2, "a"))

    assert not handling.lanes.is_full


async def test_a_gap_before_the_first_event_is_a_hole_too():
    handling = Handling()

    with pytest.raises(Hole, match="0 expected, 5 came"):
        await handling.lanes.admit(received(5, "a"))


async def test_a_gap_in_the_log_itself_is_stepped_over():
    handling = Handling()
    await handling.admit("a")
    handling.lanes.skip(HERE, 1, 3)
    handling.lanes.skip(HERE, 1, 9)
    await handling.admit("b")
    await handling.end(0, 3)

    assert handling.lanes.finished() == {HERE: 4}


async def test_an_event_of_an_earlier_assignment_is_not_ours():
    handling = Handling()
    await handling.lanes.give_up(patience=1)
    await handling.lanes.admit(received(0, "a"))
    await turns()

    assert handling.started == []


async def test_what_is_no_longer_ours_is_not_counted():
    handling = Handling()
    handling.lanes.begin({("routing.tasks", 0): 7})

    assert handling.lanes.read_to == {("routing.tasks", 0): 7}


async def test_reading_again_from_an_earlier_offset_counts_from_there():
    handling = Handling()
    await handling.admit("a", "b")
    handling.lanes.begin({HERE: 0})
    await handling.end(0, 1)
    assert handling.lanes.finished() == {}

    await handling.admit("a")
    assert handling.lanes.finished() == {HERE: 1}


async def test_a_lane_whose_handler_raised_stands_still_and_says_so():
    broken: list[Exception] = []
    started: list[int] = []

    async def handle(event) -> None:
        started.append(event.offset)
        raise RuntimeError

    lanes = Lanes(handle, broken.append)
    lanes.begin({HERE: 0})
    await lanes.admit(received(0))
    await lanes.admit(received(1))
    await turns()

    assert (started, len(broken), lanes.finished()) == ([0], 1, {})


async def test_a_handler_that_cancels_itself_is_no_finished_handler():
    broken: list[Exception] = []

    async def handle(event) -> None:
        raise asyncio.CancelledError

    lanes = Lanes(handle, broken.append)
    lanes.begin({HERE: 0})
    await lanes.admit(received(0))
    await turns()

    assert (len(broken), lanes.finished()) == (1, {})


async def test_work_of_our_own_keeps_the_order_of_its_lane():
    handling = Handling()
    ran: list[str] = []

    async def work() -> None:
        ran.append("work")

    await handling.admit("a", "b")
    lane = received(0, "a").lane
    assert handling.lanes.insert(lane, HERE, work)
    assert not handling.lanes.insert(lane, HERE, work)
    await turns()
    assert ran == []

    await handling.end(0)
    assert ran == ["work"]
    assert handling.lanes.finished() == {HERE: 1}


async def test_work_in_a_partition_of_somebody_else_is_refused():
    handling = Handling()

    assert not handling.lanes.insert((CASES, b"a"), (CASES, 5), turns)
