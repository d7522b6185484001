import pytest

from tests.routing.limits.steps import ruled


@pytest.fixture
async def transit(world):
    """Led by transport, which has signed, with urban-mgmt; due on Monday 9 March."""
    await world.accept(category="transit")
    await world.sign("transport")
    return world


@pytest.fixture
async def licence(world):
    """By law 20 working days, until Monday 30 March; market has signed."""
    await ruled(world, "licence", "market", kind="service", category="consumer")
    await world.sign("market")
    return world
