"""Every wrong input gets a plain answer at its field, and is not repeated."""

import json
from typing import Any

import httpx
import pytest

from tests.intake.world import LI, RESIDENT, ZHANG, World, clerk, form


def _person(**changed: Any) -> dict[str, Any]:
    return ZHANG | changed


async def _raw(world: World, body: bytes) -> httpx.Response:
    headers = {
        "Authorization": f"Bearer {clerk()}",
        "Idempotency-Key": "garbage-0001",
        "Content-Type": "application/json",
    }
    return await world.http.post("/v1/cases", content=body, headers=headers)


DEEP: dict[str, Any] = {}
for _ in range(9):
    DEEP = {"in": DEEP}

WRONG = [
    ("/kind", {"kind": "-1"}),
    ("/kind", {"kind": 7}),
    ("/kind", {"kind": ""}),
    ("/request_type", {"request_type": "shouting"}),
    ("/request_type", {"request_type": None}),
    ("/category", {"category": "moon-base"}),
    ("/area", {"area": "110101"}),
    ("/area", {"area": "99-01"}),
    ("/channel", {"channel": "pigeon"}),
    ("/urgency", {"urgency": "very-very"}),
    ("/happened_on", {"happened_on": "2999-01-01"}),
    ("/happened_on", {"happened_on": "9999-12-31", "category": "labour"}),
    ("/item", {"item": "time-travel"}),
    ("/item", {"kind": "service", "request_type": None}),
    ("/item", {"item": "water"}),
    ("/item", {"category": "consumer", "item": "food-licence"}),
    ("/item", {"category": "sanitation-toilets", "item": "water"}),
    ("/title", {"title": ""}),
    ("/title", {"title": "   "}),
    ("/title", {"title": "长" * 201}),
    ("/title", {"title": "一行\n又一行"}),
    ("/title", {"title": "\u200b\u2060 \u3164\ufe0f"}),
    ("/title", {"title": "反\u202e转"}),
    ("/text", {"text": "\x00"}),
    ("/text", {"text": "响\x07铃"}),
    ("/text", {"text": "长" * 20_001}),
    ("/text", {"text": None}),
    ("/text", {"text": "\u200b\n\u200d\u2800"}),
    ("/answers", {"answers": []}),
    ("/answers", {"answers": {"a": "\x1b[2J"}}),
    ("/answers", {"answers": {"\x00": 1}}),
    ("/answers", {"answers": DEEP}),
    ("/answers", {"answers": {"a": "长" * 200_001}}),
    ("/applicant/name", {"applicant": _person(name="")}),
    ("/applicant/name", {"applicant": _person(name="张\r三")}),
    ("/applicant/name", {"applicant": _person(name="\u200b")}),
    ("/applicant/phone", {"applicant": _person(phone="call me")}),
    ("/applicant/phone", {"applicant": _person(phone="1" * 16)}),
    ("/applicant/phone", {"applicant": _person(phone="١٣٩٠٠٠٠٠٠٠١")}),
    ("/applicant/email", {"applicant": _person(email="zhangsan-at-nowhere")}),
    ("/applicant/email", {"applicant": _person(email="a@b.example\nBcc: c@d.example")}),
    ("/applicant/id_number", {"applicant": _person(id_number="110101199003071939")}),
    ("/applicant/*", {"applicant": _person(height=180)}),
    ("/agent/name", {"agent": {"phone": "139-0000-0002"}}),
    ("/*", {"price": 1}),
    ("/answers/parties", {"kind": "dispute", "answers": {"parties": "李四"}}),
    ("/answers/parties/0", {"kind": "dispute", "answers": {"parties": [{}]}}),
    (
        "/answers/parties/0/email",
        {"kind": "dispute", "answers": {"parties": [{"name": "李四", "email": "@"}]}},
    ),
]


@pytest.mark.parametrize(("pointer", "changed"), WRONG)
async def test_a_wrong_field_is_named(world: World, pointer: str, changed: dict):
    answer = await world.post(form(**changed))

    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["type"] == "/problems/invalid"
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert all(error["en"] and error["zh"] for error in problem["errors"])
    assert world.said() == []


async def test_all_complaints_come_at_once(world: World):
    answer = await world.post(form(category="moon", area="1101", title="\x00"))

    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"/category", "/area", "/title"}


async def test_what_was_sent_is_not_repeated(world: World):
    secret = "planted-9f3"
    wrong = form(kind=secret, item=secret, area=secret, answers={secret: "\x00"})
    answer = await world.post(wrong | {"applicant": _person(email=secret)})

    assert answer.status_code == 422
    assert secret not in answer.text


async def test_a_clerk_registers_in_the_own_area_only(world: World):
    answer = await world.post(form(area="990102001"), by=clerk("990101"))

    assert [error["code"] for error in answer.json()["errors"]] == ["outside"]


async def test_a_clerk_without_area_registers_nowhere(world: World):
    assert (await world.post(form(), by=clerk(""))).status_code == 422


async def test_an_agent_goes_to_the_counter(world: World):
    answer = await world.post(form(agent=LI), by=RESIDENT)

    assert [error["pointer"] for error in answer.json()["errors"]] == ["/agent"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"a":' * 5000, b"\xff\xfe", b"9" * 5000, b"null"]
)
async def test_what_is_no_form_is_refused(world: World, body: bytes):
    assert (await _raw(world, body)).status_code in {400, 422}


@pytest.mark.parametrize(
    ("pointer", "changed"),
    [
        ("/title", {"title": "\ud800"}),
        ("/text", {"text": "\udfff"}),
        ("/answers", {"answers": {"a": "\ud800"}}),
        ("/answers", {"answers": {"a": float("inf")}}),
        ("/answers", {"answers": {"a": [float("nan")]}}),
    ],
)
async def test_what_json_allows_and_text_does_not_is_named(
    world: World, pointer: str, changed: dict
):
    answer = await _raw(world, json.dumps(form(**changed)).encode())

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("lines", ["第一行\n第二行\t完", "👩‍👩‍👧 家庭", "a\u200bb"])
async def test_ordinary_text_is_taken_as_it_is(world: World, lines: str):
    assert (await world.post(form(text=lines))).status_code == 201


@pytest.mark.parametrize("category", ["utilities", "utilities-water-quality"])
async def test_an_item_may_be_named_with_any_category_below_its_own(
    world: World, category: str
):
    answer = await world.post(form(category=category, item="water"))

    assert answer.status_code == 201


async def test_a_list_too_long_to_read_is_not_recited(world: World):
    answer = await world.post(form(category="moon-base"))

    assert "utilities-water" not in answer.text
