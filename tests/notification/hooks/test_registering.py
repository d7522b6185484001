"""So many at once and no more, from an exact moment on, and once for each key."""

import asyncio
from collections import Counter

import pytest

from contracts.codes import derived_id
from services.kit.testing.clock import MONDAY
from services.notification.domain.hooks.endpoint import CLOCKS_DIFFER
from tests.notification.hooks.callers import ADMIN, CLERK, fresh
from tests.notification.hooks.made import URL, received

WEBHOOKS = "/v1/webhooks"
REUSED = "/problems/idempotency-key-reused"
NEW = {"url": URL}


@pytest.fixture
async def path(http) -> str:
    """Of one that was registered."""
    answer = await http.post(WEBHOOKS, headers=fresh(ADMIN), json=NEW)
    return answer.headers["Location"]


async def test_of_ten_at_once_so_many_are_registered(http, hooks):
    asking = (http.post(WEBHOOKS, headers=fresh(ADMIN), json=NEW) for _ in range(10))
    answers = Counter([answer.status_code for answer in await asyncio.gather(*asking)])
    most = hooks.office.rules.endpoints

    assert answers == {201: most, 409: 10 - most}
    assert len((await http.get(WEBHOOKS, headers=CLERK)).json()) == most


async def test_what_is_said_after_the_answer_is_pushed_and_nothing_said_before(
    http, hooks, path
):
    """By any clock of the city, and however often it is read."""
    late, early = hooks.city.clock() - CLOCKS_DIFFER, MONDAY
    for number, at in enumerate((late, early), 1):
        await hooks.take(received(number, sent_at=at.timestamp()))

    [pushed] = await hooks.deliveries.all()
    assert pushed.said_at == late


@pytest.mark.parametrize("way", ["rotate", "resend", "ping"])
async def test_a_key_is_of_one_request(http, hooks, path, way):
    bodies = {
        "rotate": ({"keep_hours": 1}, {"keep_hours": 0}),
        "resend": ({"from": MONDAY.isoformat()}, {"ids": [derived_id("x")]}),
        "ping": ({}, {"other": 1}),
    }
    first, other = bodies[way]
    request = fresh(ADMIN)
    done = [await http.post(f"{path}/{way}", headers=request, json=first)]
    done += [await http.post(f"{path}/{way}", headers=request, json=first)]
    no = await http.post(f"{path}/{way}", headers=request, json=other)
    elsewhere = "ping" if way == "resend" else "resend"
    body = bodies["resend"][0] if way != "resend" else first
    neither = await http.post(f"{path}/{elsewhere}", headers=request, json=body)

    assert [answer.status_code for answer in done] == [200, 200]
    assert done[0].json() == done[1].json()
    assert (no.status_code, no.json()["type"]) == (422, REUSED)
    assert (neither.status_code, neither.json()["type"]) == (422, REUSED)
    assert len(hooks.addresses.got) == (way == "ping")
