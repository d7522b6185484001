"""The frame every service's HTTP stands in."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from services.kit.running.logs import start_logs
from services.kit.running.metrics import Metrics
from services.kit.running.settings import ServiceSettings
from services.kit.running.telemetry import start_telemetry
from services.kit.serving.docs.operations import WORDS, DescribedAPI
from services.kit.serving.docs.routes import documents
from services.kit.serving.health import Health
from services.kit.serving.limits import BodyLimit, Larger
from services.kit.serving.problems import DOCUMENTED, answer_with_problems
from services.kit.serving.tokens import Tokens
from services.kit.serving.watching import Watched

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

FASTAPIS_OWN_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False}
"""Off: its spans hold the raw path and query, which hold query codes."""


def service_api(
    settings: ServiceSettings,
    title: str,
    lifespan: Lifespan,
    *routers: APIRouter,
    larger: tuple[Larger, ...] = (),
) -> FastAPI:
    """Problems, limits, traces, health, metrics, documents around a service's routers.

    `lifespan` finds `settings`, `health`, `metrics` and `verify` in `api.state`.
    From here on the process logs as JSON.
    """
    start_logs(settings)
    api = DescribedAPI(
        title=title,
        description=WORDS,
        lifespan=_told(settings, lifespan),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=DOCUMENTED,
        telemetry=FASTAPIS_OWN_TELEMETRY,
    )
    _equip(api, settings)
    for router in (*routers, _own_routes(), documents()):
        api.include_router(router)
    answer_with_problems(api)
    api.add_middleware(BodyLimit, larger=larger)
    api.add_middleware(Watched, metrics=api.state.metrics)
    return api


def _equip(api: FastAPI, settings: ServiceSettings) -> None:
    api.state.settings = settings
    api.state.health = Health()
    api.state.metrics = Metrics()
    api.state.verify = Tokens(settings.public_keys)


def _told(settings: ServiceSettings, lifespan: Lifespan) -> Lifespan:
    """Traces begin before a service's own parts and end after them."""

    @asynccontextmanager
    async def told(api: FastAPI) -> AsyncIterator[None]:
        telemetry = start_telemetry(settings)
        try:
            async with lifespan(api):
                yield
        finally:
            await telemetry.stop()

    return told


def _own_routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/healthz", _alive)
    router.add_api_route("/readyz", _ready)
    router.add_api_route("/metrics", _counted)
    return router


async def _alive() -> dict[str, str]:
    return {"status": "alive"}


async def _ready(request: Request) -> JSONResponse:
    ready, told = await request.app.state.health.ready()
    return JSONResponse(jsonable_encoder(told), 200 if ready else 503)


async def _counted(request: Request) -> Response:
    accept = request.headers.get("accept", "")
    page, content_type = await request.app.state.metrics.exposition(accept)
    return Response(page, headers={"content-type": content_type})
