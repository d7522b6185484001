"""Clients that ask twice at once, change their mind, or send far too much."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.faults.working.city import City
from tests.faults.working.matters import submission
from tests.faults.working.window import Flow

pytestmark = pytest.mark.asyncio(loop_scope="session")

TWO_MEGABYTES = 2 * 1024 * 1024
ONE_CHUNK = 64 * 1024


@pytest.mark.parametrize("times", [2, 10])
async def test_the_same_request_at_once_is_one_case(city: City, times: int):
    one, flow = submission(f"at-once-{times}-times", 0), Flow()
    answers = await asyncio.gather(*(city.submit(one) for _ in range(times)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    for answer in answers:
        city.note(one, answer, flow)
    await city.proven(flow)


async def test_another_body_under_the_same_key_is_refused(city: City):
    flow = Flow()
    await city.file(submission("used-before", 0), flow)
    other = await city.submit(submission("used-before", 1))
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/idempotency-key-reused"
    await city.settled(flow)


@pytest.mark.parametrize("told", ["its length is told", "it comes in chunks"])
async def test_two_megabytes_are_refused_and_the_service_lives(city: City, told: str):
    body = b"0" * TWO_MEGABYTES if "length" in told else _chunks()
    headers = city.token("clerk") | {"idempotency-key": "far-too-much"}
    headers["content-type"] = "application/json"
    url = f"{city.stack.ports.url('intake')}/v1/cases"
    pid = city.stack.pid("intake")
    refused = await city.client.post(url, content=body, headers=headers)
    assert refused.status_code == 413
    assert refused.headers["content-type"] == "application/problem+json"
    flow = Flow()
    await city.file(submission(f"after-{told.replace(' ', '-')}", 0), flow)
    assert city.stack.pid("intake") == pid
    await city.settled(flow)


async def _chunks() -> AsyncIterator[bytes]:
    for _ in range(TWO_MEGABYTES // ONE_CHUNK):
        yield b"0" * ONE_CHUNK
