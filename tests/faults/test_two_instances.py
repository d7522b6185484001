"""Two processes of each service, and partitions that go to and fro between them.

Routing reads three partitions of each department that has never said anything: a
partition without a commit. Their first messages come while partitions move.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import pytest_asyncio

from contracts.department import TaskReply
from contracts.envelope import Event
from contracts.topics import PLAYED_BY, encode
from tests.faults.looking.letters import AT_ONCE
from tests.faults.test_outsiders import OUTSIDER
from tests.faults.working.city import DEPARTMENTS, City
from tests.faults.working.instances import second
from tests.faults.working.replies import about_nothing, rejections
from tools.access.installation import SERVICES

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECONDS = tuple(f"{service}-second" for service in SERVICES)
BUSY = {*DEPARTMENTS, *PLAYED_BY, OUTSIDER}
A_ROUND = 4
KEYS = 9
"""Enough different keys to reach each of three partitions."""


class FirstWords:
    """Departments that say something for the first time, a few in each round."""

    def __init__(self, city: City) -> None:
        self._city = city
        codes = (c for c in city.installation.departments if c not in BUSY)
        self._silent: Iterator[str] = iter(codes)
        self.said: dict[str, list[Event[TaskReply]]] = {}

    async def some(self) -> None:
        for _, code in zip(range(A_ROUND), self._silent, strict=False):
            letters = [about_nothing(code, f"{code} {n}") for n in range(KEYS)]
            self.said[code] = letters
            topic = f"departments.{code}.replies"
            for letter in letters:
                key = letter.subject.encode()
                await self._city.post.send(topic, key, encode(letter))

    async def during(self, act: Callable[[str], object], *names: str) -> None:
        """Speaks while `act` is done to those processes."""
        await asyncio.gather(self._city.together(act, names), self.some())

    async def unanswered(self) -> list[Event[TaskReply]]:
        """Those that were not answered exactly once."""
        answers = await rejections(self._city, *self.said)
        letters = [letter for said in self.said.values() for letter in said]
        return [one for one in letters if len(answers.get(one.id, ())) != 1]


@pytest_asyncio.fixture(loop_scope="session")
async def seconds(city: City) -> AsyncIterator[tuple[str, ...]]:
    """Described and not started; stopped at the end."""
    for service in SERVICES:
        await asyncio.to_thread(city.stack.add, second(city.stack, service))
    yield SECONDS
    await city.together(city.stack.stop_part, SECONDS)


async def test_a_rebalance_storm_with_first_words_of_many(
    city: City, seconds: tuple[str, ...]
):
    stack, words = city.stack, FirstWords(city)
    async with city.flowing(40, pause=0.5) as flow:
        await words.during(stack.start_part, *seconds)
        await words.during(stack.kill, "intake-second", "notification-second")
        await words.during(stack.pause, "routing-second", "dispute-second")
        await words.during(stack.restart, "intake", "notification")
        await words.during(stack.resume, "routing-second", "dispute-second")
        await words.during(stack.stop_part, *seconds)
    await city.proven(flow, letters_in_flight=AT_ONCE)
    assert words.said
    assert not await words.unanswered()
