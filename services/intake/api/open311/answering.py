"""Answers as JSON and XML, and refusals in the form that the specification gives."""

from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from typing import Any, Literal

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from services.intake.open311.refusals import invalid, nothing_here, unreadable_form
from services.intake.open311.shown import Fault
from services.intake.open311.writing import as_xml
from services.intake.telling.language import in_language, language_of
from services.kit.errors import Rejected, Unavailable
from services.kit.serving.fields import complaints, names_of
from services.kit.serving.problems import (
    AWAY,
    PLAIN,
    REASON,
    RETRY_AFTER,
    FieldError,
    Refused,
)

Format = Literal["json", "xml"]
Handler = Callable[[Request], Coroutine[Any, Any, Response]]
UTF8 = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
PARAMETERS = {
    "/category": "service_code",
    "/area": "attribute[area]",
    "/request_type": "attribute[request_type]",
    "/title": "service_code",
    "/text": "description",
    "/applicant/name": "first_name, last_name",
    "/applicant/phone": "phone",
    "/applicant/email": "email",
    "/answers": "address_string, media_url, device_id, account_id",
}
"""What a field of the form is called where it came from."""

Told = BaseModel | Sequence[BaseModel]


def written(
    format: str,
    root: str,
    told: Told,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """`root` is what XML calls the whole; JSON calls it nothing."""
    rows = [each.model_dump(mode="json") for each in _rows(told)]
    content = rows[0] if isinstance(told, BaseModel) else rows
    named = {**(headers or {}), "content-type": UTF8[format]}
    if format == "xml":
        return Response(as_xml(root, content), status, named)
    return JSONResponse(content, status, named)


def _rows(told: Told) -> Iterator[BaseModel]:
    yield from (told,) if isinstance(told, BaseModel) else told


class GeoReportRoute(APIRoute):
    """Whatever is refused is told as `errors`, in the format that was asked for."""

    def get_route_handler(self) -> Handler:
        answered = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await answered(request)
            except Rejected as no:
                return refused(request, no)
            except Unavailable:
                away = Refused(*_said(AWAY), 503, headers=RETRY_AFTER)
                return refused(request, away)
            except RequestValidationError as error:
                return refused(request, _invalid(request, error))
            except HTTPException as error:
                said = _said(PLAIN.get(error.status_code, PLAIN[400]))
                plain = Refused(*said, error.status_code, headers=error.headers)
                return refused(request, plain)

        return handler


def refused(request: Request, no: Rejected) -> Response:
    """Each complaint is an error of its own; nothing of what was sent is repeated."""
    request.scope[REASON] = no.reason
    language = language_of(request.headers.get("accept-language", "")[:400])
    status = 400 if no.reason == "invalid" else no.status
    errors: Sequence[FieldError] = getattr(no, "errors", ())
    told = [_of_field(error, language) for error in errors]
    sentences = told or [in_language((no.zh, no.en), language)]
    faults = [Fault(code=status, description=words) for words in sentences]
    format = "xml" if request.url.path.endswith(".xml") else "json"
    return written(format, "errors", faults, status, getattr(no, "headers", None))


def _of_field(error: FieldError, language: str) -> str:
    parameter = PARAMETERS.get(error.pointer, error.pointer.lstrip("/"))
    return f"{parameter}: {in_language((error.zh, error.en), language)}"


def _invalid(request: Request, error: RequestValidationError) -> Rejected:
    """An unknown format is an unknown address."""
    told = error.errors()
    if any(tuple(each["loc"]) == ("path", "format") for each in told):
        return nothing_here()
    if any(each["type"] == "json_invalid" for each in told):
        return unreadable_form()
    return invalid(*complaints(told, names_of(request.app)))


def _said(said: Any) -> tuple[str, str, str]:
    return said.reason, said.en, said.zh
