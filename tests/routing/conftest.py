"""A world, and routing's HTTP in front of it."""

from contextlib import asynccontextmanager

import httpx
import pytest

from services.kit.running.settings import ServiceSettings
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret, public_jwk
from services.kit.sealing.readers import Sealer
from services.kit.sealing.vault import Vault
from services.kit.serving.api import service_api
from services.kit.testing.keys import MemoryKeys
from services.kit.testing.readings import MemoryReadings
from services.routing.api.desk import Desk
from services.routing.api.shelf import Shelf
from services.routing.app import ROUTERS
from tests.routing.callers import INTAKE, SIGNING
from tests.routing.memory import MemoryCensus, MemoryHandlings
from tests.routing.world import World


@pytest.fixture
def world() -> World:
    return World()


@asynccontextmanager
async def lifespan(api):
    yield


@pytest.fixture
def keys(tmp_path):
    (tmp_path / "tokens.jwk").write_text(public_jwk(SIGNING))
    (tmp_path / "intake.jwk").write_text(public_jwk(INTAKE))
    return tmp_path


@pytest.fixture
def vault():
    return Vault(MemoryKeys(), new_secret())


@pytest.fixture
def readings():
    return MemoryReadings()


@pytest.fixture
async def http(world, keys, vault, readings):
    settings = ServiceSettings(service="routing", public_keys=keys)
    api = service_api(settings, "routing", lifespan, *ROUTERS)
    api.state.digests = Digests(new_secret())
    api.state.desk = Desk(
        handlings=world.handlings,
        who_has=MemoryHandlings(world.handlings),
        norms=world.norms,
        sealer=Sealer(keys),
        vault=vault,
        readings=readings,
        clock=world.city.clock,
    )
    api.state.shelf = shelf_of(world)
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        yield http


def shelf_of(world):
    return Shelf(
        inbox=world.inbox,
        census=MemoryCensus(world.inbox, world.city.clock),
        handlings=MemoryHandlings(world.handlings),
        figures=world.figures,
        clock=world.city.clock,
    )
