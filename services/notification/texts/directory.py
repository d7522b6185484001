"""The city's own people and words: addresses of offices, names of outcomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from services.kit.running.city_data import from_yaml

T = TypeVar("T")


class Named(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    name_en: str | None = None

    def called(self, language: str) -> str:
        return self.name_en or self.name if language == "en" else self.name


class Office(Named):
    email: str | None = None
    phone: str | None = None


class _Coded(Office):
    code: str


class _Reason(Named):
    """`next`: what to do then, where the list says so."""

    code: str
    next: str | None = None
    next_en: str | None = None


class _Warning(_Reason):
    desk: str


class _Warnings(BaseModel):
    warning_reasons: tuple[_Warning, ...]


class _Roster(BaseModel):
    mediators: tuple[_Coded, ...] = ()


class Way(_Reason):
    """Out of a dispute: what it asks for, and until when it is open, in words."""

    needs: tuple[str, ...] = ()
    needs_en: tuple[str, ...] = ()
    limitation: str = ""
    limitation_en: str = ""


class _Ways(BaseModel):
    ways: tuple[Way, ...] = ()


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

    organisations: tuple[_Coded, ...]
    desks: dict[str, Office] = {}
    outcomes: dict[str, dict[str, str]] = {}
    authorities: tuple[Authority, ...] = ()
    units: dict[str, dict[str, str]] = {}
    reasons: dict[str, tuple[_Reason, ...]] = {}
    areas: dict[str, str] = {}
    city: dict[str, Any] = {}
    help_line: dict[str, Any] = {}


@dataclass(frozen=True)
class Directory:
    organisations: dict[str, Office]
    desks: dict[str, Office]
    outcomes: dict[str, dict[str, str]]
    authorities: dict[str, Authority]
    units: dict[str, dict[str, str]]
    lists: dict[str, dict[str, _Reason]]
    areas: dict[str, str]
    warning_desks: dict[str, str]
    timezone: ZoneInfo
    mediators: dict[str, Office]
    ways: dict[str, Way]
    named: Named
    help_line: str

    def organisation(self, code: str) -> Office:
        """An office that the city has forgotten still has its code."""
        return self.organisations.get(code) or Office(name=code)

    def mediator(self, code: str) -> Office:
        """By the roster; of somebody who has left it the code is known."""
        return self.mediators.get(code) or Office(name=code)

    def way(self, code: str) -> Way:
        return self.ways.get(code) or Way(code=code, name=code)

    def outcome(self, code: str, language: str) -> str:
        return self.outcomes.get(code, {}).get(language, code)

    def authority(self, code: str, language: str) -> str:
        found = self.authorities.get(code)
        return found.told(language) if found else code

    def authority_name(self, code: str, language: str) -> str:
        found = self.authorities.get(code)
        return found.called(language) if found else code

    def area(self, code: str) -> str:
        """From the city's own down to this one; a code that has no name is shown."""
        lengths = (6, 9, 12, 15)
        parents = [code[:n] for n in lengths if len(code) >= n] or [code]
        return "".join(self.areas.get(each, each) for each in parents)

    def unit(self, code: str, language: str) -> str:
        return self.units.get(code, {}).get(language, code)

    def word(self, among: str, code: str, language: str) -> str:
        """`among`: the name of the list that knows the code; else it is the code."""
        found = self.lists.get(among, {}).get(code)
        return found.called(language) if found else code

    def next_step(self, among: str, code: str, language: str) -> str:
        """What to do then; empty where the list says nothing of it."""
        found = self.lists.get(among, {}).get(code)
        if found is None:
            return ""
        return (found.next_en if language == "en" else found.next) or ""

    def signature(self, language: str) -> str:
        """Before every SMS: who writes, and whom to call."""
        gap = " " if language == "en" else ""
        return f"【{self.named.called(language)}{gap}{self.help_line}】"

    def greeting(self, language: str) -> str:
        """Before whatever is said on the telephone."""
        place = self.named.called(language)
        if language == "en":
            return f"Hello, this is {self.help_line}, the hotline of {place}. "
        return f"您好\uff0c这里是{place}{self.help_line}热线。"

    def date(self, moment: datetime, language: str) -> str:
        local = moment.astimezone(self.timezone)
        if language == "en":
            return f"{local:%Y-%m-%d %H:%M}"
        return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def load_directory(city: Path) -> Directory:
    """Raises `RuntimeError` that names the file and the entry."""
    data = _read(city / "city.yaml", _city)
    warnings = _warnings(city / "warnings.yaml", data.desks)
    lists = _words(city / "notification" / "words.yaml") | data.reasons
    return Directory(
        organisations={office.code: office for office in data.organisations},
        desks=data.desks,
        outcomes=data.outcomes,
        authorities={each.code: each for each in data.authorities},
        units=data.units,
        lists={
            among: {row.code: row for row in rows}
            for among, rows in (lists | {"warning_reasons": warnings}).items()
        },
        areas=data.areas,
        warning_desks={row.code: row.desk for row in warnings},
        timezone=ZoneInfo(data.city.get("timezone", "Asia/Shanghai")),
        mediators={
            row.code: row
            for row in _read(city / "mediators.yaml", _Roster.model_validate).mediators
        },
        ways={
            row.code: row
            for row in _read(city / "ways.yaml", _Ways.model_validate).ways
        },
        named=Named.model_validate(data.city | {"name": data.city.get("name", "")}),
        help_line=str(data.help_line.get("number", "12345")),
    )


def _words(path: Path) -> dict[str, tuple[_Reason, ...]]:
    """Lists that only messages need, beside those of the city."""
    lists = TypeAdapter(dict[str, tuple[_Reason, ...]])
    return _read(path, lists.validate_python)


def _warnings(path: Path, desks: Mapping[str, Office]) -> tuple[_Warning, ...]:
    rows = _read(path, _Warnings.model_validate).warning_reasons
    for row in rows:
        if row.desk not in desks:
            known = ", ".join(sorted(desks))
            raise RuntimeError(f"{path}: {row.code}: the city's desks are {known}")
    return rows


def _read(path: Path, model: Callable[[Any], T]) -> T:
    try:
        return model(from_yaml(path.read_text()))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error


def _city(read: Any) -> _City:
    if not isinstance(read, dict):
        return _City.model_validate(read)
    lists = {name: rows for name, rows in read.items() if name.endswith("_reasons")}
    return _City.model_validate(read | {"reasons": lists})
