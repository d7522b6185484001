"""China's working days as published, and what this city knows better."""

import re
from collections.abc import Iterable
from datetime import date, time
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import holidays
import yaml

from services.kit.limits.calendar import SATURDAY, BusinessHours, WorkCalendar
from services.kit.running.city_data import from_yaml

FIRST_YEAR, LAST_YEAR = 2020, 2045
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def calendar_of(city: Path) -> WorkCalendar:
    """From the `holidays` library and `calendar.yaml`; the city's word is the last.

    `published_through` in the file overrides what the library seems to know; the hours
    are those of `limits.yaml`. Raises `RuntimeError` that names the file and the entry.
    """
    path = city / "calendar.yaml"
    own = _read(path)
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
        hours=_hours(city / "limits.yaml"),
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


def _hours(path: Path) -> BusinessHours:
    terms = _read(path)
    rows = terms.get("working_hours")
    if not isinstance(rows, list) or not rows:
        raise RuntimeError(f"{path}: working_hours: there has to be one row at least")
    place = f"{path}: working_hours"
    hours = BusinessHours(
        tuple((_time(place, row, "from"), _time(place, row, "to")) for row in rows)
    )
    for one, later in pairwise(chain(*hours.spans)):
        if one >= later:
            raise RuntimeError(
                f"{place}: {later:%H:%M} has to be later than {one:%H:%M}"
            )
    end = _time(f"{path}: end_of_business", terms.get("end_of_business"), "at")
    if end != hours.close:
        raise RuntimeError(
            f"{path}: end_of_business: at: {end:%H:%M} has to be {hours.close:%H:%M}, "
            "where the last row of working_hours ends"
        )
    return hours


def _time(place: str, row: object, name: str) -> time:
    text = row.get(name) if isinstance(row, dict) else None
    if not isinstance(text, str) or not TIME.fullmatch(text):
        raise RuntimeError(
            f'{place}: {name}: {text!r} is not a time like "09:00", quoted'
        )
    return time.fromisoformat(text)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = from_yaml(path.read_text()) or {}
    except (OSError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    if not isinstance(found, dict):
        raise RuntimeError(f"{path}: is not a table of names and values")
    return found
