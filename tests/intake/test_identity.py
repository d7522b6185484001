"""The same person is found however the number was typed, and by nobody's eyes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.receiving.form import PersonForm
from services.intake.receiving.identity import NUMBERS, person_key, person_keys
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret

DIGESTS = Digests(new_secret())
ZHANG = {"name": "张三", "phone": "139-0000-0001", "id_number": "110101199003071938"}


def keys(owner: str | None = None, **changed: str) -> tuple[str, ...]:
    return person_keys(DIGESTS, PersonForm(**ZHANG | changed), owner)


@pytest.mark.parametrize(
    ("kind", "written", "otherwise"),
    [
        ("phone", "13900000001", "139-0000-0001"),
        ("phone", "13900000001", "+86 139 0000 0001"),
        ("phone", "13900000001", "0086 13900000001"),
        ("phone", "13900000001", "139 0000 0001"),
        ("phone", "010-12345678", "+86 10 1234 5678"),
        ("id_number", "11010119900307002X", "11010119900307002x"),
        ("id_number", "110101199003071938", " 110101 19900307 1938 "),
        ("credit_code", "91110000600037341L", "9111 0000 6000 3734 1l"),
    ],
)
def test_one_number_has_one_key(kind, written, otherwise):
    assert person_key(DIGESTS, kind, written) == person_key(DIGESTS, kind, otherwise)


def test_another_number_kind_or_city_has_another_key():
    digits = "110101199003071938"
    same = {person_key(DIGESTS, kind, digits) for kind in NUMBERS}

    assert len(same) == len(NUMBERS)
    assert person_key(DIGESTS, "phone", "12345") != person_key(
        DIGESTS, "phone", "12346"
    )
    elsewhere = Digests(new_secret())
    assert person_key(elsewhere, "phone", digits) not in same


def test_the_surest_number_comes_first_and_a_login_last():
    assert keys("owner")[:2] == keys()
    assert keys()[0] == person_key(DIGESTS, "id_number", ZHANG["id_number"])
    assert len(keys("owner")) == 3


def test_a_name_alone_is_nobody_and_the_anonymous_have_no_key():
    assert person_keys(DIGESTS, PersonForm(name="张三"), None) == ()
    assert person_keys(DIGESTS, None, "owner") == ()


@given(st.text(min_size=1, max_size=32))
def test_whatever_was_typed_has_a_key_that_shows_nothing_of_it(text: str):
    for kind in NUMBERS:
        key = person_key(DIGESTS, kind, text)
        assert set(key) <= set("0123456789abcdef")
        assert len(key) == 64
