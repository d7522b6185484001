"""A query code cannot be tried out, for one case or for many."""

from datetime import timedelta

import pytest

from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.serving.problems import Refused
from services.kit.testing.attempts import MemoryAttempts
from services.kit.testing.clock import MONDAY, StoppedClock
from services.notification.inbox.guard import HOUR, Guard

HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY)


@pytest.fixture
def guard(clock: StoppedClock) -> Guard:
    return Guard(MemoryAttempts(), Digests(new_secret()), clock, 2, 3)


async def test_one_case_cannot_be_tried_from_many_places(guard: Guard, clock):
    await guard.take("a case", HERE)
    await guard.take("a case", THERE)
    clock.advance(timedelta(minutes=45))

    with pytest.raises(Refused, match="too-many-guesses") as refused:
        await guard.take("a case", "192.0.2.3")
    assert refused.value.headers == {"Retry-After": "900"}
    clock.advance(HOUR)
    await guard.take("a case", HERE)


async def test_one_place_cannot_try_many_numbers(guard: Guard):
    for number in range(3):
        await guard.take(f"case {number}", HERE)

    with pytest.raises(Refused, match="too-many-guesses"):
        await guard.take("case 4", HERE)
    await guard.take("case 4", THERE)


async def test_who_was_right_may_come_as_often_as_they_like(guard: Guard):
    for _ in range(9):
        await guard.was_right(await guard.take("a case", HERE))
