"""The feed over HTTP: whose, from where, in which form, and what is refused."""

import asyncio
from datetime import timedelta

import pytest

from services.kit.serving.paging import write_cursor
from services.kit.testing.clock import MONDAY
from services.routing.feed.position import Position
from services.routing.store.feed import places_of
from tests.routing.callers import DISPATCHER, HOUSING, TRANSPORT, bearer
from tests.routing.feed.rows import CONTENTS, DEPARTMENT, PLACES, TASKS, row, value_of

FEED = "/v1/feed"


async def test_documents_come_as_one_batch_with_their_very_bytes(http, rows):
    said = b'{ "id": "1",\n  "words": "\xe8\xb7\xaf\xe9\x9d\xa2" }'
    await rows.add([row(0, value=said), row(1)])
    answer = await http.get(FEED, headers=HOUSING)

    assert answer.content == b"[" + said + b"," + value_of(TASKS, 1) + b"]"
    assert answer.headers["content-type"] == "application/cloudevents-batch+json"


async def test_the_next_page_is_where_the_link_says(http, rows):
    await rows.add([row(n, place) for place in PLACES for n in range(5)])
    seen, path = [], f"{FEED}?limit=4"
    while page := (answer := await http.get(path, headers=HOUSING)).json():
        assert len(page) <= 4
        seen += [(one["of"], one["n"]) for one in page]
        path = answer.links["next"]["url"]

    assert len(set(seen)) == len(seen) == 30
    assert f"after={answer.headers['feed-cursor']}" in path


async def test_each_department_reads_its_own(http, rows):
    await rows.add([row(0), row(0, places_of("transport")[0])])
    mine = (await http.get(FEED, headers=HOUSING)).json()
    theirs = (await http.get(FEED, headers=TRANSPORT)).json()

    assert [one["of"] for one in mine] == ["departments.housing.tasks/0"]
    assert [one["of"] for one in theirs] == ["departments.transport.tasks/0"]


@pytest.mark.parametrize(
    ("caller", "status", "reason"),
    [
        ({}, 401, "not-identified"),
        (DISPATCHER, 403, "role-required"),
        (bearer("department"), 403, "department-required"),
    ],
)
async def test_it_is_for_departments(http, caller, status, reason):
    answer = await http.get(FEED, headers=caller)

    assert answer.status_code == status
    assert answer.json()["type"] == f"/problems/{reason}"


THEIRS = Position("transport", (0,) * len(PLACES)).cursor


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        THEIRS,
        write_cursor(("feed", DEPARTMENT, 1)),
        write_cursor(("feed", DEPARTMENT, *[0] * 5, -1)),
        write_cursor(("feed", DEPARTMENT, *[0] * 5, "0")),
        write_cursor((MONDAY, "a task")),
    ],
)
async def test_a_cursor_of_something_else_is_refused(http, cursor):
    answer = await http.get(FEED, params={"after": cursor}, headers=HOUSING)

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/bad-cursor"


AHEAD = [Position(DEPARTMENT, (0, 0, 0, n, 0, 0)).cursor for n in (4, 10**60)]


@pytest.mark.parametrize("cursor", AHEAD)
async def test_a_cursor_ahead_of_all_there_is_is_told_to_start_again(
    http, rows, cursor
):
    await rows.add([row(n, CONTENTS) for n in range(3)])
    answer = await http.get(FEED, params={"after": cursor}, headers=HOUSING)

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/bad-cursor"
    assert "start again without `after`" in answer.json()["title"]
    assert "请去掉 after" in answer.json()["title_zh"]


async def test_a_cursor_of_the_department_before_it_left_is_refused(http, rows):
    await rows.add([row(n) for n in range(3)])
    answer = await http.get(FEED, headers=HOUSING)
    rows.kept.clear()
    again = await http.get(answer.links["next"]["url"], headers=HOUSING)

    assert again.json()["type"] == "/problems/bad-cursor"


async def test_a_cursor_at_the_end_of_what_has_all_gone_is_good(http, rows):
    await rows.add([row(n) for n in range(3)])
    answer = await http.get(FEED, headers=HOUSING)
    await rows.forget(TASKS, MONDAY + timedelta(days=1))
    again = await http.get(answer.links["next"]["url"], headers=HOUSING)

    assert (again.status_code, again.json()) == (200, [])


async def test_a_cursor_that_is_too_old_is_told_where_to_go_on(http, rows):
    await rows.add([row(n) for n in range(6)])
    path = (await http.get(f"{FEED}?limit=1", headers=HOUSING)).links["next"]["url"]
    await rows.forget(TASKS, MONDAY + timedelta(minutes=4))
    refused = await http.get(path, headers=HOUSING)
    assert refused.status_code == 410
    assert refused.json()["type"] == "/problems/cursor-too-old"

    again = await http.get(refused.links["first"]["url"], headers=HOUSING)
    assert [one["n"] for one in again.json()] == [4, 5]


async def test_one_may_begin_at_the_end_or_at_a_time(http, rows):
    await rows.add([row(n) for n in range(6)])
    now = await http.get(FEED, params={"after": "now"}, headers=HOUSING)
    time = {"from": (MONDAY + timedelta(minutes=3)).isoformat()}
    since = await http.get(FEED, params=time, headers=HOUSING)
    assert now.json() == []
    assert [one["n"] for one in since.json()] == [3, 4, 5]

    await rows.add([row(6)])
    for answer in (now, since):
        later = await http.get(answer.links["next"]["url"], headers=HOUSING)
        assert [one["n"] for one in later.json()] == [6]


async def test_two_beginnings_are_refused(http):
    query = {"after": "now", "from": MONDAY.isoformat()}
    answer = await http.get(FEED, params=query, headers=HOUSING)

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/two-beginnings"


@pytest.mark.parametrize(
    "time",
    [
        "1772442000",
        "1772442000.5",
        "2026-03-02T09:00:00",
        "2026-03-02",
        "2026-03-02T09:00:00 08:00",
        "monday",
        "",
    ],
)
async def test_a_time_that_does_not_say_its_zone_is_refused_with_an_example(http, time):
    answer = await http.get(f"{FEED}?from={time}", headers=HOUSING)
    no = answer.json()

    assert (answer.status_code, no["type"]) == (400, "/problems/no-time")
    assert (no["errors"][0]["pointer"], no["errors"][0]["place"]) == ("/from", "query")
    example = no["title"].rsplit(" ", 1)[1]
    assert example in no["title_zh"]
    good = await http.get(f"{FEED}?{example}", headers=HOUSING)
    assert good.status_code == 200


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "wait=31"])
async def test_wishes_have_bounds(http, query):
    assert (await http.get(f"{FEED}?{query}", headers=HOUSING)).status_code == 422


async def test_a_long_poll_is_answered_when_something_comes(http, rows):
    asking = asyncio.create_task(http.get(f"{FEED}?wait=30", headers=HOUSING))
    await asyncio.sleep(0.05)
    assert not asking.done()
    await rows.add([row(0, CONTENTS)])
    async with asyncio.timeout(5):
        answer = await asking

    assert [one["of"] for one in answer.json()] == ["departments.housing.contents/0"]
