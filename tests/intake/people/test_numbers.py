"""Numbers are checked by their kind, written in one way, and never repeated."""

from datetime import date

import pytest

from services.intake.receiving.people.forms import PersonForm
from services.intake.receiving.people.numbers import born, wrong_number, wrong_phone
from tests.intake.people.filing import COMPANY, complaints
from tests.intake.world import ZHANG, World, form

PHONES = [
    "139-0000-0001",
    "139 0000 0001",
    "13900000001",
    "+86 139 0000 0001",
    "0531-88886666",
    "(010)66668888",
    "12345",
    "110",
    "955888",
    "400-800-1234",
    "+1 415 555 2671",
]
NO_PHONES = ["call me", "12300000000", "1390000000", "88886666", "1234567", "1", "++86"]


@pytest.mark.parametrize("phone", PHONES)
def test_whatever_rings_is_a_phone_number(phone: str):
    assert wrong_phone(phone) is None


@pytest.mark.parametrize("phone", NO_PHONES)
def test_what_does_not_ring_is_none(phone: str):
    assert wrong_phone(phone) is not None


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("resident_id", "110101199003071938"),
        ("credit_code", "91110000600037341L"),
        ("passport", "EA1234567"),
        ("permit", "H12345678"),
        ("permit", "M1234567801"),
        ("permit", "12345678"),
        ("permit", "810000199003071931"),
    ],
)
def test_a_right_number_of_each_kind(kind, number: str):
    assert wrong_number(kind, number) is None


@pytest.mark.parametrize(
    ("kind", "number", "told"),
    [
        ("resident_id", "110101199003071939", "第18位校验不符"),
        ("resident_id", "11010119900307193", "应为18位"),
        ("resident_id", "H12345678", "应为18位"),
        ("resident_id", "990101199003071931", "前14位"),
        ("resident_id", "110101199013071931", "前14位"),
        ("credit_code", "911100006000373411", "第18位校验不符"),
        ("credit_code", "91110000", "应为18位"),
        ("passport", "E12", "护照号码"),
        ("permit", "X12345678", "港澳台"),
        ("permit", "810000199003071930", "第18位校验不符"),
        ("permit", "81000019901307193X", "第18位校验不符"),
        ("none", "110101199003071938", "未选择证件类型"),
    ],
)
def test_a_wrong_number_is_told_with_its_cure(kind, number: str, told: str):
    said = wrong_number(kind, number)

    assert said is not None
    assert told in said[1]
    assert not any(number in words for words in said)


def test_full_width_letters_spaces_and_a_small_x_are_one_number():
    person = PersonForm(
        name="张三", id_number=" 11010119 900307 193x", phone="139 0000 0001"
    )

    assert person.id_number == "11010119900307193X"
    assert person.phone == "139 0000 0001"


def test_a_birth_date_is_read_from_a_right_number_alone():
    assert born("resident_id", "110101199003071938") == date(1990, 3, 7)
    assert born("permit", "810000199003071931") == date(1990, 3, 7)
    assert born("resident_id", "110101199003071939") is None
    assert born("passport", "110101199003071938") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id_number", "110101199003071939"),
        ("phone", "12300000000"),
        ("email", "zhang.san(at)people.example"),
        ("birth_date", "1991-04-08"),
    ],
)
async def test_a_wrong_one_is_named_at_its_field_and_not_repeated(
    world: World, field: str, value: str
):
    answer = await world.post(form(applicant=ZHANG | {field: value}))

    errors = answer.json()["errors"]
    assert [error["pointer"] for error in errors] == [f"/applicant/{field}"]
    assert value not in answer.text
    assert ZHANG["id_number"] not in answer.text


@pytest.mark.parametrize("number", ["11010120990307193X", "110101185503071937"])
async def test_nobody_is_born_tomorrow_or_two_lifetimes_ago(world: World, number: str):
    """Two digits mistyped may still fit the last one."""
    answer = await world.post(form(applicant=ZHANG | {"id_number": number}))

    [error] = answer.json()["errors"]
    assert error["pointer"] == "/applicant/id_number"
    assert "前14位" in error["zh"]
    assert number not in answer.text


@pytest.mark.parametrize(
    ("pointer", "changed"),
    [
        ("/applicant/id_number", {"id_number": None}),
        ("/applicant/id_number", {"id_number": "911100006000373411"}),
        ("/applicant/contact", {"contact": None}),
        ("/applicant/id_type", {"id_type": "passport", "id_number": "EA1234567"}),
        ("/applicant/birth_date", {"birth_date": "1990-03-07"}),
        ("/applicant/capacity", {"capacity": "full"}),
    ],
)
async def test_an_organisation_has_a_code_and_somebody_to_speak_with(
    world: World, pointer: str, changed: dict
):
    told = await complaints(world, applicant=COMPANY | changed)

    assert set(told) == {pointer, "/agent"}


@pytest.mark.parametrize(
    ("pointer", "changed"),
    [
        ("/applicant/contact", {"contact": "王五"}),
        ("/applicant/birth_date", {"birth_date": "2027-01-01", "id_number": None}),
        ("/applicant/address", {"address": "一号\x07楼"}),
    ],
)
async def test_a_person_has_none_of_that(world: World, pointer: str, changed: dict):
    assert set(await complaints(world, applicant=ZHANG | changed)) == {pointer}


async def test_a_credit_code_is_no_persons(world: World):
    code = {"id_type": "credit_code", "id_number": COMPANY["id_number"]}

    told = await complaints(world, applicant=ZHANG | code)
    assert set(told) == {"/applicant/id_type"}
