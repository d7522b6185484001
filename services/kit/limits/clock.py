"""The fair clock: when what is owed is due. The calendar and the hour are arguments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from services.kit.limits.calendar import SHANGHAI, WorkCalendar
from services.kit.limits.limit import Limit

NOTHING = timedelta(0)


@dataclass(frozen=True)
class Due:
    """`provisional`: the calendar of that day is not published yet."""

    at: datetime
    provisional: bool = False


class Stop(BaseModel):
    """Time that nobody owes; open until it has an end."""

    model_config = ConfigDict(frozen=True)

    reason: str
    since: datetime
    until: datetime | None = None


class Clock(BaseModel):
    """What runs for one who owes; nothing but a stop or an extension moves its end."""

    model_config = ConfigDict(frozen=True)

    limit: Limit
    started_at: datetime
    extended: int = Field(default=0, ge=0)
    """In units of the limit, which stays what it was."""
    stops: tuple[Stop, ...] = ()
    """One after the other; none began before the clock."""

    @property
    def stopped(self) -> bool:
        return bool(self.stops) and self.stops[-1].until is None

    def stop(self, reason: str, at: datetime) -> "Clock":
        """Not earlier than where the last stop ended: no time is stopped twice.

        A clock that is stopped stays as it is.
        """
        if self.stopped:
            return self
        last = self.stops[-1].until if self.stops else None
        since = max(at, last or self.started_at)
        stops = (*self.stops, Stop(reason=reason, since=since))
        return self.model_copy(update={"stops": stops})

    def go_on(self, at: datetime) -> "Clock":
        """Never before the stop began; a clock that runs stays as it is."""
        if not self.stopped:
            return self
        *earlier, last = self.stops
        closed = last.model_copy(update={"until": max(at, last.since)})
        return self.model_copy(update={"stops": (*earlier, closed)})

    def extend(self, amount: int) -> "Clock":
        """By units of the limit. Raises `ValueError`: an extension never shortens."""
        if amount < 0:
            raise ValueError(f"an extension never shortens: {amount}")
        return self.model_copy(update={"extended": self.extended + amount})


def due(limit: Limit, started: datetime, calendar: WorkCalendar) -> Due:
    """When `limit` has run out, in UTC.

    The first day does not count (民法典 201); days end at the close of business of the
    last one; a calendar-day limit that ends on a rest day ends on the next working day
    (民法典 203). Working hours run while the city works. Hours and minutes are natural
    ones, and never provisional: no calendar moves them.
    """
    if _natural(limit):
        return Due(started.astimezone(UTC) + _span(limit))
    if limit.unit == "working_hours":
        return _due(calendar.after(started, _span(limit)), calendar)
    first = started.astimezone(SHANGHAI).date()
    last = (
        calendar.working_day_after(first, limit.amount)
        if limit.unit == "working_days"
        else _calendar_day(first, limit.amount, calendar)
    )
    return _due(calendar.close_of(last), calendar)


def ends(clock: Clock, calendar: WorkCalendar, now: datetime) -> Due:
    """When what is owed is due: the limit, its extension, and the time stopped.

    A stop moves it by what the city worked meanwhile, unrounded: over a weekend, by
    nothing. Hours and minutes stop by natural time. An open stop counts until `now`.
    """
    unmoved = _unmoved(clock, calendar)
    stopped = stopped_time(clock, calendar, now)
    if _natural(clock.limit):
        return Due(unmoved.at + stopped)
    return _due(calendar.after(unmoved.at, stopped), calendar)


def moment(
    clock: Clock, calendar: WorkCalendar, share: float, now: datetime
) -> datetime:
    """When `share` of the whole time has been used up.

    The rest of it is what is left then until the clock `ends`. A share below nothing
    or above the whole is nothing or the whole.
    """
    end = ends(clock, calendar, now).at
    whole = _passed(clock, calendar, clock.started_at, _unmoved(clock, calendar).at)
    left = whole * (1 - min(max(share, 0), 1))
    return end - left if _natural(clock.limit) else calendar.before(end, left)


def stopped_time(clock: Clock, calendar: WorkCalendar, now: datetime) -> timedelta:
    """Working time for limits of days and working hours, natural time for others."""
    spans = (
        _passed(clock, calendar, stop.since, stop.until or now) for stop in clock.stops
    )
    return sum(spans, NOTHING)


def elapsed(clock: Clock, calendar: WorkCalendar, now: datetime) -> timedelta:
    """What has been used up, without the stops; nothing where the hour stepped back."""
    passed = _passed(clock, calendar, clock.started_at, now)
    return max(NOTHING, passed - stopped_time(clock, calendar, now))


def deemed_acceptance(
    received: datetime, notice: Limit, calendar: WorkCalendar
) -> datetime:
    """From when a matter counts as accepted, no correction having been asked for.

    许可法 32(4): who does not say within `notice` what is missing has accepted at the
    receipt: the clock of the matter then starts at `received`, not at this moment.
    """
    return due(notice, received, calendar).at


def _unmoved(clock: Clock, calendar: WorkCalendar) -> Due:
    return due(clock.limit.longer(clock.extended), clock.started_at, calendar)


def _passed(
    clock: Clock, calendar: WorkCalendar, start: datetime, end: datetime
) -> timedelta:
    if _natural(clock.limit):
        return max(NOTHING, end - start)
    return calendar.working_time(start, end)


def _natural(limit: Limit) -> bool:
    return limit.unit in {"hours", "minutes"}


def _span(limit: Limit) -> timedelta:
    if limit.unit == "minutes":
        return timedelta(minutes=limit.amount)
    return timedelta(hours=limit.amount)


def _due(at: datetime, calendar: WorkCalendar) -> Due:
    last = at.astimezone(SHANGHAI).date()
    return Due(at, provisional=last > calendar.published_through)


def _calendar_day(first: date, amount: int, calendar: WorkCalendar) -> date:
    last = first + timedelta(days=amount)
    return last if calendar.works_on(last) else calendar.working_day_after(last)
