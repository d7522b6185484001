"""China's working days as published, and what this city knows better."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import holidays
import yaml

from services.routing.domain.clock import SATURDAY, WorkCalendar

FIRST_YEAR, LAST_YEAR = 2020, 2045


def calendar_of(city: Path) -> WorkCalendar:
    """From the `holidays` library and `calendar.yaml`; the city's word is the last.

    `published_through` in the file overrides what the library seems to know. Raises
    `RuntimeError` that names the file and the entry.
    """
    path = city / "calendar.yaml"
    own = yaml.safe_load(path.read_text()) or {}
    resting = _dates(path, own, "rest_days")
    working = _dates(path, own, "working_days")
    published = _dates(path, own, "published_through")
    both = sorted(resting & working)
    if both:
        raise RuntimeError(f"{path}: {both[0]} is both a rest day and a working day")
    china = holidays.country_holidays("CN", years=range(FIRST_YEAR, LAST_YEAR + 1))
    swapped = {day for day in china.weekend_workdays if day.weekday() >= SATURDAY}
    return WorkCalendar(
        rest_days=frozenset((set(china) - working) | resting),
        working_weekends=frozenset((swapped - resting) | _weekends(working)),
        published_through=max(published, default=_published(swapped)),
    )


def _published(swapped: Iterable[date]) -> date:
    """The end of the last year for which swapped working days are known.

    Every plan of the State Council swaps some; a year without one is not published.
    """
    return date(max(day.year for day in swapped), 12, 31)


def _weekends(days: Iterable[date]) -> set[date]:
    return {day for day in days if day.weekday() >= SATURDAY}


def _dates(path: Path, own: dict[str, Any], name: str) -> set[date]:
    found = own.get(name) or []
    days = found if isinstance(found, list) else [found]
    for day in days:
        if type(day) is not date:
            raise RuntimeError(f"{path}: {name}: {day!r} is not a date like 2026-12-31")
    return set(days)
