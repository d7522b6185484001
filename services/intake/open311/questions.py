"""Which of its requests a partner asks for."""

from datetime import datetime, timedelta
from typing import get_args

from services.intake.open311.refusals import invalid, wrong
from services.intake.open311.seams import Asked, Status

WIDEST = timedelta(days=90)
MOST = 1_000
"""Requests in one answer, where no page is asked for."""
PAGE_SIZE, LARGEST_PAGE = 50, 100
MOST_LISTED = 100
"""Codes or numbers in one list."""
YEARS = range(2000, 2101)


def listed(name: str, text: str | None) -> tuple[str, ...]:
    """A list with commas; empty entries say nothing."""
    entries = [entry.strip() for entry in (text or "").split(",")]
    kept = tuple(dict.fromkeys(entry for entry in entries if entry))
    if len(kept) > MOST_LISTED:
        en, zh = f"has at most {MOST_LISTED} entries", f"最多 {MOST_LISTED} 项"
        raise invalid(wrong(name, en, zh))
    return kept


def asked(
    now: datetime,
    start: datetime | None,
    end: datetime | None,
    service_code: str | None,
    status: str | None,
) -> Asked:
    """Without dates the last 90 days; with one of them 90 days from it."""
    first, last = _between(now, start, end)
    codes = listed("service_code", service_code)
    return Asked(first, last, codes, _statuses(status))


def _between(
    now: datetime, start: datetime | None, end: datetime | None
) -> tuple[datetime, datetime]:
    for name, moment in (("start_date", start), ("end_date", end)):
        if moment and moment.year not in YEARS:
            years = f"{YEARS[0]}-{YEARS[-1]}"
            raise invalid(wrong(name, f"is not in {years}", f"应在 {years} 年之间"))
    last = end or (start + WIDEST if start else now)
    first = start or last - WIDEST
    if first > last:
        en, zh = "must not be after end_date", "不能晚于 end_date"
        raise invalid(wrong("start_date", en, zh))
    if last - first > WIDEST:
        en, zh = "is more than 90 days after start_date", "与 start_date 相隔超过 90 天"
        raise invalid(wrong("end_date", en, zh))
    return first, last


def _statuses(text: str | None) -> tuple[Status, ...]:
    wanted = listed("status", text)
    known: tuple[Status, ...] = get_args(Status)
    if not set(wanted) <= set(known):
        en, zh = f"must be one of {', '.join(known)}", f"应为:{'、'.join(known)}"
        raise invalid(wrong("status", en, zh))
    return tuple(status for status in known if status in wanted)
