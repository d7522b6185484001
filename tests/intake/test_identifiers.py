"""Numbers people read out, and codes they type."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from stdnum.iso7064 import mod_11_10

from contracts.codes import CaseNo
from services.intake.receiving.identifiers import (
    ALPHABET,
    MOST_A_DAY,
    case_no,
    day_of,
    new_query_code,
    written_code,
)

NUMBERS = st.integers(1, MOST_A_DAY)
DAYS = st.dates().filter(lambda day: day.year >= 1000).map(lambda d: f"{d:%Y%m%d}")


@given(DAYS, NUMBERS)
def test_a_case_no_has_fifteen_digits_and_checks_itself(day: str, number: int):
    made = case_no(day, number)

    TypeAdapter(CaseNo).validate_python(made)
    assert mod_11_10.is_valid(made)
    assert made[:14] == f"{day}{number:06d}"


@given(NUMBERS, st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: int, place: int, off: int):
    made = case_no("20260302", number)
    wrong = str((int(made[place]) + off) % 10)

    assert not mod_11_10.is_valid(made[:place] + wrong + made[place + 1 :])


@given(DAYS, NUMBERS, NUMBERS)
def test_different_numbers_are_different_case_nos(day: str, one: int, other: int):
    assert (case_no(day, one) == case_no(day, other)) == (one == other)


@pytest.mark.parametrize("number", [0, -1, MOST_A_DAY + 1])
def test_a_day_is_full_at_a_million(number: int):
    with pytest.raises(ValueError, match="a day has room"):
        case_no("20260302", number)


def test_the_day_is_the_citys():
    assert day_of(datetime(2026, 3, 2, 15, 59, tzinfo=UTC)) == "20260302"
    assert day_of(datetime(2026, 3, 2, 16, 0, tzinfo=UTC)) == "20260303"


def test_a_query_code_can_be_read_out():
    codes = [new_query_code() for _ in range(500)]

    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set("0O1IL") & set(ALPHABET)
    assert len(set(codes)) >= len(codes) - 1, "by chance two may be the same"


def test_a_code_is_taken_however_it_is_typed():
    assert written_code(" ab2 c3d ") == "AB2C3D"
