from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.kit.limits.calendar import SHANGHAI, WorkCalendar
from tests.kit.limits.clocks import CALENDARS, FIRST, SPANS, STARTS, WORKING
from tests.kit.limits.world import calendar

NOTHING = timedelta(0)
NEAR = st.integers(0, 100 * 86_400).map(lambda n: FIRST + timedelta(seconds=n))


def walked(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    """Working time, day by day and span by span."""
    day, total = start.astimezone(SHANGHAI).date(), NOTHING
    while day <= end.astimezone(SHANGHAI).date():
        for span in calendar.hours.spans if calendar.works_on(day) else ():
            opens, closes = (datetime.combine(day, at, SHANGHAI) for at in span)
            total += max(NOTHING, min(closes, end) - max(opens, start))
        day += timedelta(days=1)
    return total


@given(CALENDARS, NEAR, SPANS)
def test_working_time_is_what_one_counts_walking_through_the_days(city, start, span):
    assert city.working_time(start, start + span) == walked(city, start, start + span)


@given(CALENDARS, NEAR, WORKING)
def test_after_so_much_working_time_exactly_so_much_has_passed(city, start, working):
    assert city.working_time(start, city.after(start, working)) == working


@given(CALENDARS, NEAR, WORKING)
def test_before_an_end_exactly_so_much_is_left(city, end, working):
    assert city.working_time(city.before(end, working), end) == working


@given(STARTS, WORKING)
def test_after_is_as_soon_and_before_as_late_as_possible(start, working):
    end = calendar().after(start, working)
    back = calendar().before(end, working)

    assert start <= back
    assert calendar().working_time(start, back) == NOTHING
    assert calendar().after(back, working) in {end, back}


@given(STARTS, WORKING.filter(bool))
def test_a_moment_sooner_is_not_enough(start, working):
    sooner = calendar().after(start, working) - timedelta(microseconds=1)

    assert calendar().working_time(start, sooner) < working


@given(STARTS, WORKING.filter(bool))
def test_a_moment_later_is_too_late(end, working):
    later = calendar().before(end, working) + timedelta(microseconds=1)

    assert calendar().working_time(later, end) < working


@given(STARTS)
def test_no_working_time_moves_nothing(at):
    assert calendar().after(at, NOTHING) == calendar().before(at, NOTHING) == at


@given(STARTS, SPANS)
def test_no_time_passes_backwards(start, span):
    assert calendar().working_time(start, start - span) == NOTHING


@given(CALENDARS, NEAR, st.integers(1, 60))
def test_the_nth_working_day_is_found_as_by_walking(city, at, count):
    day = found = at.date()
    for _ in range(count):
        found += timedelta(days=1)
        while not city.works_on(found):
            found += timedelta(days=1)

    assert city.working_day_after(day, count) == found


@given(STARTS, WORKING)
def test_the_zone_does_not_matter(start, working):
    local = start.astimezone(SHANGHAI)

    assert calendar().after(local, working) == calendar().after(start, working)
    assert calendar().after(start, working).tzinfo is UTC
