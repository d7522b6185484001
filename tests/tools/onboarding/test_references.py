"""Where the city's data means a department, and what would change without it."""

from pathlib import Path

import pytest

from services.kit.errors import Rejected
from tools.onboarding.entry import without
from tools.onboarding.references import named_in, refuse_if_named

CITY = Path("deploy/config")


def refused(folder: Path, code: str) -> Rejected:
    text = without((folder / "city.yaml").read_text(), code)
    with pytest.raises(Rejected) as raised:
        refuse_if_named(folder, code, text)
    return raised.value


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("urban-mgmt", "city.yaml: organisations chengdong-brigade, parent"),
        ("water-supply", "city.yaml: categories utilities, leads, water"),
        ("womens-federation", "city.yaml: dispute_types"),
        ("petition", "routing/rules.json: nodes 诉求和办事由谁办"),
        ("village-liushu", "routing/examples.yaml: examples 柳树村"),
    ],
)
def test_each_place_that_names_it_is_told(code, place):
    assert any(found.startswith(place) for found in named_in(CITY, code))


def test_the_same_word_may_mean_a_category_or_a_limit():
    named = [*named_in(CITY, "health"), *named_in(CITY, "petition")]

    assert not [place for place in named if place.startswith(("limits", "items"))]


def test_whom_nothing_names_may_leave():
    text = without((CITY / "city.yaml").read_text(), "silver-care")

    refuse_if_named(CITY, "silver-care", text)


def test_a_long_list_of_places_is_cut():
    said = refused(CITY, "urban-mgmt")

    assert said.reason == "still-named"
    assert "…" in said.en
