"""Refusals as RFC 9457 problem documents, in two languages, never echoing the input.

Our own rather than `fastapi-problem`: that puts `str(exception)` and the received
`input` of each wrong field into its answers, and answers a bug outside of its trace.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from services.kit.errors import Rejected, Unavailable
from services.kit.running.telemetry import current_trace_id
from services.kit.serving.fields import FieldError, complaints, names_of

__all__ = ["FieldError", "Refused", "answer_with_problems", "not_known_yet", "problem"]

MEDIA_TYPE = "application/problem+json"
SHAPE = {
    "type": "object",
    "required": ["type", "title", "title_zh", "status"],
    "properties": {
        "type": {"type": "string", "description": "stable: `/problems/<reason>`"},
        "title": {"type": "string"},
        "title_zh": {"type": "string"},
        "status": {"type": "integer"},
        "law": {"type": "string", "description": "the rule that says so"},
        "errors": {"type": "array", "items": {"type": "object"}},
        "trace_id": {"type": "string", "description": "for whoever looks into it"},
    },
}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {MEDIA_TYPE: {"schema": SHAPE}}}
    for status, text in {"4XX": "Refused, and why", "5XX": "Try again"}.items()
}
"""For the OpenAPI document: every endpoint may answer with a problem."""
REASON = "tongban.problem"
"""Where the request's scope keeps the reason, for the access line and the span."""
RETRY_AFTER = {"Retry-After": "2"}


class Refused(Rejected):
    """A `Rejected` of the edge: with headers, or with what is wrong field by field."""

    def __init__(  # noqa: PLR0913
        self,
        reason: str,
        en: str,
        zh: str,
        status: int = 409,
        *,
        headers: Mapping[str, str] | None = None,
        errors: tuple[FieldError, ...] = (),
    ) -> None:
        super().__init__(reason, en, zh, status)
        self.headers = dict(headers or {})
        self.errors = errors


def not_known_yet() -> Refused:
    """404 with `Retry-After`: it does not exist, or the news of it is on its way."""
    en = "nothing is known under this number, or not yet"
    zh = "没有找到对应的记录,如刚刚提交请稍后再试"
    return Refused("not-known", en, zh, 404, headers=RETRY_AFTER)


@dataclass(frozen=True)
class Said:
    reason: str
    en: str
    zh: str


class TooLarge(HTTPException):
    """An `HTTPException`: any other that meets a body is a 400 to FastAPI."""

    def __init__(self, said: Said) -> None:
        super().__init__(413, headers={"Connection": "close"})
        self.said = said


BUG = Said("internal", "something went wrong on our side", "系统内部出错,请稍后再试")
AWAY = Said(
    "unavailable", "something we need is away; try again", "服务暂时不可用,请稍后再试"
)
INVALID = Said("invalid", "some fields need correcting", "有内容需要更正")
MALFORMED = Said("malformed", "the request cannot be read", "请求格式有误,无法读取")
PLAIN = {
    400: MALFORMED,
    404: Said("not-found", "there is nothing at this address", "没有这个地址"),
    405: Said("method-not-allowed", "not a thing to do here", "此地址不支持该操作"),
    413: Said("too-large", "the body is larger than 1 MiB", "提交的内容超过 1 MiB"),
}


def problem(
    request: Request,
    status: int,
    said: Said,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """`more` that is empty is left out."""
    request.scope[REASON] = said.reason
    body = {
        "type": f"/problems/{said.reason}",
        "title": said.en,
        "title_zh": said.zh,
        "status": status,
        **more,
        "trace_id": current_trace_id(),
    }
    content = {name: value for name, value in body.items() if value}
    return JSONResponse(content, status, headers, MEDIA_TYPE)


def bug(request: Request) -> JSONResponse:
    """Says nothing but which trace to look at."""
    return problem(request, 500, BUG)


def answer_with_problems(api: FastAPI) -> None:
    """Every refusal of every endpoint becomes a problem document."""
    api.add_exception_handler(Rejected, _rejected)
    api.add_exception_handler(Unavailable, _unavailable)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _plain)


async def _rejected(request: Request, no: Exception) -> JSONResponse:
    assert isinstance(no, Rejected)
    said = Said(no.reason, no.en, no.zh)
    headers = getattr(no, "headers", None)
    errors = [asdict(error) for error in getattr(no, "errors", ())]
    return problem(request, no.status, said, headers, law=no.law, errors=errors)


async def _unavailable(request: Request, _: Exception) -> JSONResponse:
    return problem(request, 503, AWAY, RETRY_AFTER)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    if any(each["type"] == "json_invalid" for each in error.errors()):
        return problem(request, 400, MALFORMED)
    errors = [
        asdict(each) for each in complaints(error.errors(), names_of(request.app))
    ]
    return problem(request, 422, INVALID, errors=errors)


async def _plain(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    known = PLAIN.get(error.status_code, MALFORMED)
    said = error.said if isinstance(error, TooLarge) else known
    return problem(request, error.status_code, said, error.headers)
