"""Every action clicked twice: one request under its key, or done already."""

import pytest

from tests.routing.http.endpoints import EACH, path_of

KEY = {"Idempotency-Key": "the-first-one"}
DONE = [
    "tasks/{id}/acknowledge",
    "tasks/{id}/return",
    "tasks/{id}/pause",
    "tasks/{id}/resume",
    "tasks/{id}/complete",
    "tasks/{id}/transfer",
    "tasks/{id}/designate",
    "tasks/{id}/waive",
    "tasks/{id}/decide-parking",
    "handlings/{case_id}/assign",
    "handlings/{case_id}/joint-meeting/minutes",
    "handlings/{case_id}/merge",
    "handlings/{case_id}/redo",
]
UPHELD = {"decision": "upheld", "to": "planning"}


async def twice(http, world, name, **headers):
    """The same click again; what the world had said after the first."""
    await EACH[name].before(world)
    path, one = await path_of(world, name), EACH[name]
    first = await http.post(path, headers=one.by | headers, json=one.body)
    await world.city.settle()
    said = len(world.city.published)
    again = await http.post(path, headers=one.by | headers, json=one.body)
    await world.city.settle()
    return first, again, len(world.city.published) - said


@pytest.mark.parametrize("name", EACH)
async def test_under_its_key_the_second_click_gets_the_first_answer(http, world, name):
    first, again, more = await twice(http, world, name, **KEY)

    assert (first.status_code, again.status_code, more) == (200, 200, 0)
    assert again.json() == first.json()
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("name", EACH)
async def test_another_body_under_the_key_is_another_request(http, world, name):
    await twice(http, world, name, **KEY)
    path, one = await path_of(world, name), EACH[name]
    other = one.body | {"remark": "not the same bytes"}
    answer = await http.post(path, headers=one.by | KEY, json=other)

    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/idempotency-key-reused"


async def test_one_key_of_two_people_is_two_keys(http, world):
    name = "handlings/{case_id}/follow-up"
    await twice(http, world, name, **KEY)
    other = EACH["tasks/{id}/transfer"].by | KEY
    path = await path_of(world, name)
    answer = await http.post(path, headers=other, json=EACH[name].body)

    assert answer.status_code == 409


@pytest.mark.parametrize("name", DONE)
async def test_without_a_key_what_is_done_already_says_so(http, world, name):
    _, again, more = await twice(http, world, name)

    problem = again.json()
    assert (again.status_code, more) == (409, 0)
    assert problem["title"].startswith("this is done already: ")
    assert problem["title_zh"].startswith("此操作已办理过:")


async def test_a_return_that_was_upheld_is_decided_already(http, world):
    name = "tasks/{id}/decide-return"
    await EACH[name].before(world)
    path, by = await path_of(world, name), EACH[name].by
    await http.post(path, headers=by, json=UPHELD)
    again = await http.post(path, headers=by, json=UPHELD)

    assert again.json()["title"].startswith("this is done already")


async def test_what_was_never_done_is_a_wrong_moment_and_no_repeat(http, world):
    await EACH["tasks/{id}/acknowledge"].before(world)
    path = await path_of(world, "tasks/{id}/complete")
    one = EACH["tasks/{id}/complete"]
    answer = await http.post(path, headers=one.by, json=one.body)

    assert answer.json()["title"].startswith("the task is assigned")


async def test_another_verdict_than_the_first_is_not_done_already(http, world):
    name = "tasks/{id}/decide-return"
    await EACH[name].before(world)
    path, by = await path_of(world, name), EACH[name].by
    await http.post(path, headers=by, json=UPHELD)
    other = await http.post(path, headers=by, json={"decision": "dismissed"})

    assert other.status_code == 409
    assert "done already" not in other.json()["title"]
