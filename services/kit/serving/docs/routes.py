"""Where the documents and pages are found."""

import json

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from services.kit.serving.docs import pages
from services.kit.serving.docs.kept import Kept


def documents() -> APIRouter:
    """Open to everybody: nothing here is about anybody."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/docs", _http)
    router.add_api_route("/docs/events", _events)
    router.add_api_route("/docs/static/{name}", _static)
    router.add_api_route("/openapi.json", _openapi)
    router.add_api_route("/asyncapi.json", _asyncapi)
    router.add_api_route("/schemas/", _schemas)
    router.add_api_route("/schemas/{name}", _schema)
    return router


async def _http(request: Request) -> Response:
    return pages.http_page(request.app.title).answer(request)


async def _events(request: Request) -> Response:
    return pages.events_page(request.app.title).answer(request)


async def _static(request: Request, name: str) -> Response:
    return _found(pages.static(), name).answer(request)


async def _openapi(request: Request) -> Response:
    kept: Kept | None = getattr(request.app.state, "openapi", None)
    if kept is None:
        said = json.dumps(request.app.openapi(), ensure_ascii=False)
        kept = request.app.state.openapi = Kept(said.encode(), pages.JSON)
    return kept.answer(request)


async def _asyncapi(request: Request) -> Response:
    return pages.asyncapi().answer(request)


async def _schemas(request: Request) -> Response:
    return pages.schemas_page(request.app.title).answer(request)


async def _schema(request: Request, name: str) -> Response:
    return _found(pages.schemas(), name).answer(request)


def _found(kept: dict[str, Kept], name: str) -> Kept:
    if name not in kept:
        raise HTTPException(404)
    return kept[name]
