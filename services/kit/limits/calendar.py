"""When a city works: its days, its hours, and what passes between two moments."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
SATURDAY = 5
NOTHING = timedelta(0)
DAYS = range(1, date.max.toordinal() + 1)


@dataclass(frozen=True)
class BusinessHours:
    """`spans`: from and to, in order, one at least."""

    spans: tuple[tuple[time, time], ...] = (
        (time(9), time(12)),
        (time(14), time(18)),
    )

    @property
    def close(self) -> time:
        return self.spans[-1][1]

    @cached_property
    def length(self) -> timedelta:
        """Of one working day."""
        return sum((_between(*span) for span in self.spans), NOTHING)

    def worked_by(self, moment: time) -> timedelta:
        """Since the morning of a working day."""
        worked = (_between(start, min(end, moment)) for start, end in self.spans)
        return sum((span for span in worked if span > NOTHING), NOTHING)

    def reached(self, worked: timedelta) -> timedelta:
        """How long after midnight `worked` has passed: noon, not the end of lunch."""
        return next(end for end, left in self._ends(worked) if left <= NOTHING)

    def left(self, worked: timedelta) -> timedelta:
        """When more than `worked` begins to pass: the end of lunch, not noon."""
        return next(end for end, left in self._ends(worked) if left < NOTHING)

    def _ends(self, worked: timedelta) -> Iterator[tuple[timedelta, timedelta]]:
        """Where `worked` would end in each span, and what is left after that span."""
        for start, end in self.spans:
            at, length = _since_midnight(start) + worked, _between(start, end)
            worked -= length
            yield at, worked


@dataclass(frozen=True)
class WorkCalendar:
    """Which days a city works, the swapped ones (调休) included, and at what hours."""

    rest_days: frozenset[date]
    working_weekends: frozenset[date]
    published_through: date
    """Later days are the statutory ones only: nobody knows yet what is swapped."""
    hours: BusinessHours = field(default_factory=BusinessHours)

    def works_on(self, day: date) -> bool:
        if day.weekday() >= SATURDAY:
            return day in self.working_weekends
        return day not in self.rest_days

    def working_day_after(self, day: date, count: int = 1) -> date:
        """The first, or the `count`th; `day` itself does not count."""
        through = self._working_days_before(day + timedelta(days=1))
        return self._working_day(through + count - 1)

    def close_of(self, day: date) -> datetime:
        """The end of business, in UTC."""
        return datetime.combine(day, self.hours.close, SHANGHAI).astimezone(UTC)

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Business time between two moments; none when `end` is not later."""
        return max(NOTHING, self._worked_by(end) - self._worked_by(start))

    def after(self, start: datetime, working: timedelta) -> datetime:
        """As soon as `working` has passed: at the close, not the next morning."""
        if working <= NOTHING:
            return start
        days, rest = divmod(self._worked_by(start) + working, self.hours.length)
        if not rest:
            days, rest = days - 1, self.hours.length
        return _moment(self._working_day(days), self.hours.reached(rest))

    def before(self, end: datetime, working: timedelta) -> datetime:
        """The latest moment when so much is left: in the morning, not at night."""
        if working <= NOTHING:
            return end
        days, rest = divmod(self._worked_by(end) - working, self.hours.length)
        return _moment(self._working_day(days), self.hours.left(rest))

    def _worked_by(self, moment: datetime) -> timedelta:
        """Business time since the first day of the calendar."""
        local = moment.astimezone(SHANGHAI)
        days = self._working_days_before(local.date()) * self.hours.length
        if not self.works_on(local.date()):
            return days
        return days + self.hours.worked_by(local.time())

    def _working_days_before(self, day: date) -> int:
        """Counted, not walked: the first of all days was a Monday."""
        weeks, days = divmod(day.toordinal() - DAYS.start, 7)
        resting, working = self._swapped
        weekdays = weeks * SATURDAY + min(days, SATURDAY)
        return weekdays - bisect_left(resting, day) + bisect_left(working, day)

    def _working_day(self, number: int) -> date:
        """The one before which there are `number` others."""
        found = bisect_right(
            DAYS, number, key=lambda n: self._working_days_before(date.fromordinal(n))
        )
        return date.fromordinal(found)

    @cached_property
    def _swapped(self) -> tuple[list[date], list[date]]:
        resting = (day for day in self.rest_days if day.weekday() < SATURDAY)
        working = (day for day in self.working_weekends if day.weekday() >= SATURDAY)
        return sorted(resting), sorted(working)


def _between(start: time, end: time) -> timedelta:
    return _since_midnight(end) - _since_midnight(start)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(
        hours=moment.hour,
        minutes=moment.minute,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )


def _moment(day: date, since_midnight: timedelta) -> datetime:
    midnight = datetime.combine(day, time(0), SHANGHAI)
    return (midnight + since_midnight).astimezone(UTC)
