"""A row of the file becomes one that the window takes, or is told what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tools.importing.cleaning import Cleaning
from tools.importing.files.row import FileRow, Wrong
from tools.importing.mapping.model import Mapping as Plan
from tools.importing.mapping.model import Place
from tools.importing.mapping.source import ISO, Source

MANY_LINES = {("form", "text"), ("history", "answer")}
SEPARATOR = "\x1f"
"""Between the columns that make an id together."""


class Refusal(Exception):
    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.code)
        self.wrong = wrong


@dataclass(frozen=True)
class Turned:
    """`body` is what is sent; None: `wrong` says why not."""

    row: FileRow
    id: str
    body: dict[str, Any] | None
    wrong: tuple[Wrong, ...] = ()
    marks: frozenset[str] = frozenset()
    """What was cleaned in it."""


@dataclass(frozen=True)
class Turning:
    plan: Plan
    cleaning: Cleaning

    def turned(self, row: FileRow) -> Turned:
        if row.wrong:
            return Turned(row, "", None, (row.wrong,))
        parts = [row.values.get(name, "").strip() for name in self.plan.id]
        id = SEPARATOR.join(parts)
        if not all(parts):
            return Turned(row, "", None, (NO_ID,))
        marks: set[str] = set()
        found: dict[Place, str] = {}
        wrong = []
        for place, source in self.plan.sources():
            try:
                found[place] = self._value(place, source, row.values, marks)
            except Refusal as no:
                wrong.append(no.wrong)
        body = None if wrong else {"id": id, **_placed(found)}
        return Turned(row, id, body, tuple(wrong), frozenset(marks))

    def _value(
        self, place: Place, source: Source, row: Mapping[str, str], marks: set[str]
    ) -> str:
        text = _raw(place, source, row)
        if text and (source.date or place[-1].endswith(("_at", "_on"))):
            zone = ZoneInfo(source.time_zone or self.plan.time_zone)
            moment = _moment(place, text, source.date, zone)
            day = moment.astimezone(zone).date()
            return (day if place[-1].endswith("_on") else moment).isoformat()
        if source.of:
            text = self.cleaning.cleaned(text, place in MANY_LINES, marks)
        return self.cleaning.cut(text, source.cut, marks) if source.cut else text


NO_ID = Wrong(
    "id", "missing", "has nothing that makes the row itself", "没有可识别该行的编号"
)


def _raw(place: Place, source: Source, row: Mapping[str, str]) -> str:
    if source.constant is not None:
        return source.constant
    parts = [row.get(name, "").strip() for name in source.of]
    text = source.join.join(part for part in parts if part)
    if source.contains:
        fitting = (r for r in source.contains if any(w in text for w in r.words))
        rule = next(fitting, None)
        return rule.then if rule else _otherwise(place, source, "no rule fits")
    if text in source.values:
        return source.values[text]
    if source.values and (text or source.otherwise is not None):
        return _otherwise(place, source, "is not among the `values:` of the mapping")
    return text or source.otherwise or ""


def _otherwise(place: Place, source: Source, why: str) -> str:
    if source.otherwise is None:
        raise Refusal(_wrong(place, "not_mapped", f"{why}: add it, or `otherwise:`"))
    return source.otherwise


def _moment(
    place: Place, text: str, forms: tuple[str, ...], zone: ZoneInfo
) -> datetime:
    """A moment without a zone is one of the mapping's zone."""
    for form in (*forms, ISO):
        try:
            read = (
                datetime.fromisoformat(text)
                if form == ISO
                else datetime.strptime(text, form)  # noqa: DTZ007
            )
        except ValueError:
            continue
        return read if read.tzinfo else read.replace(tzinfo=zone)
    said = " or ".join(forms or (ISO,))
    raise Refusal(_wrong(place, "no_date", f"is no date of the form {said}"))


ZH = {"not_mapped": "不在映射表中", "no_date": "日期格式不符"}


def _wrong(place: Place, code: str, en: str) -> Wrong:
    return Wrong(".".join(place), code, en, ZH[code])


def _placed(found: Mapping[Place, str]) -> dict[str, Any]:
    """What is empty is left out, and a person of whom nothing is known with it."""
    body: dict[str, Any] = {}
    for place, text in _filled(found):
        at = body
        for name in place[:-1]:
            at = at.setdefault(name, {})
        at[place[-1]] = text
    return body


def _filled(found: Mapping[Place, str]) -> Iterator[tuple[Place, str]]:
    """History is no part of its own in what is sent."""
    yield from (
        (place[1:] if place[0] == "history" else place, text)
        for place, text in found.items()
        if text
    )
