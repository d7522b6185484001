"""What happened once goes on being looked at, higher and higher, until it is done."""

import pytest

from contracts.routing import TaskSupervised
from tests.routing.limits.steps import at, go


async def refused(world):
    await world.give_back("transport")
    await world.decide("transport", "dismissed")
    await world.sign("transport")


async def urged(world):
    await world.sign("transport")
    for _ in range(2):
        await world.urge()


async def reopened(world):
    await world.do_all()
    await world.reopen()
    await world.sign("transport")


HAPPENED = {"refused": refused, "urged": urged, "reopened": reopened}


@pytest.fixture(params=sorted(HAPPENED))
async def looked_at(world, request):
    """On Monday 2 March at 10:00: a quarter of 5 days is 2, three quarters are 4."""
    go(world, "Mon 2026-03-02 10:00")
    await world.accept(category="transit")
    await HAPPENED[request.param](world)
    return world, request.param


def told(world, reason):
    return [f.level for f in world.said(TaskSupervised) if f.reason == reason]


async def test_a_level_follows_the_other_while_it_is_not_done(looked_at):
    world, reason = looked_at
    for day, levels in (("Wed 2026-03-04", [1, 2]), ("Thu 2026-03-05", [1, 2, 3])):
        await at(world, f"{day} 18:00")
        assert told(world, reason) == levels


async def test_what_is_done_climbs_no_more(looked_at):
    world, reason = looked_at
    await world.do_all()
    await at(world, "Fri 2026-03-06 18:00")

    assert told(world, reason) == [1]
