"""Computed by hand from the State Council's calendars of 2025 and 2026."""

from datetime import datetime

import pytest

from services.kit.limits.calendar import SHANGHAI
from services.kit.limits.clock import due
from services.kit.limits.limit import Limit
from tests.routing.world import city

WD, CD, H = "working_days", "calendar_days", "hours"

TABLE = [
    # An ordinary week; the first day does not count (民法典 201).
    ("2026-03-02 17:00", 5, WD, "2026-03-09 18:00"),
    ("2026-03-02 00:01", 1, WD, "2026-03-03 18:00"),
    ("2026-03-02 23:59", 1, WD, "2026-03-03 18:00"),
    ("2026-03-03 00:01", 1, WD, "2026-03-04 18:00"),
    ("2026-03-06 09:00", 1, WD, "2026-03-09 18:00"),
    # Handed over on a rest day.
    ("2026-03-07 10:00", 1, WD, "2026-03-09 18:00"),
    ("2026-03-08 22:00", 2, WD, "2026-03-10 18:00"),
    # Spring Festival 2026: 15 to 23 February off, Saturdays 14 and 28 worked.
    ("2026-02-13 10:00", 1, WD, "2026-02-14 18:00"),
    ("2026-02-13 10:00", 2, WD, "2026-02-24 18:00"),
    ("2026-02-14 10:00", 5, WD, "2026-02-28 18:00"),
    ("2026-02-14 10:00", 6, WD, "2026-03-02 18:00"),
    ("2026-02-17 10:00", 3, WD, "2026-02-26 18:00"),
    # Spring Festival 2025: 28 January to 4 February off, Sunday 26 worked.
    ("2025-01-26 10:00", 2, WD, "2025-02-05 18:00"),
    ("2025-02-07 10:00", 1, WD, "2025-02-08 18:00"),
    # National Day 2026: 1 to 7 October off, Sunday 20 September, Saturday 10 worked.
    ("2026-09-18 10:00", 1, WD, "2026-09-20 18:00"),
    ("2026-09-30 10:00", 1, WD, "2026-10-08 18:00"),
    ("2026-09-30 10:00", 3, WD, "2026-10-10 18:00"),
    ("2026-10-03 10:00", 5, WD, "2026-10-13 18:00"),
    ("2026-09-14 10:00", 20, WD, "2026-10-16 18:00"),
    # National Day 2025: 1 to 8 October off, Saturday 11 worked.
    ("2025-09-30 10:00", 2, WD, "2025-10-10 18:00"),
    ("2025-09-30 10:00", 3, WD, "2025-10-11 18:00"),
    # Labour Day 2026: 1 to 5 May off, Saturday 9 worked.
    ("2026-04-30 10:00", 1, WD, "2026-05-06 18:00"),
    ("2026-04-30 10:00", 4, WD, "2026-05-09 18:00"),
    # Year's end: 1 to 3 January 2026 off, Sunday 4 worked.
    ("2025-12-31 10:00", 1, WD, "2026-01-04 18:00"),
    ("2025-12-31 10:00", 2, WD, "2026-01-05 18:00"),
    ("2026-12-30 10:00", 1, WD, "2026-12-31 18:00"),
    # Calendar days; one that ends on a rest day moves on (民法典 203).
    ("2026-03-02 10:00", 30, CD, "2026-04-01 18:00"),
    ("2026-08-10 10:00", 60, CD, "2026-10-09 18:00"),
    ("2026-03-06 10:00", 1, CD, "2026-03-09 18:00"),
    ("2026-02-01 10:00", 15, CD, "2026-02-24 18:00"),
    ("2026-09-01 10:00", 30, CD, "2026-10-08 18:00"),
    ("2026-03-28 10:00", 7, CD, "2026-04-07 18:00"),
    ("2025-12-02 10:00", 30, CD, "2026-01-04 18:00"),
    # A worked weekend is no rest day.
    ("2026-02-13 10:00", 1, CD, "2026-02-14 18:00"),
    ("2026-09-19 10:00", 1, CD, "2026-09-20 18:00"),
    # Hours are natural hours, through nights and holidays.
    ("2026-02-14 17:30", 24, H, "2026-02-15 17:30"),
    ("2026-12-31 23:30", 2, H, "2027-01-01 01:30"),
    ("2026-09-30 18:00", 1, H, "2026-09-30 19:00"),
]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(("started", "amount", "unit", "ends"), TABLE)
def test_a_limit_ends_when_the_calendar_says(started, amount, unit, ends):
    limit = Limit(amount=amount, unit=unit, source="ours")

    found = due(limit, local(started), city().norms.calendar)

    assert (found.at, found.provisional) == (local(ends), False)


@pytest.mark.parametrize(
    ("started", "amount", "unit", "ends"),
    [
        ("2026-12-31 10:00", 5, WD, "2027-01-08 18:00"),
        ("2026-12-10 10:00", 30, CD, "2027-01-11 18:00"),
    ],
)
def test_beyond_the_published_calendar_a_date_is_provisional(
    started, amount, unit, ends
):
    limit = Limit(amount=amount, unit=unit, source="ours")

    found = due(limit, local(started), city().norms.calendar)

    assert (found.at, found.provisional) == (local(ends), True)


@pytest.mark.parametrize(
    ("amount", "share", "part"),
    [(5, 0.6, 3), (24, 0.6, 15), (1, 0.25, 1), (20, 0.6, 12)],
)
def test_a_part_of_a_limit_is_rounded_up_and_our_own(amount, share, part):
    limit = Limit(amount=amount, unit="hours", source="law", rule="行政许可法 42")

    assert limit.part(share) == Limit(amount=part, unit="hours", source="ours")
