"""Rights end: how long from the day it happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """`of`: kinds of dispute, items and categories that it is for."""

    of: frozenset[str]
    years: int
    authority: str


def ends(period: Period, happened_on: date) -> date:
    """The same day of a later year; of a leap day, the day before (民法典 201, 202)."""
    year = happened_on.year + period.years
    try:
        return happened_on.replace(year=year)
    except ValueError:
        return happened_on.replace(year=year, day=28)


def running_out(
    periods: Iterable[Period],
    codes: frozenset[str],
    happened_on: date,
    today: date,
    warn: timedelta,
) -> Period | None:
    """The one for this matter that ends soonest, if that is within `warn` or over."""
    mine = [period for period in periods if period.of & codes]
    near = [p for p in mine if ends(p, happened_on) <= today + warn]
    return min(near, key=lambda period: period.years, default=None)
