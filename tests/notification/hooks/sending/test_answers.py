"""What a receiver's answer comes to, whatever it writes into it."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.testing.clock import MONDAY
from services.notification.hooks.sending.posting import answer_of, wait_of

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "accepted"),
        (204, "accepted"),
        (299, "accepted"),
        (301, "redirect"),
        (308, "redirect"),
        (400, "status"),
        (410, "gone"),
        (500, "status"),
    ],
)
def test_the_status_is_the_answer(status, outcome):
    assert answer_of(status, None, MONDAY).outcome == outcome


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        (b"3600", HOUR),
        (b" 0 ", timedelta(0)),
        (format_datetime(MONDAY + HOUR, usegmt=True).encode(), HOUR),
        (format_datetime(MONDAY - HOUR, usegmt=True).encode(), timedelta(0)),
        (b"-5", None),
        (b"soon", None),
        (b"Mon, 01 Jan 2024 00:00:00 +99999999999999999999", None),
        (b"Mon, 99999999999999999999 Jan 2024 00:00:00 GMT", None),
        (b"", None),
        (None, None),
    ],
)
def test_how_long_it_wants_to_be_left_alone(said, wait):
    assert wait_of(said, MONDAY) == wait


def test_only_those_who_are_busy_may_wish_for_it():
    assert answer_of(503, b"60", MONDAY).wished == timedelta(seconds=60)
    assert answer_of(429, b"60", MONDAY).wished == timedelta(seconds=60)
    assert answer_of(500, b"60", MONDAY).wished is None


@settings(max_examples=60)
@given(st.binary(max_size=40) | st.text("0123456789 :,+-MonJa", max_size=30))
def test_no_nonsense_breaks_it(said):
    raw = said if isinstance(said, bytes) else said.encode()
    wait = wait_of(raw, MONDAY)

    assert wait is None or wait >= timedelta(0)
