"""A square, and deliberation's HTTP in front of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from services.dispute.deliberating.api import router
from services.kit.running.settings import ServiceSettings
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret, public_jwk
from services.kit.serving.api import service_api
from tests.dispute.deliberating.callers import SIGNING, WORDING, Clients
from tests.dispute.deliberating.world import Square


@pytest.fixture
def square(tmp_path: Path) -> Square:
    return Square(tmp_path)


@asynccontextmanager
async def lifespan(api: FastAPI) -> AsyncIterator[None]:
    yield


@pytest.fixture
async def http(square: Square) -> AsyncIterator[httpx.AsyncClient]:
    (square.keys / "tokens.jwk").write_text(public_jwk(SIGNING))
    settings = ServiceSettings(service="dispute", public_keys=square.keys)
    api = service_api(settings, "dispute", lifespan, router)
    api.state.digests = Digests(new_secret())
    api.state.hall = square.hall
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        yield http


@pytest.fixture
async def clients(http: httpx.AsyncClient) -> Clients:
    clients = Clients(http)
    await clients.propose()
    return clients


@pytest.fixture
async def taken(clients: Clients) -> Clients:
    answer = await clients.host("POST", "/take", WORDING)
    assert answer.status_code == 200, answer.text
    return clients
