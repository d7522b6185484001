"""Clocks of every kind, for properties: any limit, start, stops and extension."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from services.kit.limits.calendar import BusinessHours, WorkCalendar
from services.kit.limits.clock import Clock
from services.kit.limits.limit import Limit

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
DAY = 86_400
NATURAL = {"hours", "minutes"}

AMOUNTS = st.integers(1, 90)
DAYS = st.sampled_from(["working_days", "calendar_days"])
UNITS = st.sampled_from(
    ["working_days", "calendar_days", "working_hours", "hours", "minutes"]
)
STARTS = st.integers(0, 4 * 365 * DAY).map(lambda n: FIRST + timedelta(seconds=n))
SPANS = st.integers(0, 20 * DAY).map(lambda n: timedelta(seconds=n))
WORKING = st.integers(0, 4000 * 3600).map(lambda n: timedelta(seconds=n))
"""Up to 571 days of seven hours."""

LIMITS = st.builds(Limit, amount=AMOUNTS, unit=UNITS, source=st.just("ours"))
RUNNING = st.builds(Clock, limit=LIMITS, started_at=STARTS)


def stopped(clock: Clock, *pairs: tuple[timedelta, timedelta]) -> Clock:
    """Each a while after the last, for as long."""
    at = clock.started_at
    for pause, length in pairs:
        clock = clock.stop("ours", at + pause).go_on(at + pause + length)
        at += pause + length
    return clock


STOPS = st.lists(st.tuples(SPANS, SPANS), max_size=3)
CLOCKS = st.builds(
    lambda clock, stops, extended: stopped(clock, *stops).extend(extended),
    RUNNING,
    STOPS,
    st.integers(0, 30),
)

HOURS = st.sampled_from(
    [
        BusinessHours(),
        BusinessHours(((time(8, 30), time(17)),)),
        BusinessHours(
            ((time(7), time(7, 1)), (time(7, 2), time(11)), (time(20), time(23, 59)))
        ),
    ]
)
NEAR = st.dates(date(2024, 1, 1), date(2024, 3, 31))
CALENDARS = st.builds(
    WorkCalendar,
    rest_days=st.frozensets(NEAR),
    working_weekends=st.frozensets(NEAR),
    published_through=st.just(date(2024, 12, 31)),
    hours=HOURS,
)
