"""A clerk finds somebody's cases by a number, and it is written down."""

from datetime import timedelta

import httpx
import pytest

from services.kit.serving.paging import read_cursor
from tests.intake.world import LI, RESIDENT, SUPERVISOR, ZHANG, World, bearer, clerk

LOOK_UP = "/v1/people/look-up"


OTHER = {"name": "李四", "phone": LI["phone"]}
MANDATE = {"authority": LI["authority"], "evidence": LI["evidence"]}


async def look_up(world: World, body: dict, by: str = clerk(), path: str = LOOK_UP):
    return await world.http.post(path, json=body, headers=bearer(by))


@pytest.mark.parametrize(
    "body",
    [{"phone": "+86 13900000001"}, {"id_number": " 110101199003071938"}],
)
async def test_every_way_to_write_the_number_finds_the_person(world: World, body: dict):
    mine = await world.registered(applicant=ZHANG)
    await world.registered(applicant=OTHER, agent=ZHANG | MANDATE)

    found = await look_up(world, body)
    assert found.status_code == 200, found.text
    assert [row["case_no"] for row in found.json()] == [mine["case_no"]]


async def test_it_is_written_down_for_each_case_that_is_shown(world: World):
    receipts = [await world.registered() for _ in range(3)]
    await look_up(world, {"phone": ZHANG["phone"]}, path=f"{LOOK_UP}?limit=2")

    noted = {(read.reader, read.case_id, read.reason) for read in world.readings.noted}
    shown = sorted(each["case_id"] for each in receipts)[1:]
    assert noted == {(clerk(), case_id, "person-look-up") for case_id in shown}


async def test_the_list_is_paged_and_no_address_holds_the_number(world: World):
    for _ in range(3):
        await world.registered()
        world.city.clock.advance(timedelta(minutes=1))
    body = {"phone": ZHANG["phone"]}
    first = await look_up(world, body, path=f"{LOOK_UP}?limit=2")
    link = first.headers["link"]
    rest = await look_up(world, body, path=link[1 : link.index(">")])

    rows = [*first.json(), *rest.json()]
    assert (len(first.json()), len({row["case_no"] for row in rows})) == (2, 3)
    cursor = httpx.URL(link[1 : link.index(">")]).params["after"]
    assert "13900000001" not in link + str(read_cursor(cursor))
    assert "link" not in rest.headers


async def test_another_area_and_an_unknown_person_have_no_cases(world: World):
    await world.registered(area="990101001")
    body = {"id_number": ZHANG["id_number"]}

    assert (await look_up(world, body, clerk("990102"))).json() == []
    assert (await look_up(world, body, clerk(""))).json() == []
    assert (await look_up(world, {"phone": LI["phone"]})).json() == []
    assert world.readings.noted == []


@pytest.mark.parametrize("caller", [RESIDENT, SUPERVISOR, "department//housing"])
async def test_it_is_for_clerks_alone(world: World, caller: str):
    assert (await look_up(world, {"phone": "1"}, caller)).status_code == 403


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"phone": "13900000001", "id_number": "110101199003071938"}, ""),
        ({"phone": "nobody"}, "/phone"),
        ({"id_number": "110101199003071939"}, "/id_number"),
        ({"credit_code": "91110000600037341X"}, "/credit_code"),
        ({"name": "张三"}, "/name"),
    ],
)
async def test_what_is_no_number_is_told_without_repeating_it(
    world: World, body: dict, pointer: str
):
    answer = await look_up(world, body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert not any(value in answer.text for value in body.values())
