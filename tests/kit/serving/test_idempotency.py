"""The same request twice is one request."""

from collections.abc import Callable
from uuid import UUID

import httpx
import pytest

from services.kit.errors import Rejected
from services.kit.serving.idempotency import Submission

Bearer = Callable[..., dict[str, str]]
BODY = {"title": "路灯不亮"}


async def submitted(
    http: httpx.AsyncClient, who: dict[str, str], key: str, body: object = BODY
) -> dict[str, str]:
    headers = who | {"Idempotency-Key": key}
    answer = await http.post("/v1/matters", json=body, headers=headers)
    told: dict[str, str] = answer.json()
    return told


async def test_a_retry_makes_the_same_id(
    http: httpx.AsyncClient, bearer: Bearer
) -> None:
    first = await submitted(http, bearer("clerk"), "key-number-1")
    again = await submitted(http, bearer("clerk"), "key-number-1")

    assert first == again
    assert UUID(first["id"]).version == 5


async def test_another_key_or_person_makes_another_id(
    http: httpx.AsyncClient, bearer: Bearer
) -> None:
    somebody_else = bearer("clerk", subject="clerk-2")
    made = [
        await submitted(http, bearer("clerk"), "key-number-1"),
        await submitted(http, bearer("clerk"), "key-number-2"),
        await submitted(http, somebody_else, "key-number-1"),
    ]

    assert len({each["id"] for each in made}) == 3


async def test_another_body_has_another_digest(
    http: httpx.AsyncClient, bearer: Bearer
) -> None:
    first = await submitted(http, bearer("clerk"), "key-number-1")
    other = await submitted(
        http, bearer("clerk"), "key-number-1", {"title": "井盖丢失"}
    )

    assert first["id"] == other["id"]
    with pytest.raises(Rejected, match="idempotency-key-reused") as refusal:
        Submission(other["id"], other["digest"]).must_be(first["digest"])
    assert refusal.value.status == 422


async def test_a_subject_cannot_reach_into_the_key(
    http: httpx.AsyncClient, bearer: Bearer
) -> None:
    one = await submitted(http, bearer("clerk", subject="a#bbbbbbbb"), "cccccccc")
    two = await submitted(http, bearer("clerk", subject="a"), "bbbbbbbb#cccccccc")

    assert one["id"] != two["id"]


@pytest.mark.parametrize("key", ["short", "x" * 129, "with a space", "caf\xe9-caf\xe9"])
async def test_a_bad_key_is_refused(
    http: httpx.AsyncClient, bearer: Bearer, key: str
) -> None:
    headers = bearer("clerk") | {"Idempotency-Key": key.encode("latin-1")}
    answer = await http.post("/v1/matters", json=BODY, headers=headers)  # type: ignore[arg-type]

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/idempotency-key-malformed"


async def test_a_missing_key_is_asked_for(
    http: httpx.AsyncClient, bearer: Bearer
) -> None:
    answer = await http.post("/v1/matters", json=BODY, headers=bearer("clerk"))

    assert answer.json()["type"] == "/problems/idempotency-key-required"
