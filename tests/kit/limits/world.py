"""The city's own calendar, and moments as people write them."""

from datetime import datetime
from functools import cache
from pathlib import Path

from services.kit.limits.calendar import SHANGHAI, WorkCalendar
from services.kit.limits.published import calendar_of

CITY = Path("deploy/config")


@cache
def calendar() -> WorkCalendar:
    return calendar_of(CITY)


def moment(text: str) -> datetime:
    """`Mon 2026-03-02 09:00` in Shanghai; raises `ValueError` on a wrong weekday."""
    day, _, rest = text.partition(" ")
    at = datetime.fromisoformat(rest).replace(tzinfo=SHANGHAI)
    if f"{at:%a}" != day:
        raise ValueError(f"{text}: is a {at:%a}")
    return at
