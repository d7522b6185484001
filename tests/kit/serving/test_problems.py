"""Every refusal is a problem document that repeats nothing of what was sent."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

Bearer = Callable[..., dict[str, str]]
NAME = "王小明测试"


async def sent(
    http: httpx.AsyncClient, bearer: Bearer, body: Any
) -> tuple[httpx.Response, dict[str, str]]:
    headers = bearer("clerk") | {"Idempotency-Key": "a-key-of-mine"}
    answer = await http.post("/v1/matters", json=body, headers=headers)
    return answer, {e["pointer"]: e["code"] for e in answer.json().get("errors", [])}


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        ("rejected", 409, "closed"),
        ("stale", 412, "stale"),
        ("away", 503, "unavailable"),
        ("unknown", 404, "not-known"),
    ],
)
async def test_errors_are_named_by_their_reason(
    http: httpx.AsyncClient, kind: str, status: int, reason: str
) -> None:
    answer = await http.get(f"/v1/errors/{kind}")

    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"/problems/{reason}"
    assert answer.json()["title_zh"]


async def test_a_rejection_names_the_rule(http: httpx.AsyncClient) -> None:
    told = (await http.get("/v1/errors/rejected")).json()

    assert (told["title"], told["law"]) == ("it is closed", "潍坊 22")


@pytest.mark.parametrize("kind", ["away", "unknown"])
async def test_what_may_pass_says_when_to_ask_again(
    http: httpx.AsyncClient, kind: str
) -> None:
    assert int((await http.get(f"/v1/errors/{kind}")).headers["retry-after"]) > 0


async def test_each_wrong_field_is_pointed_at(
    http: httpx.AsyncClient, bearer: Bearer
) -> None:
    body = {"title": "x", "amount": 0, "applicant": {"name": NAME * 9}}
    answer, errors = await sent(http, bearer, body)

    assert answer.status_code == 422
    assert errors == {
        "/title": "string_too_short",
        "/amount": "greater_than_equal",
        "/applicant/name": "string_too_long",
    }
    assert NAME not in answer.text
    assert "20" in answer.json()["errors"][2]["zh"]


async def test_names_that_the_caller_made_up_are_not_repeated(
    http: httpx.AsyncClient, bearer: Bearer
) -> None:
    body = {"title": "ok", "answers": {NAME: "x"}, "applicant": {"name": "", NAME: 1}}
    answer, errors = await sent(http, bearer, body)

    assert errors == {"/answers/*": "int_parsing", "/applicant/*": "extra_forbidden"}
    assert NAME not in answer.text


@pytest.mark.parametrize("raw", [b'{"title": ', b"\xff\xfe", b"[" * 100_000])
async def test_what_is_not_json_is_malformed(
    http: httpx.AsyncClient, raw: bytes
) -> None:
    headers = {"content-type": "application/json"}
    answer = await http.post("/v1/bug", content=raw, headers=headers)

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/malformed"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/v1/nowhere", 404), ("DELETE", "/v1/me", 405), ("GET", "/v1/me/", 404)],
)
async def test_wrong_addresses_are_problems_too(
    http: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await http.request(method, path)

    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_bug_tells_its_trace_and_nothing_else(
    http: httpx.AsyncClient, spans: object
) -> None:
    answer = await http.post("/v1/bug", json={"title": NAME})

    assert answer.status_code == 500
    assert answer.json()["trace_id"] == answer.headers["trace-id"]
    assert len(answer.json()["trace_id"]) == 32
    assert NAME not in answer.text


async def test_query_parameters_are_pointed_at_by_name(http: httpx.AsyncClient) -> None:
    (error,) = (await http.get("/v1/cases?limit=1000")).json()["errors"]

    assert (error["place"], error["pointer"]) == ("query", "/limit")
