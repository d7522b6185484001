"""How one text is laid out for eyes that tire, and read out over the telephone."""

import pytest

from services.notification.numbers import number_of
from services.notification.texts.forms import large, sms_length_fault, spoken

BREATH = "\uff0c"


def test_large_print_has_short_lines_and_whole_addresses() -> None:
    link = "https://tongban.example/invitation#" + "t" * 40
    said = large(
        f"您的办件 202603020000017 已经有结果。请打开下面的网址,\n看一看:\n{link}\n"
    )

    assert said.splitlines() == [
        "您的办件 202603020000017 已经有结果。",
        "请打开下面的网址,看一看:",
        link,
    ]


def test_large_print_keeps_the_lines_of_a_list() -> None:
    said = "时间:三月九日\n地点:一楼\n\nWhen: Monday, and\nwhere: here. Come."

    assert large(said).splitlines() == [
        "时间:三月九日",
        "地点:一楼",
        "",
        "When: Monday, and where: here.",
        "Come.",
    ]


def test_large_print_breaks_a_long_sentence_and_begins_no_line_with_a_stop() -> None:
    rows = large("一二三四五六七八九十" * 2 + "。" + "走" * 25 + "。").splitlines()

    assert [len(row) for row in rows] == [21, 20, 6]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("zh", "请打 12345", "请打 幺二三四五"),
        (
            "zh",
            "办件号 202603020000017",
            "办件号 " + BREATH.join(("二零二六", "零三零二", "零零零零", "零幺七")),
        ),
        ("zh", "查询码K7M2PQ", "查询码K 七 M 二 P Q"),
        ("zh", "2026年3月9日17:00前", "2026年3月9日17点前"),
        ("zh", "2026年3月9日9:30", "2026年3月9日9点30分"),
        ("en", "call 12345", "call 1 2 3 4 5"),
        ("en", "case 202603020000017", "case 2 0 2 6, 0 3 0 2, 0 0 0 0, 0 1 7"),
    ],
)
def test_numbers_are_read_sign_by_sign(language: str, text: str, said: str) -> None:
    assert spoken(text, language) == said


@pytest.mark.parametrize(("length", "fits"), [(70, True), (134, True), (135, False)])
def test_an_sms_has_two_parts_at_most(length: int, fits: bool) -> None:
    assert (sms_length_fault("字" * length) is None) == fits


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("139-0000-0001", "+8613900000001"),
        ("+86 139 0000 0001", "+8613900000001"),
        ("0536-8000001", "+865368000001"),
        ("call my son", None),
        (None, None),
        ("12", None),
    ],
)
def test_a_number_is_told_as_gateways_want_it(
    phone: str | None, number: str | None
) -> None:
    assert number_of(phone) == number
