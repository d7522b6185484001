"""Each request: one span, one line, one measurement; named by route, never by URL."""

import re
from time import perf_counter

import structlog
from opentelemetry.trace import Span
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import clear_contextvars

from contracts.codes import UUID_PATTERN
from services.kit.running.metrics import Metrics
from services.kit.running.telemetry import (
    about_case,
    current_trace_id,
    record_failure,
    server_span,
)
from services.kit.serving.problems import REASON, bug

QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
UNMATCHED = "unmatched"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UUID = re.compile(UUID_PATTERN)

log = structlog.get_logger("tongban.http")


class Watched:
    """Also turns a bug into a 500 problem here, where its trace is still known."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in QUIET:
            await self._app(scope, receive, send)
            return
        clear_contextvars()
        traceparent = Headers(scope=scope).get("traceparent", "")
        with server_span(method_of(scope), traceparent) as span:
            answer = _Answer(send, current_trace_id())
            started = perf_counter()
            try:
                await self._answered(scope, receive, answer)
            finally:
                self._tell(scope, span, answer.status, perf_counter() - started)

    async def _answered(
        self, scope: Scope, receive: Receive, answer: "_Answer"
    ) -> None:
        try:
            await self._app(scope, receive, answer)
        except Exception as error:
            record_failure(error)
            log.exception("bug")
            if answer.status:
                raise
            await bug(Request(scope))(scope, receive, answer)

    def _tell(self, scope: Scope, span: Span, status: int, seconds: float) -> None:
        method, route = method_of(scope), route_of(scope)
        _describe(span, scope, status)
        self._metrics.http_seconds.labels(method, route, status).observe(seconds)
        told = {"problem": scope[REASON]} if REASON in scope else {}
        ms = round(seconds * 1000, 1)
        log.info("http", method=method, route=route, status=status, ms=ms, **told)


class _Answer:
    """Passes the answer on, with the trace's id on it; remembers its status."""

    def __init__(self, send: Send, trace_id: str) -> None:
        self._send = send
        self._trace_id = trace_id
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)["trace-id"] = self._trace_id
        await self._send(message)


def route_of(scope: Scope) -> str:
    """The template, such as `/v1/cases/{case_id}`: the URL itself may say too much."""
    found = scope.get("fastapi", {}).get("effective_route_context")
    for route in (found, scope.get("route")):
        if template := getattr(route, "path_format", None):
            return str(template)
    return UNMATCHED


def method_of(scope: Scope) -> str:
    return scope["method"] if scope["method"] in METHODS else "OTHER"


def _describe(span: Span, scope: Scope, status: int) -> None:
    method, route = method_of(scope), route_of(scope)
    span.update_name(f"{method} {route}")
    span.set_attribute("http.request.method", method)
    span.set_attribute("http.route", route)
    span.set_attribute("http.response.status_code", status)
    if REASON in scope:
        span.set_attribute(REASON, scope[REASON])
    case_id = scope.get("path_params", {}).get("case_id", "")
    if isinstance(case_id, str) and UUID.fullmatch(case_id):
        about_case(case_id)
    if status >= 500:
        record_failure(str(status))
