"""No body is larger than 1 MiB, with or without its length told."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from services.kit.running.logs import Lines
from services.kit.running.settings import ServiceSettings
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.serving.api import service_api
from services.kit.serving.limits import Larger
from services.kit.serving.problems import Said
from tests.kit.running.lines import without_handlers
from tests.kit.serving.conftest import lifespan, router

MIB = 1024 * 1024
JSON = {"content-type": "application/json"}


async def in_pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 65_536):
        yield b" " * 65_536
    yield b'{"title": "ok"}'


def assert_too_large(answer: httpx.Response) -> None:
    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_that_tells_its_length(http: httpx.AsyncClient) -> None:
    assert_too_large(await http.post("/v1/bug", content=b" " * (2 * MIB), headers=JSON))


async def test_a_body_that_does_not(http: httpx.AsyncClient) -> None:
    assert_too_large(
        await http.post("/v1/bug", content=in_pieces(2 * MIB), headers=JSON)
    )


async def test_the_rest_of_it_is_read_first_so_that_the_answer_arrives(
    http: httpx.AsyncClient,
) -> None:
    """A connection closed on a client that still sends is reset, answer and all."""
    sent = 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal sent
        async for piece in in_pieces(3 * MIB):
            sent += len(piece)
            yield piece

    assert_too_large(await http.post("/v1/bug", content=counted(), headers=JSON))
    assert sent > 3 * MIB


async def test_a_body_that_is_read_by_a_dependency(
    http: httpx.AsyncClient, bearer: object
) -> None:
    headers = bearer("clerk") | JSON | {"Idempotency-Key": "a-key-of-mine"}  # type: ignore[operator]
    body = in_pieces(2 * MIB)
    assert_too_large(await http.post("/v1/matters", content=body, headers=headers))


@pytest.mark.parametrize("length", ["", "-1", "many", "１２"])
async def test_a_strange_length_is_not_believed(
    http: httpx.AsyncClient, length: str
) -> None:
    headers = JSON | {"content-length": length.encode()}
    body = in_pieces(2 * MIB)
    assert_too_large(await http.post("/v1/bug", content=body, headers=headers))  # type: ignore[arg-type]


async def test_a_large_body_within_the_limit(
    http: httpx.AsyncClient, bearer: object
) -> None:
    headers = bearer("clerk") | JSON | {"Idempotency-Key": "a-key-of-mine"}  # type: ignore[operator]
    body = in_pieces(MIB - 65_536)
    answer = await http.post("/v1/matters", content=body, headers=headers)

    assert answer.status_code == 201


LARGER = Larger(re.compile("/v1/matters"), 2 * MIB, Said("huge", "too huge", "太大"))


@pytest.fixture
async def roomier(settings: ServiceSettings) -> AsyncIterator[httpx.AsyncClient]:
    with without_handlers(Lines):
        api = service_api(settings, "trial", lifespan, router, larger=(LARGER,))
        api.state.digests = Digests(new_secret())
        transport = httpx.ASGITransport(api)
        async with httpx.AsyncClient(transport=transport, base_url="http://c") as http:
            yield http


@pytest.mark.parametrize("told", [True, False])
async def test_one_path_may_take_more_and_says_its_own_words(
    roomier: httpx.AsyncClient, bearer: object, told: bool
) -> None:
    headers = bearer("clerk") | JSON | {"Idempotency-Key": "a-key-of-mine"}  # type: ignore[operator]

    async def sent(size: int) -> httpx.Response:
        body = b" " * size + b'{"title": "ok"}' if told else in_pieces(size)
        return await roomier.post("/v1/matters", content=body, headers=headers)  # type: ignore[arg-type]

    fits, too_large = await sent(MIB + 65_536), await sent(2 * MIB)
    assert fits.status_code == 201
    assert too_large.status_code == 413
    assert too_large.json()["type"] == "/problems/huge"
    assert_too_large(await roomier.post("/v1/bug", content=b" " * 2 * MIB))
