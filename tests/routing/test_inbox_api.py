"""Inboxes over HTTP: pages, filters, counts."""

from datetime import timedelta

import pytest

from contracts.codes import derived_id
from tests.routing.callers import DISPATCHER, HOUSING, MARKET, TRANSPORT, bearer
from tests.routing.inbox_suite import NO_COUNTS
from tests.routing.world import CASE_NO


async def cases(world, count):
    for number in range(count):
        await world.accept(case_id=derived_id(str(number)), category="consumer")
        world.city.clock.advance(timedelta(hours=12))
    await world.show()


INBOX = "/v1/departments/market/tasks"


async def test_the_inbox_is_read_page_by_page_as_things_fall_due(http, world):
    await world.accept()
    await cases(world, 5)
    seen, path = [], f"{INBOX}?limit=2"
    while path:
        answer = await http.get(path, headers=MARKET)
        seen += answer.json()["tasks"]
        path = answer.links["next"]["url"] if "next" in answer.links else None

    assert len({row["task_id"] for row in seen}) == len(seen) == 5
    assert [row["due_at"] for row in seen] == sorted(row["due_at"] for row in seen)


async def test_the_inbox_tells_what_is_late(http, world):
    await world.accept()
    await cases(world, 3)
    world.city.clock.now = (await world.handlings.load(derived_id("0"))).tasks[0].due_at
    inbox = (await http.get(f"{INBOX}?overdue=true", headers=MARKET)).json()

    assert inbox["counts"] == NO_COUNTS | {"assigned": 3, "overdue": 1}
    assert [row["overdue"] for row in inbox["tasks"]] == [True]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("?state=assigned", 2),
        ("?state=assigned&state=paused", 2),
        ("?state=completed", 0),
        ("?due_before=2026-03-01T00:00:00Z", 0),
        ("?due_after=2026-03-01T00:00:00Z", 2),
        ("?due_soon=true", 0),
        ("?area=990101", 2),
        ("?area=990102", 0),
        (f"?case_no={CASE_NO}", 2),
        ("?case_no=202603020000025", 0),
        ("?role=lead", 2),
        ("?role=co_handler", 0),
        ("?level=1&level=2", 0),
    ],
)
async def test_the_inbox_is_filtered(http, world, query, found):
    await world.accept()
    await cases(world, 2)

    inbox = (await http.get(INBOX + query, headers=MARKET)).json()
    assert len(inbox["tasks"]) == found


@pytest.mark.parametrize(
    "caller",
    [HOUSING, bearer("dispatcher", area="990102"), bearer("supervisor", area="")],
)
async def test_an_inbox_of_others_shows_nothing(http, world, caller):
    await world.accept()
    await cases(world, 1)

    inbox = (await http.get(INBOX, headers=caller)).json()
    assert inbox == {"tasks": [], "counts": NO_COUNTS}


@pytest.mark.parametrize(
    ("caller", "query", "found"),
    [
        (DISPATCHER, "", 2),
        (DISPATCHER, "?department=transport", 1),
        (DISPATCHER, "?area=990102", 0),
        (bearer("supervisor", area="990102"), "", 0),
        (TRANSPORT, "", 1),
        (TRANSPORT, "?department=urban-mgmt", 0),
    ],
)
async def test_tasks_of_all_departments_are_for_who_decides(
    http, world, caller, query, found
):
    await world.accept(category="transit")
    await world.show()

    answer = (await http.get(f"/v1/tasks{query}", headers=caller)).json()
    assert len(answer["tasks"]) == answer["counts"]["assigned"] == found


@pytest.mark.parametrize(
    "query",
    [
        "state=gone",
        "state=assigned&state=gone",
        "overdue=yes",
        "due_soon=false",
        "due_before=soon",
        "due_before=0001-01-01T00:00:00%2B14:00",
        "area=99",
        "case_no=1",
        "role=helper",
        "level=4",
        "level=high",
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(http, query):
    answer = await http.get(f"{INBOX}?{query}", headers=MARKET)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["place"] == "query"


async def test_a_clerk_has_no_inbox(http):
    assert (await http.get("/v1/tasks", headers=bearer("clerk"))).status_code == 403
