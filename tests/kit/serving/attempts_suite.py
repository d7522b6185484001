"""What counts attempts must do; that in memory and that on MongoDB run it."""

import asyncio
from datetime import timedelta

from services.kit.serving.attempts import Attempts
from services.kit.testing.clock import MONDAY

HOUR = timedelta(hours=1)


class AttemptsSuite:
    async def test_above_the_limit_there_is_no_more(self, attempts: Attempts):
        taken = [await attempts.take({"a": 2, "b": 9}, MONDAY) for _ in range(3)]

        assert taken == [True, True, False]
        assert await attempts.take({"b": 9}, MONDAY)

    async def test_many_at_once_do_not_get_through(self, attempts: Attempts):
        taken = await asyncio.gather(
            *(attempts.take({"a": 3}, MONDAY) for _ in range(20))
        )

        assert sum(taken) == 3

    async def test_what_is_given_back_was_no_attempt(self, attempts: Attempts):
        for _ in range(5):
            assert await attempts.take({"a": 1}, MONDAY)
            await attempts.give_back(["a"], MONDAY)

    async def test_the_next_hour_begins_anew(self, attempts: Attempts):
        await attempts.take({"a": 0}, MONDAY)

        assert await attempts.take({"a": 1}, MONDAY + HOUR)
