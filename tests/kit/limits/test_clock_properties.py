from datetime import time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from services.kit.limits.calendar import SHANGHAI
from services.kit.limits.clock import Clock, due, elapsed, ends, moment, stopped_time
from services.kit.limits.limit import Limit
from tests.kit.limits.clocks import (
    AMOUNTS,
    CLOCKS,
    DAYS,
    LIMITS,
    NATURAL,
    RUNNING,
    SPANS,
    STARTS,
    STOPS,
    stopped,
)
from tests.kit.limits.world import calendar

NOTHING = timedelta(0)
SHARES = st.floats(0, 1)
A_MOMENT = timedelta(microseconds=1)


def passed(clock: Clock, start, end) -> timedelta:
    """In the clock's own measure."""
    natural = clock.limit.unit in NATURAL
    return end - start if natural else calendar().working_time(start, end)


def over(clock: Clock):
    """When the last stop was."""
    return clock.stops[-1].until if clock.stops else clock.started_at


def end_of(clock: Clock, now=None):
    return ends(clock, calendar(), now or clock.started_at).at


@given(CLOCKS)
def test_nothing_is_due_before_it_starts(clock):
    assert end_of(clock) > clock.started_at


@given(AMOUNTS, DAYS, STARTS)
def test_days_end_at_the_close_of_business_of_a_working_day(amount, unit, started):
    limit = Limit(amount=amount, unit=unit, source="ours")
    last = due(limit, started, calendar()).at.astimezone(SHANGHAI)

    assert last.time() == time(18)
    assert calendar().works_on(last.date())


@given(AMOUNTS, STARTS)
def test_a_limit_holds_exactly_its_working_days(amount, started):
    limit = Limit(amount=amount, unit="working_days", source="ours")
    first = started.astimezone(SHANGHAI).date()
    last = due(limit, started, calendar()).at.astimezone(SHANGHAI).date()
    between = (first + timedelta(days=n + 1) for n in range((last - first).days))

    assert sum(map(calendar().works_on, between)) == amount


@given(LIMITS, STARTS, SPANS)
def test_who_starts_later_is_never_due_earlier(limit, started, later):
    first, second = (due(limit, at, calendar()).at for at in (started, started + later))

    assert second >= first


@given(LIMITS, STARTS)
def test_the_zone_of_the_start_does_not_matter(limit, started):
    local = started.astimezone(SHANGHAI)

    assert due(limit, started, calendar()) == due(limit, local, calendar())


@given(CLOCKS, st.integers(1, 30))
def test_a_longer_limit_never_ends_earlier(clock, more):
    longer = clock.model_copy(update={"limit": clock.limit.longer(more)})

    assert end_of(longer) >= end_of(clock)


@given(RUNNING, STOPS)
def test_a_stop_moves_the_end_by_the_time_stopped_and_nothing_else(clock, stops):
    later = stopped(clock, *stops)
    moved = stopped_time(later, calendar(), clock.started_at)

    assert end_of(later) >= end_of(clock)
    assert passed(clock, end_of(clock), end_of(later)) == moved


@given(CLOCKS, SPANS, SPANS)
def test_an_open_stop_is_one_that_ends_now(clock, gap, length):
    open_stop = clock.stop("ours", over(clock) + gap)
    now = over(clock) + gap + length

    assert end_of(open_stop, now) == end_of(open_stop.go_on(now))


@given(RUNNING, STOPS, st.integers(0, 30))
def test_it_does_not_matter_whether_one_stops_or_extends_first(clock, stops, amount):
    assert stopped(clock, *stops).extend(amount) == stopped(
        clock.extend(amount), *stops
    )


@given(CLOCKS, st.integers(1, 30))
def test_an_extension_adds_exactly_its_amount(clock, amount):
    longer = clock.model_copy(update={"limit": clock.limit.longer(amount)})

    assert end_of(clock.extend(amount)) == end_of(longer)


@given(CLOCKS.filter(lambda c: c.limit.unit != "calendar_days"), st.integers(1, 30))
def test_the_time_an_extension_adds_is_its_amount(clock, amount):
    added = passed(clock, end_of(clock), end_of(clock.extend(amount)))

    day = calendar().hours.length
    hour, minute = timedelta(hours=1), timedelta(minutes=1)
    units = {"working_days": day, "working_hours": hour, "hours": hour}
    assert added == amount * units.get(clock.limit.unit, minute)


@given(CLOCKS, SPANS)
def test_to_go_on_twice_is_to_go_on_once(clock, later):
    once = clock.stop("ours", clock.started_at).go_on(clock.started_at + later)

    assert once.go_on(clock.started_at + 2 * later) == once


@given(RUNNING, SPANS, SPANS, SPANS)
def test_two_stops_that_touch_are_one(clock, gap, first, second):
    two = stopped(clock, (gap, first), (NOTHING, second))

    assert end_of(two) == end_of(stopped(clock, (gap, first + second)))


@given(CLOCKS, st.floats(-1, 2), st.floats(-1, 2))
def test_a_greater_share_is_never_used_up_earlier(clock, one, other):
    less, more = (
        moment(clock, calendar(), share, clock.started_at)
        for share in sorted([one, other])
    )

    assert clock.started_at <= less <= more <= end_of(clock)


@given(CLOCKS)
def test_the_whole_is_used_up_at_the_end(clock):
    assert moment(clock, calendar(), 1, clock.started_at) == end_of(clock)


@given(CLOCKS, SPANS, SHARES)
def test_the_moment_of_a_share_is_when_so_much_was_used(clock, later, share):
    """Once the last stop is over; to the microsecond that a share is rounded to."""
    now = over(clock) + later
    whole = passed(clock, clock.started_at, end_of(clock)) - stopped_time(
        clock, calendar(), now
    )
    used = elapsed(clock, calendar(), now)

    if moment(clock, calendar(), share, now) <= now:
        assert used >= share * whole - A_MOMENT
    else:
        assert used <= share * whole + A_MOMENT


@given(CLOCKS, SPANS, st.booleans())
def test_what_is_used_up_is_never_negative(clock, later, back):
    now = clock.started_at - later if back else clock.started_at + later

    assert elapsed(clock, calendar(), now) >= NOTHING


@given(CLOCKS, SPANS)
def test_what_is_used_up_and_what_is_left_are_always_the_whole(clock, later):
    now = over(clock) + later
    assume(now <= end_of(clock))
    unmoved = clock.model_copy(update={"stops": ()})

    left = passed(clock, now, end_of(clock))
    whole = passed(clock, clock.started_at, end_of(unmoved))
    assert elapsed(clock, calendar(), now) + left == whole


@given(CLOCKS)
def test_it_is_provisional_who_ends_after_the_published_calendar(clock):
    found = ends(clock, calendar(), clock.started_at)
    last = found.at.astimezone(SHANGHAI).date()
    late = last > calendar().published_through

    assert found.provisional == (late and clock.limit.unit not in NATURAL)
