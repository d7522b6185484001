from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.kit.limits.calendar import SHANGHAI
from services.kit.limits.clock import due
from services.kit.limits.limit import Limit
from tests.routing.world import city

DAYS = st.sampled_from(["working_days", "calendar_days"])
UNITS = st.sampled_from(["working_days", "calendar_days", "hours"])
AMOUNTS = st.integers(1, 90)
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
STARTS = st.integers(0, 4 * 365 * 86_400).map(lambda n: FIRST + timedelta(seconds=n))


def ends(amount: int, unit: str, started: datetime) -> datetime:
    limit = Limit(amount=amount, unit=unit, source="ours")
    return due(limit, started, city().norms.calendar).at


@given(AMOUNTS, UNITS, STARTS)
def test_nothing_is_due_before_it_starts(amount, unit, started):
    assert ends(amount, unit, started) > started


@given(AMOUNTS, DAYS, STARTS)
def test_days_end_at_the_close_of_business_of_a_working_day(amount, unit, started):
    last = ends(amount, unit, started).astimezone(SHANGHAI)

    assert last.time() == time(18)
    assert city().norms.calendar.works_on(last.date())


@given(AMOUNTS, UNITS, STARTS)
def test_one_more_is_never_earlier(amount, unit, started):
    assert ends(amount + 1, unit, started) >= ends(amount, unit, started)


@given(AMOUNTS, UNITS, STARTS, st.integers(0, 10**6))
def test_who_starts_later_is_never_due_earlier(amount, unit, started, seconds):
    later = started + timedelta(seconds=seconds)

    assert ends(amount, unit, later) >= ends(amount, unit, started)


@given(AMOUNTS, STARTS)
def test_a_limit_holds_exactly_its_working_days(amount, started):
    calendar = city().norms.calendar
    first = started.astimezone(SHANGHAI).date()
    last = ends(amount, "working_days", started).astimezone(SHANGHAI).date()
    between = (first + timedelta(days=n + 1) for n in range((last - first).days))

    assert sum(map(calendar.works_on, between)) == amount


@given(AMOUNTS, UNITS, STARTS)
def test_the_zone_of_the_start_does_not_matter(amount, unit, started):
    assert ends(amount, unit, started) == ends(
        amount, unit, started.astimezone(SHANGHAI)
    )
