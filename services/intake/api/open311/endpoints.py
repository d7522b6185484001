"""GeoReport v2: what there is, what is handed over, and how far it is."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response
from pydantic import AwareDatetime

from services.intake.api.open311.answering import (
    GeoReportRoute,
    refused,
    written,
)
from services.intake.api.open311.asking import APartner, Asker, Asks, Key, Listed
from services.intake.api.open311.describing import FORM, answers
from services.intake.open311.georeport import principal_of
from services.intake.open311.parameters import Parameters, checked, read_form
from services.intake.open311.questions import (
    LARGEST_PAGE,
    MOST,
    PAGE_SIZE,
    asked,
    listed,
)
from services.intake.open311.refusals import (
    nothing_here,
    unknown_request,
    unknown_service,
    unreadable_form,
)
from services.intake.open311.shown import (
    Definition,
    Discovery,
    Endpoint,
    Receipt,
    RequestRow,
    Service,
    Token,
)
from services.kit.serving.idempotency import submission

HERE = "/open311/v2"
FORM_TYPE = "application/x-www-form-urlencoded"
UNSHARED = {"Cache-Control": "no-store"}
ANYTHING = ["GET", "POST", "PUT", "PATCH", "DELETE"]

router = APIRouter(prefix=HERE, route_class=GeoReportRoute)


@router.get("/discovery.{format}", responses=answers(Discovery))
async def get_discovery(asks: Asks, request: Request) -> Response:
    """What this interface is, where it is, and who gives keys."""
    zh, en = asks.georeport.offer.city
    line = asks.georeport.window.catalogue.help_line
    told = Discovery(
        contact=f"{zh} {en}, {line}",
        key_service=f"{line}: docs/open311.md",
        endpoints=[Endpoint(url=str(request.base_url).rstrip("/") + HERE)],
    )
    return written(asks.format, "discovery", told)


@router.get("/services.{format}", responses=answers(list[Service]))
async def get_services(asks: Asks) -> Response:
    """What can be handed over: the city's categories that have none below them."""
    told = asks.georeport.offer.services(asks.language)
    return written(asks.format, "services", told, headers=_in_language(asks))


@router.get("/services/{service_code}.{format}", responses=answers(Definition))
async def get_definition(
    asks: Asks, service_code: Annotated[str, Path(max_length=64)]
) -> Response:
    """What a request for this service may say beside its description."""
    if not asks.georeport.offer.has(service_code):
        raise unknown_service()
    told = asks.georeport.offer.definition(service_code, asks.language)
    return written(asks.format, "service_definition", told, headers=_in_language(asks))


@router.post(
    "/requests.{format}",
    status_code=201,
    responses=answers(list[Receipt], 201),
    openapi_extra=FORM,
)
async def post_request(
    asks: Asks,
    request: Request,
    api_key: Key = None,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> Response:
    """Hands a matter over; the same again within five minutes is the same request.

    Needs an `api_key`, in the form or the query. With an `Idempotency-Key` a repeat is
    told by that alone, however late it comes.
    """
    sent, body = await _sent(request), await request.body()
    partner = await asks.georeport.known(sent.get("api_key") or api_key)
    asks.in_the_city(sent.get("jurisdiction_id"))
    if idempotency_key is None:
        once = await asks.georeport.submission(partner, body)
    else:
        once = await submission(request, principal_of(partner), idempotency_key)
    told = await asks.georeport.receive(partner, sent, once, asks.language)
    return written(asks.format, "service_requests", [told], 201, _private(asks))


@router.get("/requests.{format}", responses=answers(list[RequestRow]))
async def get_requests(  # noqa: PLR0913
    asks: Asks,
    partner: APartner,
    *,
    service_request_id: Listed = None,
    service_code: Listed = None,
    start_date: AwareDatetime | None = None,
    end_date: AwareDatetime | None = None,
    status: Annotated[str | None, Query(max_length=40)] = None,
    page: Annotated[int | None, Query(ge=1, le=1_000)] = None,
    page_size: Annotated[int | None, Query(ge=1, le=LARGEST_PAGE)] = None,
) -> Response:
    """Your own requests, newest first: of at most 90 days, at most 1,000.

    Needs an `api_key`. What people wrote is in none of them. Numbers are asked for
    alone: `service_request_id` leaves the other conditions aside.
    """
    georeport = asks.georeport
    numbers = listed("service_request_id", service_request_id)
    if numbers:
        found = await georeport.numbered(partner, numbers)
    else:
        now = georeport.window.clock()
        wanted = asked(now, start_date, end_date, service_code, status)
        found = await georeport.page(partner, wanted, *_page(page, page_size))
    rows = [georeport.row(case, asks.language) for case in found]
    return written(asks.format, "service_requests", rows, headers=_private(asks))


@router.get(
    "/requests/{service_request_id}.{format}", responses=answers(list[RequestRow])
)
async def get_request(
    asks: Asks,
    partner: APartner,
    service_request_id: Annotated[str, Path(max_length=40)],
) -> Response:
    """One of your own requests. Needs an `api_key`."""
    found = await asks.georeport.numbered(partner, (service_request_id,))
    if not found:
        raise unknown_request()
    rows = [asks.georeport.row(case, asks.language) for case in found]
    return written(asks.format, "service_requests", rows, headers=_private(asks))


@router.get("/tokens/{token}.{format}", responses=answers(list[Token]))
async def get_token(
    asks: Asks, partner: APartner, token: Annotated[str, Path(max_length=40)]
) -> Response:
    """The number of one of your own requests. Needs an `api_key`."""
    told = await asks.georeport.token(partner, token)
    return written(asks.format, "service_requests", [told], headers=_private(asks))


@router.api_route("/{rest:path}", methods=ANYTHING, include_in_schema=False)
async def nothing(request: Request) -> Response:
    return refused(request, nothing_here())


async def _sent(request: Request) -> Parameters:
    told = request.headers.get("content-type", "").partition(";")[0]
    if told.strip().lower() != FORM_TYPE:
        raise unreadable_form()
    return checked(read_form(await request.body()))


def _page(page: int | None, page_size: int | None) -> tuple[int, int]:
    """How many are passed over, and how many are shown."""
    if page is None and page_size is None:
        return 0, MOST
    size = page_size or PAGE_SIZE
    return ((page or 1) - 1) * size, size


def _in_language(asks: Asker) -> dict[str, str]:
    return {"Content-Language": asks.language}


def _private(asks: Asker) -> dict[str, str]:
    return UNSHARED | _in_language(asks)
