"""A small service with every part of the frame, and people who may use it."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Response
from joserfc.jwk import ECKey
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from pydantic import BaseModel, ConfigDict, Field

from services.kit.errors import Rejected, Stale, Unavailable
from services.kit.running.logs import Lines
from services.kit.running.settings import ServiceSettings
from services.kit.running.telemetry import about_case
from services.kit.running.tracing import Telemetry, new_provider
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.serving.api import service_api
from services.kit.serving.etags import IfMatch, MustMatch, etag
from services.kit.serving.idempotency import Submitted
from services.kit.serving.paging import Paging
from services.kit.serving.principal import Caller, Principal, needs
from services.kit.serving.problems import not_known_yet
from services.kit.serving.tokens import issue
from tests.kit.running.lines import without_handlers

router = APIRouter(prefix="/v1")
Dispatcher = Annotated[Principal, Depends(needs("dispatcher", "supervisor"))]


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=20)


class Matter(BaseModel):
    title: str = Field(min_length=2, max_length=40)
    amount: int = Field(default=1, ge=1)
    applicant: Person | None = None
    answers: dict[str, int] = Field(default_factory=dict)


@router.post("/matters", status_code=201)
async def register(matter: Matter, submission: Submitted) -> dict[str, str]:
    about_case(submission.id)
    return {"id": submission.id, "digest": submission.digest}


@router.get("/cases/{case_id}")
async def case(case_id: str, response: Response) -> dict[str, str]:
    response.headers["ETag"] = etag(3)
    return {"case_id": case_id}


@router.get("/cases")
async def cases(page: Paging) -> list[int]:
    past = page.past(datetime, int)
    rows = list(range(past[1] + 1 if past else 0, 12))[: page.fetch]
    return page.of(rows, lambda row: (datetime(2026, 3, 2, tzinfo=UTC), row))


@router.put("/optional")
async def optional(if_match: IfMatch) -> dict[str, int | None]:
    return {"if_match": if_match}


@router.put("/required")
async def required(if_match: MustMatch) -> dict[str, int]:
    return {"if_match": if_match}


@router.get("/me")
async def me(caller: Caller) -> Principal:
    return caller


@router.post("/triage")
async def triage(caller: Dispatcher) -> dict[str, str]:
    return {"by": caller.subject}


@router.get("/errors/{kind}")
async def fails(kind: str) -> None:
    raise {
        "rejected": Rejected("closed", "it is closed", "已经办结", law="潍坊 22"),
        "stale": Stale(),
        "away": Unavailable("mongo"),
        "unknown": not_known_yet(),
    }[kind]


@router.post("/bug")
async def bug(matter: Matter) -> None:
    raise ValueError(f"cannot handle {matter.title}")


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield


@pytest.fixture(scope="session")
def signing_key() -> ECKey:
    return ECKey.generate_key("P-256")


@pytest.fixture
def settings(tmp_path: Path, signing_key: ECKey) -> ServiceSettings:
    (tmp_path / "tokens.jwk").write_text(signing_key_text(signing_key, private=False))
    return ServiceSettings(service="trial", public_keys=tmp_path, log_level="DEBUG")


@pytest.fixture
def api(settings: ServiceSettings) -> Iterator[FastAPI]:
    with without_handlers(Lines):
        api = service_api(settings, "trial", lifespan, router)
        api.state.digests = Digests(new_secret())
        yield api


@pytest.fixture
async def http(api: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        yield http


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """Every span that ends during the test."""
    exporter = InMemorySpanExporter()
    provider = new_provider("trial", ALWAYS_ON)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    telemetry = Telemetry(provider)
    yield exporter
    telemetry.forget()


@pytest.fixture
def bearer(signing_key: ECKey) -> Callable[..., dict[str, str]]:
    """The headers of somebody with these roles."""

    def headers(*roles: str, **more: str) -> dict[str, str]:
        somebody = Principal.model_validate(
            {"subject": "clerk-1", "area": "3799", "roles": roles} | more
        )
        token = issue(signing_key_text(signing_key, private=True), somebody)
        return {"Authorization": f"Bearer {token}"}

    return headers


def signing_key_text(key: ECKey, *, private: bool) -> str:
    return json.dumps(key.as_dict(private=private))
