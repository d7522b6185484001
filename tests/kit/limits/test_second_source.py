"""Somebody else has read the State Council's notices too, and understood the same."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from tests.kit.limits.world import calendar


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [
        first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)
    ]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_second_source_knows_the_same_working_days(year):
    unlike = [
        day
        for day in days_of(year)
        if calendar().works_on(day) != chinese_calendar.is_workday(day)
    ]

    assert unlike == []
