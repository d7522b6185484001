"""A name that somebody sends is in no problem, no log line, no span, no metric."""

import json
from collections.abc import Callable

import httpx
import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

NAME, PHONE = "王小明测试", "139-0000-4711"
PLANTED = (NAME, PHONE, json.dumps(NAME).strip('"'), "K7M2QX")


REQUESTS: dict[str, tuple[str, str, object]] = {
    "wrong fields": ("POST", "/v1/matters", {"title": NAME * 50, NAME: PHONE}),
    "wrong types": ("POST", "/v1/matters", [NAME, {PHONE: NAME}]),
    "wrong names": ("POST", "/v1/matters", {"title": "ok", "answers": {NAME: PHONE}}),
    "a bug": ("POST", "/v1/bug", {"title": NAME + PHONE}),
    "accepted": ("POST", "/v1/matters", {"title": NAME, "applicant": {"name": NAME}}),
    "in a query": ("GET", f"/v1/progress/1?code=K7M2QX&name={NAME}", None),
    "in a known query": ("GET", f"/v1/cases?after={NAME}&limit={PHONE}", None),
    "in a path": ("GET", f"/v1/cases/{NAME}{PHONE}", None),
    "in a method": ("K7M2QX", "/v1/me", None),
}


@pytest.mark.parametrize("what", REQUESTS)
async def test_what_was_sent_is_told_to_nobody(
    what: str,
    http: httpx.AsyncClient,
    bearer: Callable[..., dict[str, str]],
    spans: InMemorySpanExporter,
    capsys: pytest.CaptureFixture[str],
) -> None:
    method, path, body = REQUESTS[what]
    headers = bearer("clerk") | {"Idempotency-Key": "a-key-of-mine"}
    answer = await http.request(method, path, json=body, headers=headers)
    (span,) = spans.get_finished_spans()
    lines = capsys.readouterr().out
    problem = answer.text if answer.status_code >= 400 else ""
    metrics = (await http.get("/metrics")).text

    assert '"event": "http"' in lines
    for told in (problem, lines, span.to_json(), metrics):
        assert not [planted for planted in PLANTED if planted in told]


async def test_a_request_is_one_line_by_its_route(
    http: httpx.AsyncClient,
    spans: InMemorySpanExporter,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = await http.get("/v1/errors/rejected?code=K7M2QX")
    line = json.loads(capsys.readouterr().out)

    assert line.pop("ms") >= 0
    assert line.pop("time").endswith("Z")
    assert line == {
        "event": "http",
        "level": "info",
        "logger": "tongban.http",
        "method": "GET",
        "problem": "closed",
        "route": "/v1/errors/{kind}",
        "service": "trial",
        "status": 409,
        "trace_id": answer.headers["trace-id"],
    }


async def test_a_bug_is_logged_by_type_and_place(
    http: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    await http.post("/v1/bug", json={"title": NAME})
    bug, _ = map(json.loads, capsys.readouterr().out.splitlines())

    assert bug["error"][0]["type"] == "builtins.ValueError"
    assert "conftest.py" in bug["error"][0]["stack"][-1]
