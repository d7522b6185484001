"""One trace from the counter to the last department, without a word about anybody.

A span carries names of topics and routes, ids and types; never a value, never the
words of an exception, which may quote what was being handled.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import time_ns

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanContext, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.contextvars import bind_contextvars, bound_contextvars, get_contextvars

from services.kit.errors import Rejected
from services.kit.running.tracing import Telemetry, start_telemetry, tracer

__all__ = [
    "CASE",
    "Telemetry",
    "about_case",
    "current_trace_id",
    "current_traceparent",
    "link_to",
    "linked_span",
    "process_span",
    "publish_span",
    "record_failure",
    "server_span",
    "start_telemetry",
]

CASE = "tongban.case_id"
ASKED_BY = "tongban.asked_by"
"""The trace that asked for this one; Zipkin does not show links, but shows this."""

_W3C = TraceContextTextMapPropagator()


@dataclass
class _Open:
    """What it takes to tell of a failure, even of a span that was not recorded."""

    name: str
    kind: SpanKind
    span: Span
    started: int = field(default_factory=time_ns)
    failed: bool = False


_open: ContextVar[_Open | None] = ContextVar("tongban_open_span", default=None)


def current_traceparent() -> str:
    """What a message that is sent now has to carry; empty outside of any span."""
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get("traceparent", "")


def current_trace_id() -> str:
    """32 hexadecimal digits, also when this trace is not sampled; or empty."""
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else ""


def about_case(case_id: str) -> None:
    """From here on the current span and this task's log lines name the case."""
    trace.get_current_span().set_attribute(CASE, case_id)
    bind_contextvars(case_id=case_id)


@contextmanager
def publish_span(topic: str, case_id: str, traceparent: str) -> Iterator[str]:
    """Yields the `traceparent` to send: the one of this span, not the stored one."""
    with (
        bound_contextvars(case_id=case_id),
        _span(f"publish {topic}", SpanKind.PRODUCER, _parent(traceparent)),
    ):
        yield current_traceparent()


@contextmanager
def process_span(topic: str, case_id: str, traceparent: str) -> Iterator[None]:
    """Goes on with the sender's trace; with a new one when there is none to read."""
    with (
        bound_contextvars(case_id=case_id),
        _span(f"process {topic}", SpanKind.CONSUMER, _parent(traceparent)),
    ):
        yield


@contextmanager
def linked_span(name: str, case_id: str, traceparent: str) -> Iterator[None]:
    """A new trace, of a later human action, linked to the one that asked for it."""
    with (
        bound_contextvars(case_id=case_id),
        _span(name, SpanKind.INTERNAL, Context()),
    ):
        link_to(traceparent)
        yield


@contextmanager
def server_span(name: str, traceparent: str) -> Iterator[Span]:
    """For the HTTP middleware, which learns the route and the case while it runs."""
    with _span(name, SpanKind.SERVER, _parent(traceparent)) as span:
        yield span


def link_to(traceparent: str) -> None:
    """The current span answers what the trace of `traceparent` asked for."""
    asked = _context_of(traceparent)
    if asked.is_valid:
        span = trace.get_current_span()
        span.add_link(asked)
        span.set_attribute(ASKED_BY, trace.format_trace_id(asked.trace_id))


def record_failure(error: BaseException | str) -> None:
    """Marks the current span as failed, by the error's type alone.

    An unsampled span was not recorded: then its failure is sent as a span of its own,
    same trace, same time. So errors are kept whatever share of the traces is.
    """
    now = _open.get()
    if now is None or now.failed:
        return
    now.failed = True
    type_ = error if isinstance(error, str) else type(error).__qualname__
    if now.span.is_recording():
        now.span.set_attribute("error.type", type_)
        now.span.set_status(Status(StatusCode.ERROR))
    else:
        _send_alone(now, type_)


def _send_alone(now: _Open, error: str) -> None:
    attributes = {"error.type": error}
    if case_id := get_contextvars().get("case_id"):
        attributes[CASE] = case_id
    parent = trace.set_span_in_context(now.span, Context())
    failure = tracer().start_span(
        now.name, parent, now.kind, attributes, start_time=now.started
    )
    failure.set_status(Status(StatusCode.ERROR))
    failure.end()


@contextmanager
def _span(
    name: str, kind: SpanKind, parent: Context, links: Sequence[Link] = ()
) -> Iterator[Span]:
    case_id = get_contextvars().get("case_id")
    with tracer().start_as_current_span(
        name,
        parent,
        kind,
        {CASE: case_id} if case_id else None,
        links,
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        token = _open.set(_Open(name, kind, span))
        try:
            yield span
        except Rejected:
            raise
        except Exception as error:
            record_failure(error)
            raise
        finally:
            _open.reset(token)


def _parent(traceparent: str) -> Context:
    return _W3C.extract({"traceparent": traceparent}, Context())


def _context_of(traceparent: str) -> SpanContext:
    return trace.get_current_span(_parent(traceparent)).get_span_context()
