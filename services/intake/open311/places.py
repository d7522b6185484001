"""Which area of the city a point lies in."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

Long = Annotated[float, Field(ge=-180, le=180)]
Lat = Annotated[float, Field(ge=-90, le=90)]
Point = tuple[Long, Lat]
Ring = Annotated[tuple[Point, ...], Field(min_length=4)]
"""Closed: its last point is its first."""


class _Polygon(BaseModel):
    type: Literal["Polygon"]
    coordinates: Annotated[tuple[Ring, ...], Field(min_length=1)]
    """Its outline, then what is cut out of it."""


class _Named(BaseModel):
    area: str


class _Feature(BaseModel):
    properties: _Named
    geometry: _Polygon


class _Collection(BaseModel):
    features: tuple[_Feature, ...]


@dataclass(frozen=True)
class Places:
    """Outlines of areas; a smaller one lies within its parent."""

    outlines: Sequence[tuple[str, tuple[Ring, ...]]]

    def area_at(self, lat: float, long: float) -> str | None:
        """The smallest that holds the point; None: it is outside of the city."""
        found = [code for code, rings in self.outlines if _within(long, lat, rings)]
        return max(found, key=len, default=None)


def load_places(city: Path, areas: Collection[str]) -> Places:
    """Raises `RuntimeError` that names the file and what is wrong with it."""
    path = city / "areas.geojson"
    try:
        row = _Collection.model_validate(json.loads(path.read_text()))
    except (OSError, ValueError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    outlines = [(f.properties.area, f.geometry.coordinates) for f in row.features]
    strange = sorted({code for code, _ in outlines} - set(areas))
    if strange:
        raise RuntimeError(f"{path}: city.yaml has no area {', '.join(strange)}")
    return Places(outlines)


def _within(long: float, lat: float, rings: tuple[Ring, ...]) -> bool:
    """In its outline and in none of its holes: an odd number of rings is crossed."""
    return sum(_crossings(long, lat, ring) for ring in rings) % 2 == 1


def _crossings(long: float, lat: float, ring: Ring) -> int:
    """How many of its sides a line from the point to the east crosses."""
    return sum(
        (south > lat) != (north > lat)
        and long < west + (lat - south) * (east - west) / (north - south)
        for (west, south), (east, north) in pairwise(ring)
    )
