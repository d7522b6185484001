"""The city's `warnings.yaml`: which words, how many people, how near an end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.intake.weighing.limitation import Period
from services.intake.weighing.words import Signs, plain
from services.kit.running.city_data import from_yaml

EMERGENCY = "emergency"
GROUP = "group_incident"
LIMITATION = "limitation"
UNCONFIRMED = "hand_over_unconfirmed"
OUR_OWN = (EMERGENCY, GROUP, LIMITATION, UNCONFIRMED)
"""Reasons that the program itself gives."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    rule: str = ""


class _Reason(_Row):
    code: str
    name: str
    name_en: str
    desk: str


class _Emergency(_Row):
    authority: str
    words: tuple[str, ...] = Field(min_length=1)


class _Concern(_Row):
    reason: str
    words: tuple[str, ...] = Field(min_length=1)
    report: str | None = None


class _Group(_Row):
    people: int = Field(ge=2)
    hours: int = Field(ge=1, le=24 * 31)


class _Period(_Row):
    of: tuple[str, ...]
    years: int = Field(ge=1, le=20)
    authority: str


class _Notice(_Row):
    amount: int = Field(ge=1, le=366)
    unit: str = Field(pattern="^calendar_days$")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    warning_reasons: tuple[_Reason, ...]
    emergencies: tuple[_Emergency, ...] = ()
    concerns: tuple[_Concern, ...] = ()
    group_incident: _Group
    limitation_periods: tuple[_Period, ...] = ()
    limitation_warning: _Notice


@dataclass(frozen=True)
class Alertness:
    emergencies: tuple[Signs, ...]
    concerns: tuple[Signs, ...]
    reports: Mapping[str, str]
    """By reason: to whom the law wants it told."""
    people: int
    within: timedelta
    """So many about one kind of matter, in one place, in this time."""
    periods: tuple[Period, ...]
    before_end: timedelta
    names: Mapping[str, Mapping[str, str]]
    """By reason, then by language."""


def load_alertness(city: Path, authorities: frozenset[str]) -> Alertness:
    """Raises `RuntimeError` that names the file and the entry."""
    path = city / "warnings.yaml"
    try:
        file = _File.model_validate(from_yaml(path.read_text()))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    faults = _faults(file, authorities)
    if faults:
        raise RuntimeError(f"{path}: " + "; ".join(faults))
    return Alertness(
        emergencies=tuple(_signs(row.authority, row.words) for row in file.emergencies),
        concerns=tuple(_signs(row.reason, row.words) for row in file.concerns),
        reports={row.reason: row.report for row in file.concerns if row.report},
        people=file.group_incident.people,
        within=timedelta(hours=file.group_incident.hours),
        periods=tuple(
            Period(frozenset(row.of), row.years, row.authority)
            for row in file.limitation_periods
        ),
        before_end=timedelta(days=file.limitation_warning.amount),
        names={r.code: {"zh": r.name, "en": r.name_en} for r in file.warning_reasons},
    )


def _signs(means: str, words: tuple[str, ...]) -> Signs:
    return Signs(means, tuple(plain(word) for word in words))


def _faults(file: _File, authorities: frozenset[str]) -> list[str]:
    reasons = {row.code for row in file.warning_reasons}
    used: list[tuple[str, Any]] = [
        *(("emergencies", row.authority) for row in file.emergencies),
        *(("concerns", row.report) for row in file.concerns if row.report),
        *(("limitation_periods", row.authority) for row in file.limitation_periods),
    ]
    return [
        *(f"{at}: no authority {code}" for at, code in used if code not in authorities),
        *(
            f"concerns: warning_reasons has no {row.reason}"
            for row in file.concerns
            if row.reason not in reasons
        ),
        *(
            f"warning_reasons: {own} is missing"
            for own in OUR_OWN
            if own not in reasons
        ),
    ]
