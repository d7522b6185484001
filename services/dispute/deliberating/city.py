"""From `deliberation.yaml` and `city.yaml` to what decisions are bound to."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from contracts.topics import PLAYED_BY
from services.dispute.deliberating.domain.keeping.following import ALL_SETTLED, STEP_OF
from services.dispute.deliberating.domain.norms import (
    Named,
    Norms,
    Repetition,
    Screening,
    Venue,
)
from services.kit.limits.calendar import WorkCalendar
from services.kit.limits.limit import Limit
from services.kit.limits.published import calendar_of
from services.kit.running.city_data import from_yaml

Table = Mapping[str, Any]


def load_norms(folder: Path) -> Norms:
    """Raises `RuntimeError` that names the file and what is missing or wrong in it."""
    path = folder / "deliberation.yaml"
    try:
        city = from_yaml((folder / "city.yaml").read_text())
        return _norms(city, from_yaml(path.read_text()), calendar_of(folder))
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error!r}") from error


def _norms(city: Table, data: Table, calendar: WorkCalendar) -> Norms:
    outcomes = {code: Named(row["zh"], row["en"]) for code, row in _of(city)}
    return Norms(
        repetition=_repetition(data["repetition"], city["categories"]),
        screening=_screening(data["screening"]),
        calendar=calendar,
        venues={row["code"]: _venue(row, city["areas"]) for row in data["venues"]},
        decline_reasons=_named(data["decline_reasons"]),
        close_reasons=_named(data["close_reasons"], ALL_SETTLED),
        steps=_named(data["steps"], *STEP_OF.values()),
        kept_outcomes=_known(data["kept_outcomes"]["codes"], outcomes),
        remind_before=timedelta(hours=int(data["meeting_reminder"]["hours"])),
        longest_survey=timedelta(days=data["longest_survey"]["days"]),
        kept_for=timedelta(days=data["kept_for"]["days"]),
        meetings_a_year=int(data["meetings_a_year"]["at_least"]),
        categories=frozenset(row["code"] for row in city["categories"]),
        areas=frozenset(city["areas"]),
        departments=frozenset(row["code"] for row in city["organisations"])
        - PLAYED_BY.keys(),
        outcomes=outcomes,
    )


def _of(city: Table) -> Iterable[tuple[str, Table]]:
    return dict(city["outcomes"]).items()


def _repetition(row: Table, categories: Iterable[Table]) -> Repetition:
    parents = {each["code"]: each.get("parent") for each in categories}
    left_out = set(_known(row["left_out"], parents))
    for _ in parents:
        left_out |= {code for code, above in parents.items() if above in left_out}
    cases = int(row["cases"])
    if cases < 2:
        raise ValueError("repetition: cases: one case does not repeat itself")
    return Repetition(
        cases=cases,
        within=timedelta(days=row["days"]),
        area_digits=int(row["area_digits"]),
        kinds=frozenset(row["kinds"]),
        request_types=frozenset(row["request_types"]),
        left_out=frozenset(left_out),
    )


def _screening(row: Table) -> Screening:
    within, again = (Limit.model_validate(row[name]) for name in ("within", "again"))
    return Screening(within, again)


def _venue(row: Table, areas: Table) -> Venue:
    if row["area"] not in areas:
        raise ValueError(f"venues: {row['code']}: city.yaml has no area {row['area']}")
    return Venue(row["name"], row["name_en"], row["area"], row.get("address", ""))


def _named(rows: Iterable[Table], *needed: str) -> dict[str, Named]:
    found = {row["code"]: Named(row["name"], row["name_en"]) for row in rows}
    for code in needed:
        if code not in found:
            raise ValueError(f"{code} has no words")
    return found


def _known(codes: Iterable[str], listed: Mapping[str, Any]) -> frozenset[str]:
    for code in codes:
        if code not in listed:
            raise ValueError(f"city.yaml lists no {code}")
    return frozenset(codes)
