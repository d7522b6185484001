"""Every provisional date is looked at once, whatever is wrong with another."""

import pytest

from services.kit.errors import Unavailable
from services.routing.recomputing import recomputed
from tests.routing.world import CASE


class Asked:
    """Knows which handlings have a provisional date."""

    def __init__(self, *ids):
        self.ids = ids

    async def provisional(self):
        for id in self.ids:
            yield id


class Faulty:
    """Handlings of which one cannot be changed."""

    def __init__(self, handlings, error):
        self.handlings, self.error = handlings, error

    async def command(self, id, *given):
        if id != CASE:
            raise self.error
        return await self.handlings.command(id, *given)


async def test_one_that_raises_does_not_keep_the_others_waiting(world):
    await world.accept()
    handlings = Faulty(world.handlings, ValueError("a bug"))

    assert await recomputed(handlings, Asked("broken", CASE), world.norms) == 2


async def test_while_mongodb_is_away_nothing_is_passed_over(world):
    handlings = Faulty(world.handlings, Unavailable("MongoDB"))

    with pytest.raises(Unavailable):
        await recomputed(handlings, Asked("broken", CASE), world.norms)
