"""From the city's files to what decisions on agreements are bound to."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from services.dispute.city.loading import Table
from services.dispute.domain.agreeing.terms import Codes, Terms
from services.dispute.domain.rules import Count, Rules
from services.kit.limits.limit import Limit, Source


class _Days(BaseModel):
    days: int = Field(ge=0, le=60)
    source: Source


class _Code(BaseModel):
    lives: Limit
    tries: Count
    pause: Limit
    most: Count
    within: Limit


class _Reminders(BaseModel):
    before: _Days
    after: _Days


def load_terms(city: Path, rules: Rules) -> Terms:
    """Raises `RuntimeError` that names the file, the place and what is wrong there."""
    table, own = Table(city / "agreements.yaml"), Table(city / "city.yaml")
    reminders = _entry(table, "duty_reminders", _Reminders)
    return Terms(
        types={kind.code: kind for kind in rules.types.values() if kind.code},
        calendar=rules.calendar,
        confirm=_entry(table, "confirm", Limit),
        asked=frozenset(
            row["code"] for _, row in own.rows("dispute_types") if "confirmation" in row
        ),
        codes=_codes(table),
        remind_before=timedelta(days=reminders.before.days),
        remind_after=timedelta(days=reminders.after.days),
        confirm_remind=timedelta(days=_entry(table, "confirm_reminder", _Days).days),
        seal=_entry(table, "seal", Limit),
        breaches=_listed(table, "breach_reasons"),
        early=frozenset(
            row["code"] for _, row in table.rows("breach_reasons") if row.get("early")
        ),
        excluded=_listed(table, "unconfirmable"),
    )


def _entry(table: Table, name: str, kind: Any) -> Any:
    if name not in table.data:
        raise table.wrong(name, "is missing")
    return table.made(name, kind, table.data[name])


def _codes(table: Table) -> Codes:
    read = _entry(table, "signing_code", _Code)
    spans = {
        name: _minutes(table, name, getattr(read, name))
        for name in ("lives", "pause", "within")
    }
    return Codes(tries=read.tries.count, most=read.most.count, **spans)


def _minutes(table: Table, name: str, limit: Limit) -> timedelta:
    if limit.unit != "minutes":
        raise table.wrong(f"signing_code: {name}", "counts in minutes")
    return timedelta(minutes=limit.amount)


def _listed(table: Table, name: str) -> frozenset[str]:
    codes = [row["code"] for _, row in table.rows(name)]
    table.once(name, codes)
    return frozenset(codes)
