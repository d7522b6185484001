"""A point lies in the smallest area that holds it."""

import json
from pathlib import Path

import pytest

from services.intake.open311.offered import load_offer
from services.intake.open311.places import Places, load_places

SQUARE = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))
HOLE = ((1.0, 1.0), (1.0, 3.0), (3.0, 3.0), (3.0, 1.0), (1.0, 1.0))
CORNER = ((0.0, 0.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0))
PLACES = Places([("9901", (SQUARE, HOLE)), ("990101", (CORNER,))])


@pytest.mark.parametrize(
    ("lat", "long", "area"),
    [
        (0.5, 0.5, "990101"),
        (0.5, 1.7, "9901"),
        (3.5, 3.5, "9901"),
        (2.0, 2.0, None),
        (2.0, 5.0, None),
        (-0.1, 2.0, None),
        (90.0, 180.0, None),
    ],
)
def test_the_smallest_that_holds_it(lat: float, long: float, area: str | None):
    assert PLACES.area_at(lat, long) == area


CITY = Path("deploy/config")
AREAS = load_offer(CITY).areas


def test_every_area_of_the_invented_city_has_an_outline():
    assert {area for area, _ in load_places(CITY, AREAS).outlines} == {*AREAS}


def test_every_point_of_the_invented_city_is_in_a_street():
    places = load_places(CITY, AREAS)
    points = [(39.0 + y / 50, 83.0 + x / 50) for x in range(20) for y in range(10)]

    assert all(len(places.area_at(*point) or "") >= 9 for point in points)


@pytest.mark.parametrize(
    "written",
    [
        "no json",
        "{}",
        json.dumps({"features": [{"properties": {}, "geometry": {}}]}),
        json.dumps(
            {
                "features": [
                    {
                        "properties": {"area": "110101"},
                        "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
                    }
                ]
            }
        ),
    ],
)
def test_outlines_that_make_no_sense_stop_the_start(tmp_path: Path, written: str):
    (tmp_path / "areas.geojson").write_text(written)

    with pytest.raises(RuntimeError, match=r"areas\.geojson"):
        load_places(tmp_path, ["9901"])
