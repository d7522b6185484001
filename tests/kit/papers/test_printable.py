"""What people write fits on paper and does nothing there."""

import pytest

from services.kit.papers.printable import LONGEST, MAY_BREAK, printable


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("甲\n\n \n乙", "甲\n乙"),
        ("甲\u2028乙", "甲\n乙"),
        ("a\tb\u00a0c", "a b c"),
        ("a\x00b\x1bc\u202ed\u2066e\x7f", "abcde"),
        ("甲\u2060乙\ufeff\u200b", "甲乙"),
        ("\ud83d", ""),
        ("  甲 ", "甲"),
    ],
)
def test_nothing_invisible_acts(written, taken):
    assert printable(written) == taken


def test_words_of_a_common_length_stay_whole():
    whole = "W" * LONGEST

    assert printable(f"{whole} {whole}") == f"{whole} {whole}"


@pytest.mark.parametrize("long", ["W" * 60, "！" * 60, "(" * 60, "https://a.b/" * 9])
def test_a_longer_one_may_be_broken_anywhere(long):
    assert printable(f"见 {long}") == f"见 {MAY_BREAK.join(long)}"


def test_what_makes_one_character_stays_together():
    joined = "e\u0301" * 30 + "👩\u200d👧" * 10

    parts = printable(joined).split(MAY_BREAK)
    assert set(parts) == {"e\u0301", "👩\u200d👧"}


def test_chinese_needs_no_help():
    assert printable("字" * 500) == "字" * 500
