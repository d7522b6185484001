"""Under which regime a matter is mediated follows from the city's lists."""

from pathlib import Path

import pytest

from services.dispute.city import load_regimes

CITY = Path("deploy/config")


@pytest.mark.parametrize(
    ("category", "above"),
    [
        ("labour-wages", "labour"),
        ("property-fees", "property"),
        ("utilities-gas-leak", "utilities"),
    ],
)
def test_a_category_is_mediated_like_the_one_above_it(category, above):
    regimes = load_regimes(CITY)

    assert regimes.get(category) == regimes.get(above)


def test_a_category_with_parents_in_a_circle_is_mediated_as_usual(tmp_path):
    (tmp_path / "limits.yaml").write_text("limits: {}")
    (tmp_path / "city.yaml").write_text(
        "dispute_types: []\n"
        "categories: [{code: a, parent: b}, {code: b, parent: a}, {code: c}]\n"
    )

    assert load_regimes(tmp_path) == {}
