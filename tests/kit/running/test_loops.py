"""What goes on beside the requests outlives its own faults, and reports them."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from services.kit.errors import Unavailable
from services.kit.running.loops import again_and_again, each_by_itself

AT_ONCE, NEVER = timedelta(0), timedelta(days=1)
ENOUGH = 10


class Rounds:
    """Raises or answers what it is given, one after the other; then it has ended."""

    def __init__(self, *outcomes: Exception | int | None) -> None:
        self.outcomes = list(outcomes)
        self.over = asyncio.Event()

    async def __call__(self) -> int | None:
        if not self.outcomes:
            self.over.set()
            return None
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def until_over(rounds: Rounds, every: timedelta, at_most: int | None = None):
    going = asyncio.create_task(again_and_again("letters", rounds, every, at_most))
    try:
        await asyncio.wait_for(rounds.over.wait(), ENOUGH)
    finally:
        going.cancel()


async def test_a_round_that_fails_is_reported_and_the_next_one_comes() -> None:
    rounds = Rounds(Unavailable("MongoDB is away"), ValueError("a bug"), None)
    with capture_logs() as lines:
        await until_over(rounds, AT_ONCE)

    said = [(line["event"], line["what"]) for line in lines]
    assert said == [("round_waits", "letters"), ("round_failed", "letters")]


async def test_a_full_round_is_followed_at_once() -> None:
    rounds = Rounds(3, 3)
    await until_over(rounds, NEVER, at_most=3)

    assert rounds.over.is_set()


async def test_any_other_round_is_followed_by_a_pause() -> None:
    rounds = Rounds(2, None)
    going = asyncio.create_task(again_and_again("letters", rounds, NEVER, 3))
    for _ in range(ENOUGH):
        await asyncio.sleep(0)
    going.cancel()

    assert rounds.outcomes == [None]


async def test_one_that_fails_keeps_no_other_waiting() -> None:
    settled: list[str] = []

    async def settle(id: str) -> None:
        if id == "b":
            raise ValueError("a bug")
        settled.append(id)

    with capture_logs() as lines:
        assert await each_by_itself("letter", ["a", "b", "c"], settle) == 2

    assert settled == ["a", "c"]
    assert [(line["what"], line["id"]) for line in lines] == [("letter", "b")]


async def test_what_is_away_is_away_for_all() -> None:
    async def away(id: str) -> None:
        raise Unavailable("MongoDB is away")

    with pytest.raises(Unavailable):
        await each_by_itself("letter", ["a", "b"], away)
