"""Errors are named by the reaction they ask for."""

import pytest

from contracts.department import TaskReply
from services.kit.errors import Rejected, Unavailable
from services.kit.reading.parking.parked import State
from services.kit.reading.reactions import described
from tests.kit.reading.world import (
    CASES,
    REPLIES,
    accepted,
    as_bytes,
    case_id,
    received,
    turns,
)


def raising(*errors: Exception):
    """Raises one after the other, then nothing."""
    left = list(errors)

    def on_case(arrival) -> None:
        if left:
            raise left.pop(0)

    return on_case


def renamed(raw: bytes, type: str) -> bytes:
    return raw.replace(b"tongban.intake.case-accepted.v1", type.encode())


async def test_a_handled_event_leaves_no_record(world):
    world.begin()
    await world.receive(received(0))

    assert (world.handled, world.outcomes, world.states()) == ([0], ["done"], {})


async def test_a_newer_writers_event_is_skipped_and_counted(world):
    world.begin()
    newer = renamed(as_bytes(accepted()), "tongban.intake.case-blessed.v1")
    await world.receive(received(0, value=newer), received(1))

    assert world.outcomes == ["unknown", "done"]
    assert world.states() == {}


async def test_undecodable_bytes_park_the_key(world):
    world.begin()
    await world.receive(received(0, value=b"\xff"), received(1), received(2, "other"))

    assert world.handled == [2]
    assert world.states() == {0: State.PARKED, 1: State.QUEUED}


async def test_a_tombstone_is_unreadable(world):
    world.begin()
    tombstone = received(0)
    await world.receive(type(tombstone)(CASES, 0, 0, b"k", None))

    assert world.outcomes == ["unreadable"]


async def test_a_source_that_is_not_the_writers_is_unreadable(world):
    world.begin()
    forged = as_bytes(accepted(), source="/routing/cases/1")
    await world.receive(received(0, value=forged))

    assert world.outcomes == ["unreadable"]
    assert world.handled == []


@pytest.mark.parametrize("raw", [b"not json", as_bytes(accepted())])
async def test_an_outsiders_garbage_is_recorded_and_parks_nothing(world, raw):
    """Also a fact that only intake may state: it must not reach a handler."""
    world.begin(topic=REPLIES)
    await world.receive(
        received(0, topic=REPLIES, value=raw), received(1, topic=REPLIES, value=raw)
    )

    assert world.states() == {0: State.RECORDED, 1: State.RECORDED}
    assert world.handled == []
    assert world.strays == [0, 1]


async def test_an_answer_to_garbage_that_fails_leaves_the_record_and_goes_on(world):
    def fail() -> None:
        raise ValueError("a bug")

    world.on_stray = fail
    world.begin(topic=REPLIES)
    await world.receive(received(0, topic=REPLIES, value=b"not json"))

    assert world.states() == {0: State.RECORDED}


async def test_a_citys_own_garbage_is_answered_to_nobody(world):
    world.begin()
    await world.receive(received(0, value=b"not json"))

    assert world.strays == []


async def test_only_the_beginning_of_garbage_is_kept(world):
    world.begin(topic=REPLIES)
    await world.receive(received(0, topic=REPLIES, value=b"x" * 900_000))

    (record,) = world.store.stored.values()
    assert len(record.received.value) == 16_384


async def test_a_departments_source_is_not_looked_at(world):
    world.begin(topic=REPLIES)
    reply = TaskReply(
        case_id=case_id(1), task_id=case_id(2), department="housing", action="return"
    )
    raw = as_bytes(reply, source="/anything/at-all")
    await world.receive(received(0, topic=REPLIES, value=raw))

    assert world.outcomes == ["ignored"]


async def test_a_rejection_is_recorded_and_the_key_goes_on(world):
    world.on_case = raising(Rejected("too-late", "too late", "已过期"))
    world.begin()
    await world.receive(received(0), received(1))

    assert world.states() == {0: State.RECORDED}
    assert world.handled == [1]
    assert world.store.stored[f"{CASES}/0/0"].detail == "too-late"


async def test_what_is_unavailable_is_waited_for_with_growing_pauses(world):
    world.on_case = raising(*[Unavailable("down")] * 8)
    world.begin()
    await world.receive(received(0))
    await turns(60)

    assert world.pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    assert world.handled == [0]


async def test_a_bug_is_tried_three_times_then_its_key_is_parked(world):
    world.on_case = raising(*[KeyError("secret name")] * 3)
    world.begin()
    await world.receive(received(0), received(1))

    assert world.handled == []
    assert world.states() == {0: State.PARKED, 1: State.QUEUED}


async def test_a_bug_that_passes_leaves_no_trace(world):
    world.on_case = raising(KeyError(), KeyError())
    world.begin()
    await world.receive(received(0))

    assert (world.handled, world.states()) == ([0], {})


async def test_what_an_error_says_is_not_repeated(world):
    world.on_case = raising(*[ValueError("张三 139-0000-0000")] * 3)
    world.begin()
    await world.receive(received(0))

    (parked,) = world.store.stored.values()
    assert parked.detail.startswith("ValueError at ")
    assert "张三" not in parked.detail


async def test_an_unavailable_store_is_waited_for_before_the_offset_moves(world):
    world.begin()
    down = [Unavailable("down")] * 2
    put = world.store.put

    async def flaky(parked) -> None:
        if down:
            raise down.pop()
        await put(parked)

    world.store.put = flaky
    await world.receive(received(0, value=b"?"))

    assert world.states() == {0: State.PARKED}
    assert world.lanes.finished() == {(CASES, 0): 1}


def test_an_error_is_described_by_its_kind_and_place():
    try:
        raise KeyError("张三")
    except KeyError as error:
        words = described(error)

    assert words.startswith("KeyError at test_reactions.py:")
    assert "张三" not in words
