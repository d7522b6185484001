"""No body is larger than 1 MiB, with or without its length told."""

from collections.abc import AsyncIterator

import httpx
import pytest

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
