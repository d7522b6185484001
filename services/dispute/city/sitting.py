"""Venues, dangers, and how long words lie, from `venues.yaml` and `wall.yaml`."""

from collections.abc import Container, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from services.dispute.city.loading import Table
from services.dispute.domain.sitting.rules import (
    DangerKind,
    Sentence,
    SittingRules,
    Venue,
)
from services.kit.limits.limit import Source

DAYS = {"days": 1, "years": 365}
EXACT = ConfigDict(extra="forbid")


@dataclass(config=EXACT)
class _Sourced:
    source: Source


@dataclass(config=EXACT)
class _Span(_Sourced):
    amount: int
    unit: Literal["days", "years"]
    rule: str = ""


@dataclass(config=EXACT)
class _Sentence(_Sourced):
    zh: str
    en: str
    rule: str


@dataclass(config=EXACT)
class _Venue(_Sourced):
    code: str
    name: str
    name_en: str
    how: Literal["in_person", "phone", "online"]
    address: str = ""
    rule: str = ""


@dataclass(config=EXACT)
class _Danger(_Sourced):
    code: str
    name: str
    name_en: str
    rule: str
    authorities: list[str]


@dataclass(config=EXACT)
class _Hours(_Sourced):
    hours: Annotated[int, Field(ge=1, le=240)]


def sitting_of(
    venues: Table, wall: Table, own: Table, mediation: Table
) -> SittingRules:
    """A danger is reported to authorities of city.yaml, which is `own`."""
    authorities = {row["code"] for _, row in own.rows("authorities")}
    dangers = [_danger(wall, *row, authorities) for row in wall.rows("dangers")]
    wall.once("dangers", [danger.code for danger in dangers])
    places = [_venue(venues, *row) for row in venues.rows("venues")]
    venues.once("venues", [venue.code for venue in places])
    words_kept, record_kept = _kept(wall, "words_kept"), _kept(wall, "record_kept")
    if record_kept < words_kept:
        raise wall.wrong("record_kept", "has to be no shorter than words_kept")
    said = wall.made("inadmissible", _Sentence, wall.data.get("inadmissible"))
    return SittingRules(
        venues={venue.code: venue for venue in places},
        dangers={danger.code: danger for danger in dangers},
        withheld_reasons={
            row["code"]: row.get("name", "") for _, row in wall.rows("withheld_reasons")
        },
        words_kept=words_kept,
        record_kept=record_kept,
        inadmissible=Sentence(said.zh, said.en, said.rule),
        remind_before=_before(mediation),
    )


def _before(mediation: Table) -> timedelta:
    name = "sitting_reminder"
    return timedelta(hours=mediation.made(name, _Hours, mediation.data.get(name)).hours)


def _kept(wall: Table, name: str) -> timedelta:
    span = wall.made(name, _Span, wall.data.get(name))
    return timedelta(days=span.amount * DAYS[span.unit])


def _venue(table: Table, place: str, row: Mapping[str, Any]) -> Venue:
    made = table.made(place, _Venue, row)
    return Venue(made.code, made.name, made.name_en, made.address, made.how)


def _danger(
    table: Table, place: str, row: Mapping[str, Any], authorities: Container[str]
) -> DangerKind:
    made = table.made(place, _Danger, row)
    for code in made.authorities:
        if code not in authorities:
            why = f"{code} is no authority of city.yaml"
            raise table.wrong(f"{place}: authorities", why)
    if not made.authorities:
        raise table.wrong(f"{place}: authorities", "names nobody to report it to")
    reported_to = frozenset(made.authorities)
    return DangerKind(made.code, made.name, made.name_en, made.rule, reported_to)
