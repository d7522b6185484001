"""One platform, and one city at work on it, for all faults."""

from collections.abc import AsyncIterator

import pytest_asyncio

from deploy.local.stack import Stack
from tests.faults.working.city import City


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def city(platform: Stack) -> AsyncIterator[City]:
    """Its departments, parties, mediator and auditor stay awake over all tests."""
    city = City(platform)
    await city.open()
    yield city
    await city.close()
