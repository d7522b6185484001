"""A form begun now and handed in later."""

import asyncio
from datetime import timedelta

import pytest

from contracts.intake import CaseAccepted
from services.intake.receiving.form import CaseForm
from services.kit.errors import Rejected
from tests.intake.world import RESIDENT, World, bearer, clerk, form

BEGUN = {
    "kind": "request",
    "category": "sanitation",
    "area": "990101001",
    "channel": "web",
    "title": "垃圾桶",
}


async def begin(world: World, body=BEGUN, by: str = RESIDENT, key="draft/0001"):
    headers = bearer(by) | {"Idempotency-Key": key}
    return await world.http.post("/v1/drafts", json=body, headers=headers)


async def save(world: World, case_id: str, body, by: str = RESIDENT, **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    path = f"/v1/drafts/{case_id}"
    return await world.http.put(path, json=body, headers=bearer(by) | named)


async def hand_in(world: World, case_id: str, by: str = RESIDENT):
    path = f"/v1/drafts/{case_id}/hand-in"
    answer = await world.http.post(path, headers=bearer(by))
    await world.city.settle()
    return answer


async def test_a_draft_goes_to_nobody_and_keeps_its_number(world: World):
    draft = (await begin(world)).json()
    assert draft["state"] == "draft"
    assert world.everything_said() == ""
    body = form(channel="web", applicant=None)
    assert (await save(world, draft["case_id"], body)).status_code == 200

    receipt = (await hand_in(world, draft["case_id"])).json()

    assert receipt["state"] == "accepted"
    assert receipt["case_no"] == draft["case_no"]
    assert receipt["query_code"] == draft["query_code"]
    assert [f.case_no for f in world.told(CaseAccepted)] == [draft["case_no"]]


async def test_a_double_click_gets_one_number_that_holds(world: World):
    answers = await asyncio.gather(*[begin(world) for _ in range(10)])

    (told,) = {answer.text for answer in answers}
    case = await world.case(answers[0].json()["case_id"])
    assert case.case_no in told
    assert (await world.progress(answers[0].json())).status_code == 200


async def test_two_drafts_at_once_under_one_key_are_not_taken_for_one(world: World):
    bodies = [BEGUN | {"title": "一"}, BEGUN | {"title": "二"}]

    answers = await asyncio.gather(*[begin(world, body) for body in bodies])

    assert sorted(answer.status_code for answer in answers) == [201, 422]


async def test_a_fault_in_a_draft_is_shown_at_its_field(world: World):
    answer = await begin(world, BEGUN | {"text": "a\x00b"})

    assert [e["pointer"] for e in answer.json()["errors"]] == ["/text"]


async def test_handing_in_twice_is_one_case(world: World):
    draft = (await begin(world, form(channel="web", applicant=None))).json()

    first = await hand_in(world, draft["case_id"])
    second = await hand_in(world, draft["case_id"])

    assert first.json() == second.json()
    assert len(world.told(CaseAccepted)) == 1


async def test_what_is_missing_is_named_when_it_is_handed_in(world: World):
    draft = (await begin(world)).json()

    answer = await hand_in(world, draft["case_id"])

    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/text"]
    assert (await world.case(draft["case_id"])).state == "draft"


async def test_the_window_goes_on_with_what_a_resident_began(world: World):
    draft = (await begin(world)).json()

    seen = (await world.get(f"/v1/drafts/{draft['case_id']}", clerk())).json()

    assert seen["fields"]["title"] == "垃圾桶"
    assert world.readings.noted[-1].reason == "draft"


async def test_another_resident_sees_no_draft(world: World):
    draft = (await begin(world)).json()

    answer = await world.get(f"/v1/drafts/{draft['case_id']}", RESIDENT + "other")

    assert answer.status_code == 404


async def test_unknown_codes_and_fields_are_refused(world: World):
    wrong = BEGUN | {"category": "no-such", "area": "12", "surprise": "x"}

    answer = await begin(world, wrong)

    assert answer.status_code == 422
    assert {e["pointer"] for e in answer.json()["errors"]} == {"/category", "/area", ""}
    assert "surprise" not in answer.text


async def test_nothing_but_listed_codes_lies_in_the_clear(world: World):
    body = BEGUN | {"item": "13900000001", "urgency": "13900000001"}
    draft = (await begin(world, body)).json()

    stored = await world.case(draft["case_id"])

    assert "13900000001" not in stored.model_dump_json()


async def test_two_people_at_one_draft_do_not_undo_each_other(world: World):
    draft = (await begin(world)).json()
    case_id = draft["case_id"]
    first = await save(world, case_id, BEGUN | {"text": "一"})

    second = await save(world, case_id, BEGUN, if_match='"1"')

    assert first.headers["ETag"] == '"2"'
    assert second.status_code == 412


async def test_a_forgotten_draft_is_gone_and_says_so(world: World):
    draft = (await begin(world)).json()
    world.city.clock.advance(timedelta(days=31))
    await world.city.ring()

    seen = (await world.get(f"/v1/drafts/{draft['case_id']}", RESIDENT)).json()
    told = (await world.progress(draft)).json()

    assert seen["fields"] == {}
    assert told["state"] == "expired"
    answer = await hand_in(world, draft["case_id"])
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/wrong-state"


async def test_a_resident_does_not_fill_in_what_the_window_says(world: World):
    body = BEGUN | {"answer": "可以", "agent": {"name": "李四"}}

    answer = await begin(world, body)

    assert answer.status_code == 422
    pointers = {e["pointer"] for e in answer.json()["errors"]}
    assert pointers == {"/answer", "/agent"}


async def test_a_draft_that_was_saved_meanwhile_is_not_handed_in_without_it(world):
    body = form(channel="web", applicant=None)
    draft = (await begin(world, body)).json()
    before = await world.case(draft["case_id"])
    await save(world, draft["case_id"], body | {"text": "另外,井盖也坏了。"})

    with pytest.raises(Rejected, match="saved-meanwhile"):
        await world.window.desk.hand_in(before, CaseForm.model_validate(body))
    assert (await world.case(draft["case_id"])).state == "draft"
