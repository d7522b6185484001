from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from services.kit.running.settings import ServiceSettings
from services.kit.sealing.keys import new_private_jwk, public_jwk
from services.kit.sealing.readers import Opener, Sealer
from services.kit.serving.api import service_api
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from services.kit.testing.clock import StoppedClock
from services.notification.trying.api import TrialDesk, router
from services.notification.trying.previews import Previews
from services.notification.trying.trials import Trials
from tests.notification.world import MemoryMail, loaded

SIGNING, OURS = new_private_jwk(), new_private_jwk()
SENDER = "tongban@qinghe.example"


@dataclass
class Trial:
    http: httpx.AsyncClient
    sealer: Sealer
    mail: MemoryMail = field(default_factory=MemoryMail)
    clock: StoppedClock = field(default_factory=StoppedClock)


@asynccontextmanager
async def _nothing(api: FastAPI) -> AsyncIterator[None]:
    yield


@pytest.fixture
def previews() -> Previews:
    return Previews(loaded(), "https://tongban.example")


@pytest.fixture
async def trial(tmp_path: Path, previews: Previews) -> AsyncIterator[Trial]:
    (tmp_path / "tokens.jwk").write_text(public_jwk(SIGNING))
    (tmp_path / "notification.jwk").write_text(public_jwk(OURS))
    settings = ServiceSettings(service="notification", public_keys=tmp_path)
    api = service_api(settings, "notification", _nothing, router)
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        made = Trial(http, Sealer(tmp_path))
        city, mail = previews.texts.directory, made.mail.send
        trials = Trials(Opener(OURS), mail, city, SENDER, made.clock)
        api.state.trial_desk = TrialDesk(previews, trials)
        yield made


@pytest.fixture
def bearer() -> Callable[[str], dict[str, str]]:
    def of(role: str) -> dict[str, str]:
        somebody = Principal(subject="op-1", roles=frozenset({role}), area="9901")
        token = issue(SIGNING, somebody)
        return {"authorization": f"Bearer {token}"}

    return of
