"""Every complaint about an answer is at its own field, and repeats nothing of it."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake.catalogue import Item
from services.intake.receiving.answers import of_answers
from services.intake.receiving.fitting import of_fit, pointer_of
from services.kit.serving.problems import FieldError
from tests.intake.catalogue.offered import called, entry, form, offering, services

TEXT = {"type": "string", "title": "甲", "x-title-en": "First", "maxLength": 4}
HINT = {"x-hint": "应为两位数字", "x-hint-en": "must have two digits"}
LABELS = {"up": {"zh": "上", "en": "upwards"}, "down": {"zh": "下", "en": "downwards"}}
FIELDS: dict[str, Any] = {
    "text": TEXT | {"minLength": 2},
    "digits": TEXT | HINT | {"pattern": r"^\d\d$"},
    "day": {
        "type": "string",
        "format": "date",
        "title": "出生日期",
        "x-title-en": "Born",
    },
    "code": {
        "type": "string",
        "format": "credit-code",
        "title": "代码",
        "x-title-en": "Code",
    },
    "way": {
        "type": "string",
        "enum": ["up", "down"],
        "x-labels": LABELS,
        "title": "方向",
        "x-title-en": "Way",
    },
    "whole": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9,
        "title": "数",
        "x-title-en": "Number",
    },
    "yes": {"type": "boolean", "const": True, "title": "同意", "x-title-en": "Consent"},
    "list": {
        "type": "array",
        "minItems": 1,
        "maxItems": 2,
        "uniqueItems": True,
        "items": TEXT,
        "title": "名单",
        "x-title-en": "List",
    },
    "people": {
        "type": "array",
        "maxItems": 3,
        "title": "成员",
        "x-title-en": "Members",
        "items": {
            "type": "object",
            "title": "成员",
            "x-title-en": "Member",
            "additionalProperties": False,
            "required": ["a/b~c"],
            "properties": {"a/b~c": TEXT},
        },
    },
}


@cache
def bench() -> Item:
    with TemporaryDirectory() as folder:
        catalogue = offering(Path(folder), entry(form=form(**FIELDS)))
    return catalogue.items["bench-permit"][0]


def complaints(**answers: Any) -> list[FieldError]:
    return list(of_fit(bench(), {"place": "北门"} | answers))


@pytest.mark.parametrize(
    ("answers", "pointer", "code", "zh"),
    [
        ({"place": ""}, "/answers/place", "missing", "请填写“地点”"),
        ({"place": " \t"}, "/answers/place", "missing", "请填写“地点”"),
        ({"text": 7}, "/answers/text", "type", "“甲”应为文字"),
        ({"text": "一"}, "/answers/text", "too_short", "“甲”至少需要2个字"),
        ({"text": "一二三四五"}, "/answers/text", "too_long", "“甲”不能超过4个字"),
        ({"digits": "1x"}, "/answers/digits", "pattern", "“甲”应为两位数字"),
        ({"digits": "12\n"}, "/answers/digits", "pattern", "“甲”应为两位数字"),
        ({"digits": "٣٣"}, "/answers/digits", "pattern", "“甲”应为两位数字"),
        ({"digits": "1" * 99}, "/answers/digits", "too_long", "“甲”不能超过4个字"),
        ({"day": "1950"}, "/answers/day", "format", "“出生日期”应为日期,如 1950-01-31"),
        ({"day": "2026-02-30"}, "/answers/day", "format", "应为日期"),
        ({"day": "1950-1-31"}, "/answers/day", "format", "应为日期"),
        ({"code": "9111"}, "/answers/code", "format", "应为18位统一社会信用代码"),
        ({"way": "left"}, "/answers/way", "unknown", "以下之一:up(上)、down(下)"),
        ({"whole": 0}, "/answers/whole", "too_small", "“数”不能小于1"),
        ({"whole": 10}, "/answers/whole", "too_large", "“数”不能大于9"),
        ({"whole": 1.5}, "/answers/whole", "type", "“数”应为整数"),
        ({"whole": True}, "/answers/whole", "type", "“数”应为整数"),
        ({"whole": "5"}, "/answers/whole", "type", "“数”应为整数"),
        ({"yes": False}, "/answers/yes", "unconfirmed", "“同意”须确认"),
        ({"yes": 1}, "/answers/yes", "type", "“同意”应为是或否"),
        ({"list": []}, "/answers/list", "too_few", "“名单”至少需要1项"),
        ({"list": ["x", "x"]}, "/answers/list", "repeated", "“名单”有重复的内容"),
        ({"list": ["x", 2]}, "/answers/list/1", "type", "“甲”应为文字"),
        ({"list": ["x"] * 9}, "/answers/list", "too_many", "“名单”不能超过2项"),
        ({"list": None}, "/answers/list", "type", "“名单”应为列表"),
        ({"people": [7]}, "/answers/people/0", "type", "“成员”应为一组内容"),
        ({"people": [{}]}, "/answers/people/0/a~1b~0c", "missing", "请填写“甲”"),
        ({"more": 1}, "/answers/*", "extra_forbidden", "表单中没有这一项"),
        (
            {"people": [{"a/b~c": "x", "d": 1}]},
            "/answers/people/0/*",
            "extra_forbidden",
            "没有这一项",
        ),
    ],
)
def test_each_is_told_at_its_field_in_plain_words(answers, pointer, code, zh):
    (error,) = complaints(**answers)

    assert (error.pointer, error.code) == (pointer, code)
    assert zh in error.zh
    assert error.en.isascii()


def test_the_same_in_english():
    (error,) = complaints(day="soon")

    assert error.en == '"Born" must be a date like 1950-01-31'


def test_all_come_at_once_and_one_for_each_field():
    errors = complaints(place="", text=7, whole=99, people=[{}, {}], more=1, also=2)

    assert sorted(error.pointer for error in errors) == [
        "/answers/*",
        "/answers/people/0/a~1b~0c",
        "/answers/people/1/a~1b~0c",
        "/answers/place",
        "/answers/text",
        "/answers/whole",
    ]


def test_a_blank_text_is_one_that_was_left_out():
    assert complaints(text=" ", digits="", day="", way="") == []


def test_a_list_that_is_too_long_is_not_read():
    (error,) = complaints(list=[{}] * 30_000)

    assert (error.pointer, error.code) == ("/answers/list", "too_many")


@pytest.mark.parametrize(
    ("path", "pointer"),
    [([], "/answers"), (["a", 0], "/answers/a/0"), (["~1/"], "/answers/~01~1")],
)
def test_a_pointer_is_escaped(path, pointer):
    assert pointer_of(path) == pointer


PLANTED = "planted-9f3"
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
).map(lambda leaf: f"{PLANTED}{leaf}" if isinstance(leaf, str) else leaf)


def values(names: list[str]):
    """Of any shape, under names that the form knows and others that it does not."""
    keys = st.sampled_from(names) | st.text(max_size=5).map(PLANTED.__add__)
    return st.recursive(
        LEAVES,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
        ),
        max_leaves=12,
    )


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(item=st.sampled_from([*services()]), data=st.data())
def test_no_complaint_repeats_what_was_sent(item: Item, data):
    names = [*item.form["properties"]] if item.form else []
    answers = data.draw(st.dictionaries(st.sampled_from(names), values(names)))

    errors = [*of_answers(answers)] or [*of_fit(item, answers)]

    told = json.dumps([vars(error) for error in errors], ensure_ascii=False)
    assert PLANTED not in told
    pointers = [error.pointer for error in errors]
    assert len(set(pointers)) == len(pointers)


@pytest.mark.parametrize("item", [*services()], ids=called)
def test_what_fits_still_fits_without_what_is_optional(item: Item):
    assert item.form
    example, required = item.form["examples"][0], item.form["required"]

    assert list(of_fit(item, {name: example[name] for name in required})) == []
