"""What may be done with a clock, and what leaves it as it is."""

from dataclasses import replace

import pytest

from services.kit.limits.clock import Clock, Stop, ends, stopped_time
from services.kit.limits.limit import Limit
from tests.kit.limits.world import calendar, moment

MONDAY = moment("Mon 2026-03-02 10:00")
TUESDAY = moment("Tue 2026-03-03 10:00")
WEDNESDAY = moment("Wed 2026-03-04 10:00")
LIMIT = Limit(amount=5, unit="working_days", source="local", rule="潍坊 20")
CLOCK = Clock(limit=LIMIT, started_at=MONDAY)


def test_a_clock_says_whether_it_is_stopped():
    stopped = CLOCK.stop("hearing", TUESDAY)

    assert (CLOCK.stopped, stopped.stopped) == (False, True)
    assert not stopped.go_on(WEDNESDAY).stopped


def test_a_stop_keeps_its_reason_and_both_moments():
    stopped = CLOCK.stop("hearing", TUESDAY).go_on(WEDNESDAY)

    assert stopped.stops == (Stop(reason="hearing", since=TUESDAY, until=WEDNESDAY),)


def test_a_stopped_clock_cannot_be_stopped_again():
    stopped = CLOCK.stop("hearing", TUESDAY)

    assert stopped.stop("appraisal", WEDNESDAY) == stopped


def test_a_running_clock_goes_on():
    assert CLOCK.go_on(TUESDAY) == CLOCK


def test_a_stop_never_ends_before_it_began():
    stopped = CLOCK.stop("hearing", WEDNESDAY).go_on(TUESDAY)

    assert stopped.stops[0].until == WEDNESDAY


def test_nothing_is_stopped_before_the_start():
    assert (
        CLOCK.stop("hearing", moment("Sun 2026-03-01 10:00")).stops[0].since == MONDAY
    )


def test_no_time_is_stopped_twice_when_the_hour_steps_back():
    once = CLOCK.stop("hearing", TUESDAY).go_on(WEDNESDAY)
    twice = once.stop("appraisal", TUESDAY).go_on(WEDNESDAY)

    spans = [stopped_time(clock, calendar(), WEDNESDAY) for clock in (once, twice)]
    assert spans[0] == spans[1]


def test_an_extension_never_shortens():
    with pytest.raises(ValueError, match="never shortens: -1"):
        CLOCK.extend(-1)


def test_an_extension_leaves_the_limit_what_the_law_says():
    extended = CLOCK.extend(2).extend(1)

    assert (extended.limit, extended.extended) == (LIMIT, 3)


def test_an_end_moves_into_the_published_calendar_when_it_is_published():
    late = Clock(limit=LIMIT, started_at=moment("Thu 2026-12-31 10:00"))

    assert ends(late, calendar(), late.started_at).provisional
    published = calendar().published_through.replace(year=2027)
    known = replace(calendar(), published_through=published)
    assert not ends(late, known, late.started_at).provisional


def test_a_stored_clock_is_the_same_clock():
    clock = CLOCK.stop("hearing", TUESDAY).go_on(WEDNESDAY).extend(3)

    assert Clock.model_validate_json(clock.model_dump_json()) == clock
