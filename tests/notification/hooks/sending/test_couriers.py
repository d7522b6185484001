"""A queue with places of its own for each endpoint, and a breaker before them."""

import asyncio

from services.kit.errors import Unavailable
from services.notification.hooks.sending.couriers import (
    FIRST_REST,
    LONGEST_REST,
    MOST,
    OPENS_AFTER,
    Breaker,
    Courier,
)
from tests.notification.hooks.world import BAD, GOOD


class Steps:
    def __init__(self, answer=GOOD):
        self.answer, self.done, self.open = answer, [], asyncio.Event()
        self.at_once = self.most = 0

    async def __call__(self, id, endpoint_id):
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.open.wait()
        self.at_once -= 1
        self.done.append(id)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def idle(courier: Courier):
    while courier.running:
        await asyncio.wait(courier.running)
        await asyncio.sleep(0)


def test_after_some_failures_in_a_row_only_one_goes_at_a_time_with_rests():
    breaker = Breaker(places=4)
    for _ in range(OPENS_AFTER):
        assert breaker.free(0.0) == 4
        breaker.heard(BAD, 0.0)

    assert breaker.free(FIRST_REST - 1) == 0
    assert breaker.free(FIRST_REST) == 1
    breaker.heard(GOOD, FIRST_REST)
    assert breaker.free(FIRST_REST) == 4


def test_rests_grow_and_end():
    breaker, now = Breaker(places=4), 0.0
    for _ in range(40):
        breaker.heard(BAD, now)
        assert breaker.rests_until - now <= LONGEST_REST
        now = max(now, breaker.rests_until)

    assert now > 10 * LONGEST_REST


async def test_no_more_than_its_places_are_on_their_way():
    steps = Steps()
    courier = Courier("e", steps, Breaker(places=3))
    courier.offer([str(number) for number in range(10)])
    await asyncio.sleep(0)
    steps.open.set()
    await idle(courier)

    assert steps.most == 3
    assert steps.done == [str(number) for number in range(10)]


async def test_what_is_in_hand_is_not_taken_again_and_a_queue_has_an_end():
    steps = Steps()
    courier = Courier("e", steps, Breaker(places=1))
    courier.offer(["a", "a"])
    courier.offer(["a", *map(str, range(2 * MOST))])

    assert len(courier.queue) == MOST
    steps.open.set()
    await idle(courier)
    assert steps.done.count("a") == 1


async def test_a_database_that_is_away_is_a_short_rest():
    steps = Steps(Unavailable())
    steps.open.set()
    now = 0.0
    courier = Courier("e", steps, Breaker(places=1), clock=lambda: now)
    courier.offer(["a", "b"])
    await idle(courier)
    assert steps.done == ["a"]

    now, steps.answer = 2.0, GOOD
    courier.go()
    await idle(courier)
    assert steps.done == ["a", "b"]
