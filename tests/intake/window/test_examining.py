"""The window looks at a matter: what a clerk sends, and what everybody sees then."""

from datetime import timedelta

import pytest

from contracts.intake import CaseAccepted, CaseDeclined
from services.intake.domain.asking import allowed
from services.intake.domain.window.allowing import RESIDENT as OF_THE_RESIDENT
from tests.intake.world import (
    LI,
    RESIDENT,
    SUPERVISOR,
    World,
    clerk,
    form,
    officer,
)

DAY = timedelta(days=1)
COURT = {"reason": "legal_route", "authority": "court"}
ANSWER = {"text": "今天已经清运。"}
NOTICE = {
    "defects": [
        {"pointer": "/applicant/id_number", "reason": "missing"},
        {"pointer": "/answers", "reason": "unreadable"},
    ],
    "words": "身份证复印件看不清,请再交一份。",
}


async def examined(world: World, by: str = clerk(), **changed: object) -> str:
    key = f"examined/{changed.get('title', '')}"
    answer = await world.post(form(examine=True, **changed), by=by, key=key)
    assert answer.json()["state"] == "registered", answer.text
    return answer.json()["case_id"]


async def test_what_is_examined_goes_to_nobody_until_it_is_accepted(world: World):
    case_id = await examined(world)
    assert not world.told(CaseAccepted)

    answer = await world.ask(case_id, "accept")

    assert answer.json()["state"] == "accepted"
    assert len(world.told(CaseAccepted)) == 1


async def test_a_second_click_on_an_answer_gets_the_same_case(world: World):
    case_id = await examined(world)
    first, again = [await world.ask(case_id, "answer", ANSWER) for _ in range(2)]
    other = await world.ask(case_id, "answer", {"text": "明天清运。"})

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert world.said().count("case-answered-at-once") == 1
    assert other.status_code == 409


async def test_the_window_has_five_working_days_and_silence_accepts(world: World):
    case_id = await examined(world)
    seen = (await world.get(f"/v1/cases/{case_id}", clerk())).json()
    assert seen["examine_by"] == "2026-03-09T10:00:00Z"

    world.city.clock.advance(7 * DAY + timedelta(hours=1))
    await world.city.ring()

    (said,) = world.told(CaseAccepted)
    assert said.deemed
    assert said.accepted_at == said.received_at


async def test_a_declined_matter_tells_the_resident_where_to_go(world: World):
    receipt = (await world.post(form(examine=True))).json()
    answer = await world.ask(receipt["case_id"], "decline", COURT)
    assert answer.json()["state"] == "declined"

    told = (await world.progress(receipt)).json()

    assert "人民法院" in told["steps"][-1]["words"]
    assert world.told(CaseDeclined)[0].authority == "court"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"reason": "no_wish"}, "/reason"),
        ({"reason": "legal_route"}, "/authority"),
        ({"reason": "legal_route", "authority": "railway"}, "/authority"),
        ({"reason": "same_matter", "authority": "court"}, "/authority"),
        ({"reason": "not_corrected"}, "/reason"),
    ],
)
async def test_a_decline_needs_a_listed_reason_and_a_place_to_go(
    world: World, body, pointer: str
):
    case_id = await examined(world)

    answer = await world.ask(case_id, "decline", body)

    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == [pointer]
    assert (await world.case(case_id)).state == "registered"


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("accept", None),
        ("decline", COURT),
        ("hand-over", {"reason": "other_city", "authority": "other_city"}),
        ("confirm-hand-over", None),
        ("answer", {"text": "可以。"}),
        ("request-correction", NOTICE),
    ],
)
async def test_only_the_window_decides(world: World, what: str, body):
    case_id = await examined(world)
    web = form(channel="web", applicant=None)
    own = (await world.post(web, by=RESIDENT, key="the-residents-own")).json()[
        "case_id"
    ]

    for case, by in ((own, RESIDENT), (case_id, SUPERVISOR), (case_id, officer("x"))):
        answer = await world.ask(case, what, body, by=by)
        assert answer.status_code == 403, answer.text
    elsewhere = await world.ask(case_id, what, body, by=clerk("990102"))
    assert elsewhere.status_code == 404


async def test_an_inquiry_is_answered_at_the_window_in_one_step(world: World):
    body = form(request_type="inquiry", answer="带身份证就可以办。")

    receipt = (await world.post(body)).json()

    assert receipt["state"] == "answered_at_once"
    assert (await world.progress(receipt)).json()["answer"] == "带身份证就可以办。"
    assert not world.told(CaseAccepted)


@pytest.mark.parametrize("field", [{"answer": "可以"}, {"examine": True}])
async def test_a_resident_does_not_answer_for_the_window(world: World, field):
    answer = await world.post(form(channel="web", **field), by=RESIDENT)

    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == [f"/{next(iter(field))}"]


async def test_a_notice_is_read_with_the_code_and_names_every_field(world: World):
    receipt = (await world.post(form(examine=True))).json()
    answer = await world.ask(receipt["case_id"], "request-correction", NOTICE)
    assert answer.status_code == 200, answer.text

    told = (await world.progress(receipt)).json()

    assert told["state"] == "correction_requested"
    assert [each["pointer"] for each in told["to_correct"]] == [
        "/applicant/id_number",
        "/answers",
    ]
    assert "看不清" in told["notice"]
    assert "2026年4月1日" in told["next"]


async def test_no_word_of_a_notice_is_on_a_topic(world: World):
    case_id = await examined(world)
    await world.ask(case_id, "request-correction", NOTICE)

    assert "复印件" not in world.everything_said()


async def test_the_package_for_another_authority_is_logged_before_it_is_read(world):
    case_id = await examined(world)
    to = {"reason": "other_city", "authority": "other_city"}
    await world.ask(case_id, "hand-over", to)

    package = (await world.get(f"/v1/cases/{case_id}/hand-over", clerk())).json()

    assert package["content"]["text"] == form()["text"]
    assert world.readings.noted[-1].reason == "hand-over"


async def test_who_asked_not_to_be_named_is_not_named_in_the_package(world: World):
    case_id = await examined(world, anonymity="confidential", agent=LI)
    to = {"reason": "other_city", "authority": "other_city"}
    await world.ask(case_id, "hand-over", to)

    package = await world.get(f"/v1/cases/{case_id}/hand-over", clerk())

    assert package.json()["content"]["text"] == form()["text"]
    assert not [name for name in ("张三", "李四") if name in package.text]


async def test_what_nobody_handed_over_has_no_package(world: World):
    case_id = await examined(world)

    answer = await world.get(f"/v1/cases/{case_id}/hand-over", clerk())

    assert answer.status_code == 404


async def test_a_case_says_what_may_be_done_with_it(world: World):
    case_id = await examined(world)

    seen = (await world.get(f"/v1/cases/{case_id}", clerk())).json()

    assert seen["allowed"] == [
        "accept",
        "request_correction",
        "correct",
        "decline",
        "hand_over",
        "answer",
        "withdraw",
        "urge",
        "supplement",
        "attach",
        "take_back",
    ]


async def test_a_resident_is_offered_what_is_theirs_to_do(world: World):
    web = form(channel="web", applicant=None)
    receipt = (await world.post(web, by=RESIDENT)).json()
    path = f"/v1/cases/{receipt['case_id']}"
    waiting = (await world.case(receipt["case_id"])).but(state="registered")

    theirs = allowed(waiting, world.city.clock(), OF_THE_RESIDENT)
    assert not {"accept", "decline", "answer"} & set(theirs)
    assert {"correct", "withdraw"} <= set(theirs)
    seen = (await world.get(path, RESIDENT)).json()
    assert seen["allowed"] == ["withdraw", "urge", "supplement", "attach"]
