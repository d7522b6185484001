from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from services.kit.running.settings import ServiceSettings
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret, public_jwk
from services.kit.serving.api import service_api
from services.notification.hooks.api import router
from tests.notification.hooks.callers import SIGNING
from tests.notification.hooks.world import HookWorld


@pytest.fixture
def hooks() -> HookWorld:
    return HookWorld()


@asynccontextmanager
async def lifespan(api):
    yield


@pytest.fixture
async def http(hooks, tmp_path) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "tokens.jwk").write_text(public_jwk(SIGNING))
    settings = ServiceSettings(service="notification", public_keys=tmp_path)
    api = service_api(settings, "notification", lifespan, router)
    api.state.hooks, api.state.digests = hooks.registry, Digests(new_secret())
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        yield http
