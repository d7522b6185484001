"""The fair clock: when what is owed is due. The calendar is an argument."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

SHANGHAI = ZoneInfo("Asia/Shanghai")
END_OF_BUSINESS = time(18)
SATURDAY = 5

Unit = Literal["working_days", "calendar_days", "hours"]
Source = Literal["law", "local", "ours"]


class Limit(BaseModel):
    """How long something may take; `source` tells who says so, `rule` where."""

    model_config = ConfigDict(frozen=True)

    amount: int = Field(ge=1, le=2000)
    unit: Unit
    source: Source
    rule: str = ""

    def part(self, share: float) -> "Limit":
        """Rounded up to whole units, so that it is never nothing."""
        amount = max(1, ceil(round(self.amount * share, 6)))
        return self.model_copy(update={"amount": amount, "source": "ours", "rule": ""})


@dataclass(frozen=True)
class WorkCalendar:
    """Which days a city works, the swapped ones (调休) included."""

    rest_days: frozenset[date]
    working_weekends: frozenset[date]
    published_through: date
    """Later days are the statutory ones only: nobody knows yet what is swapped."""

    def works_on(self, day: date) -> bool:
        if day.weekday() >= SATURDAY:
            return day in self.working_weekends
        return day not in self.rest_days

    def working_day_after(self, day: date) -> date:
        day += timedelta(days=1)
        while not self.works_on(day):
            day += timedelta(days=1)
        return day


@dataclass(frozen=True)
class Due:
    """`provisional`: the calendar of that day is not published yet."""

    at: datetime
    provisional: bool = False


def due(limit: Limit, started: datetime, calendar: WorkCalendar) -> Due:
    """When `limit` has run out, in UTC.

    The first day does not count (民法典 201); days end at the close of business of the
    last one; a calendar-day limit that ends on a rest day ends on the next working day
    (民法典 203). Hours are natural hours.
    """
    if limit.unit == "hours":
        return Due(started.astimezone(UTC) + timedelta(hours=limit.amount))
    first = started.astimezone(SHANGHAI).date()
    last = (
        _working_day(first, limit.amount, calendar)
        if limit.unit == "working_days"
        else _calendar_day(first, limit.amount, calendar)
    )
    return Due(close_of(last), provisional=last > calendar.published_through)


def close_of(day: date) -> datetime:
    return datetime.combine(day, END_OF_BUSINESS, SHANGHAI).astimezone(UTC)


def _working_day(first: date, amount: int, calendar: WorkCalendar) -> date:
    day = first
    for _ in range(amount):
        day = calendar.working_day_after(day)
    return day


def _calendar_day(first: date, amount: int, calendar: WorkCalendar) -> date:
    last = first + timedelta(days=amount)
    return last if calendar.works_on(last) else calendar.working_day_after(last)
