"""The city's data that routing decides by; whatever is wrong is named at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from services.kit.limits.limit import Limit
from services.routing.domain.norms import Norms
from services.routing.norms import limit_of, norms_of


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

    def limit_named(self, *names: str) -> str:
        """The first that there is: for a case that no rule knows."""
        known = (name for name in names if name in self.limits)
        return next(known, self.default_limit)


def city_of(folder: Path) -> City:
    """Raises `RuntimeError` that names the file and what is missing or wrong there."""
    city, terms = _read(folder / "city.yaml"), _read(folder / "limits.yaml")
    try:
        limits = {name: limit_of(row) for name, row in terms["limits"].items()}
        organisations = city["organisations"]
        return City(
            norms=norms_of(folder, city, terms),
            limits=limits,
            default_limit=_known(terms["default_limit"], limits),
            streets={o["area"]: o["code"] for o in organisations if _is_street(o)},
            by_item={c["code"]: c.get("leads", {}) for c in city["categories"]},
        )
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise RuntimeError(f"{folder}: city.yaml or limits.yaml: {error!r}") from error


def _is_street(organisation: Mapping[str, Any]) -> bool:
    return "area" in organisation and organisation["kind"] == "street"


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
