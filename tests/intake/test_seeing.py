"""What somebody may not see is not there: in no answer, list or code."""

from datetime import timedelta

import pytest

from contracts.codes import derived_id
from tests.intake import facts
from tests.intake.world import RESIDENT, SUPERVISOR, World, clerk, form

QINGSHI, WANGHU = "990101001", "990102001"


async def test_a_clerk_reads_cases_of_the_own_area(world: World):
    case_id = (await world.registered(area=QINGSHI))["case_id"]
    path = f"/v1/cases/{case_id}"

    own = await world.get(path, clerk("990101"))
    other = await world.get(path, clerk("990102"))
    none = await world.get(path, clerk(""))
    assert [a.status_code for a in (own, other, none)] == [200, 404, 404]
    assert own.json()["content"]["text"] == form()["text"]
    assert own.headers["etag"] == '"1"'


async def test_a_resident_reads_only_ones_own(world: World):
    mine = await world.post(form(), by=RESIDENT)
    theirs = await world.registered()

    own = await world.get(f"/v1/cases/{mine.json()['case_id']}", RESIDENT)
    other = await world.get(f"/v1/cases/{theirs['case_id']}", RESIDENT)
    listed = await world.get("/v1/cases", RESIDENT)
    assert (own.status_code, other.status_code) == (200, 404)
    assert own.json()["content"]["applicant"]["name"] == "张三"
    assert [row["case_id"] for row in listed.json()] == [mine.json()["case_id"]]


async def test_supervision_sees_how_far_it_is_and_not_what_it_says(world: World):
    case_id = (await world.registered())["case_id"]
    answer = await world.get(f"/v1/cases/{case_id}", SUPERVISOR)

    assert answer.status_code == 200
    assert (answer.json()["content"], answer.json()["answer"]) == (None, None)
    assert form()["text"] not in answer.text
    assert world.readings.noted == []


@pytest.mark.parametrize("role", ["mediator", "operator", "auditor", "archivist"])
async def test_other_roles_have_no_business_here(world: World, role: str):
    case_id = (await world.registered())["case_id"]

    for path in ("/v1/cases", f"/v1/cases/{case_id}"):
        assert (await world.get(path, f"{role}/9901/")).status_code == 403


async def test_every_reading_of_content_is_written_down(world: World):
    case_id = (await world.registered())["case_id"]
    await world.get(f"/v1/cases/{case_id}", clerk())
    await world.receive(facts.assigned(case_id, "housing"))
    await world.get(f"/v1/cases/{case_id}", "department//housing")

    noted = [(read.reader, read.case_id, read.reason) for read in world.readings.noted]
    assert noted == [
        (clerk(), case_id, "clerk-of-the-area"),
        ("department//housing", case_id, "open-task"),
    ]


async def test_an_unknown_case_is_not_known_yet(world: World):
    answer = await world.get(f"/v1/cases/{derived_id('?')}", clerk())

    assert (answer.status_code, answer.headers["retry-after"]) == (404, "2")


async def test_the_list_is_paged_newest_first_and_filtered(world: World):
    receipts = []
    for area in (QINGSHI, WANGHU, QINGSHI):
        receipts.append(await world.registered(area=area))
        world.city.clock.advance(timedelta(minutes=1))
    first = await world.get("/v1/cases", clerk(), limit=2)
    second = await world.http.get(
        first.links["next"]["url"], headers=first.request.headers
    )
    rows = [row["case_id"] for row in [*first.json(), *second.json()]]

    assert rows == [receipt["case_id"] for receipt in reversed(receipts)]
    assert "next" not in second.links
    assert len((await world.get("/v1/cases", clerk(), area="990102")).json()) == 1
    assert (await world.get("/v1/cases", clerk(), state="answered")).json() == []
    assert form()["title"] not in first.text


async def test_erased_content_leaves_the_case_in_its_place(world: World):
    case_id = (await world.registered())["case_id"]
    await world.vault.destroy(case_id)

    shown = await world.get(f"/v1/cases/{case_id}", clerk())
    assert (shown.status_code, shown.json()["content"]) == (200, None)


async def test_a_wrong_code_answers_like_an_unknown_number(world: World):
    receipt = await world.registered()
    wrong = await world.progress(receipt, code="AAAAAA")
    unknown = await world.progress(receipt, case_no="209901010000019")
    empty = await world.progress(receipt, code="")

    answers = [answer.json() | {"trace_id": ""} for answer in (wrong, unknown, empty)]
    assert wrong.status_code == 404
    assert answers[0] == answers[1] == answers[2]


async def test_codes_cannot_be_tried_out(world: World):
    receipt = await world.registered()
    tries = [await world.progress(receipt, code=f"AAAA{n}A") for n in range(2, 6)]
    right = await world.progress(receipt)

    assert [answer.status_code for answer in tries] == [404, 404, 404, 429]
    assert right.status_code == 429
    line = world.window.catalogue.help_line
    assert line in right.json()["title"]
    assert line in right.json()["title_zh"]
    assert right.headers["retry-after"] == "3600"
    world.city.clock.advance(timedelta(hours=1))
    assert (await world.progress(receipt)).status_code == 200


async def test_one_client_cannot_try_many_numbers(world: World):
    receipt = await world.registered()
    numbers = [f"20260302{n:06}0" for n in range(10, 16)]
    tries = [await world.progress(receipt, case_no=number) for number in numbers]

    assert [answer.status_code for answer in tries] == [404] * 5 + [429]


async def test_asking_rightly_is_never_too_often(world: World):
    receipt = await world.registered()
    answers = [await world.progress(receipt) for _ in range(8)]

    assert {answer.status_code for answer in answers} == {200}
