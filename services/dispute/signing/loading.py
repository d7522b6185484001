"""From the city's files to what decisions on agreements are bound to."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from services.dispute.domain.agreeing.terms import Codes, DisputeType, Terms
from services.kit.limits.limit import Limit
from services.kit.limits.published import calendar_of
from services.kit.running.city_data import from_yaml

Table = Mapping[str, Any]


def load_terms(city: Path) -> Terms:
    """Raises `RuntimeError` that names the file and what is missing or wrong."""
    path = city / "agreements.yaml"
    types = _types(city / "city.yaml")
    try:
        data = from_yaml(path.read_text())
        reminders = data["duty_reminders"]
        return Terms(
            types=types,
            calendar=calendar_of(city),
            confirm=Limit.model_validate(data["confirm"]),
            codes=_codes(data["signing_code"]),
            remind_before=timedelta(days=int(reminders["before"]["days"])),
            remind_after=timedelta(days=int(reminders["after"]["days"])),
            breaches=_codes_of(data["breach_reasons"]),
            excluded=_codes_of(data["unconfirmable"]),
        )
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error!r}") from error


def _types(path: Path) -> dict[str, DisputeType]:
    try:
        rows = from_yaml(path.read_text())["dispute_types"]
        return {row["code"]: _type(row) for row in rows}
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: dispute_types: {error!r}") from error


def _type(row: Table) -> DisputeType:
    return DisputeType(
        code=row["code"],
        wet_ink=bool(row.get("wet_signature")),
        confirmation_asks="confirmation" in row,
    )


def _codes(row: Table) -> Codes:
    return Codes(
        lives=_minutes(row["lives"]),
        tries=int(row["tries"]["count"]),
        pause=_minutes(row["pause"]),
        most=int(row["most"]["count"]),
        within=_minutes(row["within"]),
    )


def _minutes(row: Table) -> timedelta:
    if row["unit"] != "minutes":
        raise ValueError("a signing code counts in minutes")
    return timedelta(minutes=int(row["amount"]))


def _codes_of(rows: list[Table]) -> frozenset[str]:
    return frozenset(row["code"] for row in rows)
