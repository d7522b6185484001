"""A costly answer is told again for a while; a cheap one is always new."""

import asyncio

import pytest

from services.kit.errors import Unavailable
from services.routing.store.renewing import OLDEST, QUICK, REST, Renewing


class Costly:
    """The number of the finding; each takes `cost` seconds of a clock of its own."""

    def __init__(self, cost):
        self.cost = cost
        self.now = 0.0
        self.found = 0
        self.away = False
        self.go = asyncio.Event()
        self.go.set()
        self.renewing = Renewing(self.find, lambda: self.now)

    async def find(self):
        await self.go.wait()
        if self.away:
            raise Unavailable("the database")
        self.now += self.cost
        self.found += 1
        return self.found

    async def ask(self, after=0.0):
        self.now += after
        answer = await self.renewing.value()
        await asyncio.sleep(0)
        return answer


async def test_what_is_quick_is_found_again_and_waited_for():
    costly = Costly(cost=QUICK / 2)

    assert [await costly.ask(after=1) for _ in range(3)] == [1, 2, 3]


async def test_it_rests_for_a_multiple_of_what_it_took():
    costly = Costly(cost=QUICK / 2)
    rest = REST * costly.cost

    assert [await costly.ask(), await costly.ask(after=rest / 2)] == [1, 1]
    assert await costly.ask(after=rest) == 2


@pytest.mark.parametrize("cost", [0.5, 10])
async def test_what_is_slow_is_renewed_beside(cost):
    costly = Costly(cost)
    rest = min(REST * cost, OLDEST / 2)

    assert [await costly.ask(), await costly.ask(after=rest)] == [1, 1]
    assert await costly.ask() == 2


@pytest.mark.parametrize("cost", [0.5, 10])
async def test_nothing_is_told_that_is_too_old(cost):
    costly = Costly(cost)
    await costly.ask()

    assert await costly.ask(after=OLDEST) == 2


async def test_however_many_ask_it_is_found_once():
    costly = Costly(cost=0.5)
    costly.go.clear()
    asking = [asyncio.create_task(costly.renewing.value()) for _ in range(5)]
    await asyncio.sleep(0)
    asking[0].cancel()
    costly.go.set()
    answers = await asyncio.gather(*asking, return_exceptions=True)

    assert answers[1:] == [1, 1, 1, 1]


async def test_what_goes_wrong_is_told_and_tried_again():
    costly = Costly(cost=0.5)
    costly.away = True
    with pytest.raises(Unavailable):
        await costly.ask()
    costly.away = False

    assert await costly.ask() == 1


async def test_what_goes_wrong_beside_hurts_nobody():
    costly = Costly(cost=0.5)
    await costly.ask()
    costly.away = True

    assert await costly.ask(after=REST * 0.5) == 1
    assert await costly.ask() == 1
