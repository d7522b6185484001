"""What the city's data says on documents: reasons, and ways out with their limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from services.kit.papers.letterhead import Letterhead, load_letterhead
from services.kit.running.city_data import from_yaml

OTHERS = "default"


@dataclass(frozen=True)
class Route:
    name: str
    needs: str
    law: str


@dataclass(frozen=True)
class WaysOut:
    """Where people go who did not agree; `years`: when the right is barred."""

    routes: tuple[Route, ...]
    years: int
    law: str


@dataclass(frozen=True)
class CityFacts:
    letterhead: Letterhead
    centre: str
    """The mediation body, as it signs."""
    reasons: Mapping[str, str]
    """By end reason."""
    ways_out: Mapping[str, WaysOut]
    """By type of dispute; `default`: all others."""

    def ways_of(self, dispute_type: str) -> WaysOut:
        return self.ways_out.get(dispute_type, self.ways_out[OTHERS])


def load_facts(city: Path, centre: str) -> CityFacts:
    """Raises `RuntimeError` that names the file and what is missing or wrong."""
    letterhead = load_letterhead(city)
    path = city / "agreements.yaml"
    try:
        data, own = _read(city / "city.yaml"), _read(path)
        names = {code: row["zh"] for code, row in own["route_names"].items()}
        return CityFacts(
            letterhead=letterhead,
            centre=_name_of(data["organisations"], centre),
            reasons={r["code"]: r["name"] for r in data["mediation_end_reasons"]},
            ways_out={
                code: _ways(row, names) for code, row in own["routes_out"].items()
            },
        )
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error!r}") from error


def _name_of(rows: list[dict[str, Any]], code: str) -> str:
    return next(str(row["name"]) for row in rows if row["code"] == code)


def _ways(row: dict[str, Any], names: Mapping[str, str]) -> WaysOut:
    routes = tuple(
        Route(names[each["to"]], each["needs"], each["rule"]) for each in row["routes"]
    )
    return WaysOut(routes, int(row["years"]["count"]), row["years"]["rule"])


def _read(path: Path) -> dict[str, Any]:
    return dict(from_yaml(path.read_text()))
