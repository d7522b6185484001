"""One trace from publishing to processing; a share of the traces, and every error."""

import asyncio
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from opentelemetry.trace import SpanKind, StatusCode, format_trace_id

from services.kit.errors import Rejected
from services.kit.running.settings import ServiceSettings
from services.kit.running.telemetry import (
    about_case,
    current_trace_id,
    current_traceparent,
    link_to,
    linked_span,
    process_span,
    publish_span,
    record_failure,
    start_telemetry,
)
from services.kit.running.tracing import KeepErrors, Telemetry, new_provider

CASE = "6f1c1f9e-0000-4000-8000-000000000001"
NAME = "王小明测试"
TRACE = "0af7651916cd43dd8448eb211c80319c"
SAMPLED = f"00-{TRACE}-b7ad6b7169203331-01"
UNSAMPLED = f"00-{TRACE}-b7ad6b7169203331-00"


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = new_provider("trial", KeepErrors(1))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    telemetry = Telemetry(provider)
    yield exporter
    telemetry.forget()


def trace_of(span: ReadableSpan) -> str:
    assert span.context
    return format_trace_id(span.context.trace_id)


def is_child(span: ReadableSpan, parent: ReadableSpan) -> bool:
    assert span.parent
    assert parent.context
    return span.parent.span_id == parent.context.span_id


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def test_processing_goes_on_with_the_trace_of_publishing(
    exporter: InMemorySpanExporter,
) -> None:
    with publish_span("intake.cases", CASE, SAMPLED) as traceparent:
        pass
    with process_span("intake.cases", CASE, traceparent):
        pass
    sent, handled = exporter.get_finished_spans()

    assert (sent.name, sent.kind) == ("publish intake.cases", SpanKind.PRODUCER)
    assert (handled.name, handled.kind) == ("process intake.cases", SpanKind.CONSUMER)
    assert trace_of(sent) == trace_of(handled) == TRACE
    assert is_child(handled, sent)
    assert attributes(sent) == attributes(handled) == {"tongban.case_id": CASE}


@pytest.mark.parametrize("broken", ["", "x", "00-0-0-00", NAME])
def test_without_a_readable_trace_a_new_one_starts(
    exporter: InMemorySpanExporter, broken: str
) -> None:
    with process_span("intake.cases", CASE, broken):
        assert current_traceparent().split("-")[1] == current_trace_id()
    (span,) = exporter.get_finished_spans()

    assert span.parent is None


def test_what_is_published_while_processing_is_in_its_trace(
    exporter: InMemorySpanExporter,
) -> None:
    with process_span("intake.cases", CASE, SAMPLED):
        stored = current_traceparent()
    with publish_span("routing.tasks", CASE, stored):
        pass
    handled, sent = exporter.get_finished_spans()

    assert is_child(sent, handled)


def test_a_later_human_action_is_a_new_trace_with_a_link(
    exporter: InMemorySpanExporter,
) -> None:
    with process_span("x", CASE, SAMPLED), linked_span("decide", CASE, SAMPLED):
        link_to("nonsense")
    span, _ = exporter.get_finished_spans()

    assert trace_of(span) != TRACE
    assert [format_trace_id(link.context.trace_id) for link in span.links] == [TRACE]
    assert attributes(span)["tongban.asked_by"] == TRACE


def test_a_span_learns_its_case_late(exporter: InMemorySpanExporter) -> None:
    with process_span("x", "another", SAMPLED):
        about_case(CASE)
    (span,) = exporter.get_finished_spans()

    assert attributes(span) == {"tongban.case_id": CASE}


def fail(error: Exception, traceparent: str) -> None:
    with pytest.raises(type(error)), process_span("x", CASE, traceparent):
        raise error


@pytest.mark.parametrize("traceparent", [SAMPLED, UNSAMPLED])
def test_an_error_is_kept_by_its_type_alone(
    exporter: InMemorySpanExporter, traceparent: str
) -> None:
    fail(ValueError(NAME), traceparent)
    (span,) = exporter.get_finished_spans()

    assert attributes(span) == {"tongban.case_id": CASE, "error.type": "ValueError"}
    assert (span.name, trace_of(span)) == ("process x", TRACE)
    assert span.status.status_code is StatusCode.ERROR
    assert NAME not in span.to_json()


def test_an_unsampled_success_is_not_kept(exporter: InMemorySpanExporter) -> None:
    with publish_span("x", CASE, UNSAMPLED) as traceparent:
        assert traceparent.endswith("-00")

    assert exporter.get_finished_spans() == ()


def test_a_caught_error_is_told_once(exporter: InMemorySpanExporter) -> None:
    with process_span("x", CASE, UNSAMPLED):
        record_failure(ValueError(NAME))
        record_failure(KeyError(NAME))
    (span,) = exporter.get_finished_spans()

    assert attributes(span)["error.type"] == "ValueError"


def test_a_refusal_is_no_error(exporter: InMemorySpanExporter) -> None:
    fail(Rejected("closed", "it is closed", "已经办结"), SAMPLED)
    (span,) = exporter.get_finished_spans()

    assert span.status.status_code is StatusCode.UNSET


def test_without_an_exporter_traces_still_have_ids() -> None:
    telemetry = start_telemetry(ServiceSettings(service="trial"))
    with process_span("x", CASE, ""):
        assert len(current_trace_id()) == 32
    telemetry.forget()

    assert current_traceparent() == ""


@pytest.fixture
def zipkin() -> Iterator[tuple[str, list[Any]]]:
    received: list[Any] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            received.extend(json.loads(self.rfile.read(length)))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api/v2/spans", received
        server.shutdown()


async def test_stopping_sends_what_is_left_to_zipkin(
    zipkin: tuple[str, list[Any]],
) -> None:
    endpoint, received = zipkin
    settings = ServiceSettings(
        service="trial", trace_export="zipkin", trace_endpoint=endpoint
    )
    telemetry = start_telemetry(settings)
    with publish_span("intake.cases", CASE, ""):
        pass
    await telemetry.stop()

    (span,) = received
    assert span["localEndpoint"]["serviceName"] == "trial"
    assert span["tags"]["tongban.case_id"] == CASE


async def test_stopping_is_bounded() -> None:
    answered = Event()

    class Hanging(SpanProcessor):
        def shutdown(self) -> None:
            answered.wait(10)

    provider = new_provider("trial", ALWAYS_OFF)
    provider.add_span_processor(Hanging())
    async with asyncio.timeout(5):
        await Telemetry(provider).stop(within=0.01)
    answered.set()
