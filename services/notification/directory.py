"""The city's own people and words: addresses of offices, names of outcomes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError


class Named(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    name_en: str | None = None

    def called(self, language: str) -> str:
        return self.name_en or self.name if language == "en" else self.name


class Office(Named):
    email: str | None = None


class _Organisation(Office):
    code: str


class _Reason(Named):
    code: str


class Authority(Named):
    """Who has a power that the city has not; `how`: to get there."""

    code: str
    how: str
    how_en: str

    def told(self, language: str) -> str:
        if language == "en":
            return f"{self.called(language)}: {self.how_en}"
        return f"{self.name}:{self.how}"


class _City(BaseModel):
    """`reasons`: every list of the city whose name ends in `_reasons`, by that name."""

    organisations: tuple[_Organisation, ...]
    desks: dict[str, Office] = {}
    outcomes: dict[str, dict[str, str]] = {}
    authorities: tuple[Authority, ...] = ()
    units: dict[str, dict[str, str]] = {}
    reasons: dict[str, tuple[_Reason, ...]] = {}
    city: dict[str, Any] = {}


@dataclass(frozen=True)
class Directory:
    organisations: dict[str, Office]
    desks: dict[str, Office]
    outcomes: dict[str, dict[str, str]]
    authorities: dict[str, Authority]
    units: dict[str, dict[str, str]]
    reasons: dict[str, dict[str, Named]]
    timezone: ZoneInfo

    def organisation(self, code: str) -> Office:
        """An office that the city has forgotten still has its code."""
        return self.organisations.get(code) or Office(name=code)

    def outcome(self, code: str, language: str) -> str:
        return self.outcomes.get(code, {}).get(language, code)

    def authority(self, code: str, language: str) -> str:
        found = self.authorities.get(code)
        return found.told(language) if found else code

    def unit(self, code: str, language: str) -> str:
        return self.units.get(code, {}).get(language, code)

    def reason(self, among: str, code: str, language: str) -> str:
        """`among`: the name of the list that knows the code; else it is the code."""
        found = self.reasons.get(among, {}).get(code)
        return found.called(language) if found else code

    def date(self, moment: datetime, language: str) -> str:
        local = moment.astimezone(self.timezone)
        if language == "en":
            return f"{local:%Y-%m-%d %H:%M}"
        return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def load_directory(city: Path) -> Directory:
    """Raises `RuntimeError` that names the file and the entry."""
    path = city / "city.yaml"
    try:
        data = _City.model_validate(_with_reasons(yaml.safe_load(path.read_text())))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    return Directory(
        organisations={office.code: office for office in data.organisations},
        desks=data.desks,
        outcomes=data.outcomes,
        authorities={each.code: each for each in data.authorities},
        units=data.units,
        reasons={
            among: {row.code: row for row in rows}
            for among, rows in data.reasons.items()
        },
        timezone=ZoneInfo(data.city.get("timezone", "Asia/Shanghai")),
    )


def _with_reasons(city: Any) -> Any:
    if not isinstance(city, dict):
        return city
    lists = {name: rows for name, rows in city.items() if name.endswith("_reasons")}
    return city | {"reasons": lists}
