from contextlib import asynccontextmanager

import httpx
import pytest

from services.kit.running.settings import ServiceSettings
from services.kit.serving.api import service_api
from services.kit.testing.parked import MemoryParked
from services.routing.api import feed as endpoints
from services.routing.feed.bells import Bells
from services.routing.feed.reading import Feed
from tests.routing.feed.memory import MemoryFeedRows


@pytest.fixture
def rows():
    return MemoryFeedRows()


@pytest.fixture
def parked():
    return MemoryParked()


@pytest.fixture
def feed(rows, parked):
    return Feed(rows, Bells(rows.ends, every=0.01), parked.left_out)


@asynccontextmanager
async def lifespan(api):
    yield


@pytest.fixture
async def http(feed, keys):
    settings = ServiceSettings(service="routing", public_keys=keys)
    api = service_api(settings, "routing", lifespan, endpoints.router)
    api.state.feed = feed
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        yield http
