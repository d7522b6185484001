"""The city's data that routing decides by; whatever is wrong is named at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from services.kit.limits.limit import Limit
from services.kit.limits.published import calendar_of
from services.routing.domain.norms import Norms


@dataclass(frozen=True)
class City:
    """`streets`: area to street office; `by_item`: category to item to department."""

    norms: Norms
    limits: Mapping[str, Limit]
    default_limit: str
    streets: Mapping[str, str]
    by_item: Mapping[str, Mapping[str, str]]

    def street_of(self, area: str) -> str | None:
        """The office of the longest area that is a parent of `area`."""
        parents = [place for place in self.streets if area.startswith(place)]
        return self.streets[max(parents, key=len)] if parents else None

    def limit_of(self, *names: str) -> Limit:
        """The first that there is: for a case that no rule knows."""
        known = (self.limits[name] for name in names if name in self.limits)
        return next(known, self.limits[self.default_limit])


def city_of(folder: Path) -> City:
    """Raises `RuntimeError` that names the file and what is missing or wrong there."""
    city, terms = _read(folder / "city.yaml"), _read(folder / "limits.yaml")
    try:
        limits = {name: _limit(row) for name, row in terms["limits"].items()}
        organisations = city["organisations"]
        return City(
            norms=_norms(folder, city, terms, limits),
            limits=limits,
            default_limit=_known(terms["default_limit"], limits),
            streets={o["area"]: o["code"] for o in organisations if "area" in o},
            by_item={c["code"]: c.get("leads", {}) for c in city["categories"]},
        )
    except (KeyError, TypeError, ValidationError) as error:
        raise RuntimeError(f"{folder}: city.yaml or limits.yaml: {error!r}") from error


def _norms(
    folder: Path,
    city: Mapping[str, Any],
    terms: Mapping[str, Any],
    limits: Mapping[str, Limit],
) -> Norms:
    bounds = terms["supervision_bounds"]
    levels = sorted(terms["supervision"], key=lambda row: int(row["level"]))
    return Norms(
        calendar=calendar_of(folder),
        departments=frozenset(row["code"] for row in city["organisations"]),
        triage=limits["triage"],
        mediation=limits["mediation"],
        co_handler_share=float(terms["co_handler_share"]["share"]),
        supervision=tuple(float(row["after"]) for row in levels),
        supervised_at_least=_limit(bounds["at_least"]),
        supervised_at_most=_limit(bounds["at_most"]),
        return_reasons={row["code"]: row["name"] for row in city["return_reasons"]},
        outcomes={code: row["zh"] for code, row in city["outcomes"].items()},
    )


def _limit(row: Mapping[str, Any]) -> Limit:
    return Limit.model_validate(row)


def _known(name: str, limits: Mapping[str, Limit]) -> str:
    if name not in limits:
        raise RuntimeError(f"limits.yaml: default_limit: there is no limit {name!r}")
    return name


def _read(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    if not isinstance(found, dict):
        raise RuntimeError(f"{path}: is not a table of names and values")
    return found
