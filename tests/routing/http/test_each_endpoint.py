"""Every action over HTTP: roles, strangers, moments, stale tags and wrong bodies."""

import pytest

from services.routing.app import ACTING
from tests.routing.callers import bearer
from tests.routing.http.endpoints import EACH, alone, path_of

ROLES = ("department", "dispatcher", "supervisor", "clerk", "resident", "auditor")
OWN = [name for name, one in EACH.items() if one.may == ("department",)]
AFTERWARDS = [
    "tasks/{id}/request-exclusion",
    "tasks/{id}/decide-exclusion",
    "handlings/{case_id}/follow-up",
    "handlings/{case_id}/redo",
]
REFUSABLE = [name for name, one in EACH.items() if one.wrong is not None]


async def ready(world, name):
    """The path of the endpoint, at a moment at which it can be used."""
    await EACH[name].before(world)
    return await path_of(world, name)


async def use(http, world, name, **how):
    path = await ready(world, name)
    one = EACH[name]
    body, headers = how.get("body", one.body), one.by | how.get("headers", {})
    return await http.post(path, headers=headers, json=body)


def test_every_endpoint_that_changes_something_is_tried_here():
    paths = {route.path for router in ACTING for route in router.routes}
    posts = {f"/v1/{name}" for name in EACH}

    reading = {"/v1/handlings/{case_id}"}
    assert paths - reading == posts


@pytest.mark.parametrize("name", EACH)
async def test_it_does_what_is_asked_and_shows_what_came_of_it(http, world, name):
    answer = await use(http, world, name)

    assert answer.status_code == 200
    assert answer.headers["ETag"]
    assert answer.json()["case_id"]


@pytest.mark.parametrize("name", EACH)
async def test_each_has_its_roles(http, world, name):
    path, may = await ready(world, name), set()
    for role in ROLES:
        caller = bearer(role, "planning", area="990102")
        answer = await http.post(path, headers=caller, json=EACH[name].body)
        if answer.json()["type"] != "/problems/role-required":
            may.add(role)

    assert may == set(EACH[name].may)


@pytest.mark.parametrize("name", EACH)
async def test_who_may_do_it_elsewhere_finds_nothing(http, world, name):
    """A department without a task there, an office of another area."""
    path = await ready(world, name)
    for role in EACH[name].may:
        stranger = bearer(role, "planning", area="990102")
        answer = await http.post(path, headers=stranger, json=EACH[name].body)
        assert answer.status_code == 404


@pytest.mark.parametrize("name", OWN)
async def test_a_partner_in_the_same_case_does_not_act_for_another(http, world, name):
    path = await ready(world, name)
    partner = bearer("department", "housing")
    answer = await http.post(path, headers=partner, json=EACH[name].body)

    assert answer.status_code == 404


@pytest.mark.parametrize("name", EACH)
async def test_a_stale_tag_is_told_before_anything_happens(http, world, name):
    answer = await use(http, world, name, headers={"If-Match": '"77"'})

    assert answer.status_code == 412
    assert answer.json()["title_zh"]


@pytest.mark.parametrize("name", REFUSABLE)
async def test_a_wrong_body_is_told_in_both_languages(http, world, name):
    answer = await use(http, world, name, body=EACH[name].wrong)

    problem = answer.json()
    assert answer.status_code == 422
    assert problem["title"].isascii()
    assert not problem["title_zh"].isascii()


@pytest.mark.parametrize("name", [name for name in EACH if name not in AFTERWARDS])
async def test_what_is_withdrawn_says_so_and_what_would_be_possible(http, world, name):
    path = await ready(world, name)
    await world.withdraw()
    answer = await http.post(path, headers=EACH[name].by, json=EACH[name].body)

    assert_wrong_state(answer, "cancelled", "已撤销")


@pytest.mark.parametrize("name", AFTERWARDS)
async def test_what_is_for_afterwards_says_so(http, world, name):
    await alone(world)
    path = await path_of(world, name)
    answer = await http.post(path, headers=EACH[name].by, json=EACH[name].body)

    state = "in_progress" if "handlings" in name else "acknowledged"
    assert_wrong_state(answer, state, "办理中")


def assert_wrong_state(answer, state, zh):
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (409, "/problems/wrong-state")
    assert f" is {state}; " in problem["title"]
    assert f"当前为“{zh}”" in problem["title_zh"]
