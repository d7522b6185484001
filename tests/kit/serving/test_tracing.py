"""What the trace of a request says."""

from collections.abc import Callable

import httpx
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

CASE = "6f1c1f9e-0000-4000-8000-000000000001"
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def test_a_request_is_one_span_by_its_route(
    http: httpx.AsyncClient, spans: InMemorySpanExporter
) -> None:
    answer = await http.get(f"/v1/cases/{CASE}", headers={"traceparent": PARENT})
    (span,) = spans.get_finished_spans()

    assert (span.name, span.kind) == ("GET /v1/cases/{case_id}", SpanKind.SERVER)
    assert dict(span.attributes or {}) == {
        "http.request.method": "GET",
        "http.route": "/v1/cases/{case_id}",
        "http.response.status_code": 200,
        "tongban.case_id": CASE,
    }
    assert answer.headers["trace-id"] in PARENT


async def test_a_creating_request_names_its_case(
    http: httpx.AsyncClient,
    bearer: Callable[..., dict[str, str]],
    spans: InMemorySpanExporter,
) -> None:
    headers = bearer("clerk") | {"Idempotency-Key": "a-key-of-mine"}
    answer = await http.post("/v1/matters", json={"title": "ok"}, headers=headers)
    (span,) = spans.get_finished_spans()

    assert (span.attributes or {})["tongban.case_id"] == answer.json()["id"]


async def test_a_refusal_is_no_error_but_a_bug_is(
    http: httpx.AsyncClient, spans: InMemorySpanExporter
) -> None:
    await http.get("/v1/errors/rejected")
    await http.post("/v1/bug", json={"title": "ok"})
    await http.get("/v1/errors/away")
    refusal, bug, away = spans.get_finished_spans()

    assert refusal.status.status_code is StatusCode.UNSET
    assert (refusal.attributes or {})["tongban.problem"] == "closed"
    assert bug.status.status_code is away.status.status_code is StatusCode.ERROR
    assert (bug.attributes or {})["error.type"] == "ValueError"
    assert not bug.events


async def test_watching_the_service_leaves_no_trace(
    http: httpx.AsyncClient, spans: InMemorySpanExporter
) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert (await http.get(path)).status_code == 200

    assert spans.get_finished_spans() == ()
