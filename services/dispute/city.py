"""Under which regime a dispute is mediated, and for how long: the city's data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from services.dispute.domain.mediation import Regime


def load_regimes(city: Path) -> dict[str, Regime]:
    """By type of dispute, and by category: there the first type listed counts.

    A category that has none of its own is mediated like the one above it.
    Raises `RuntimeError` that names the file and what is missing in it.
    """
    limits = _read(city / "limits.yaml").get("limits", {})
    path = city / "city.yaml"
    try:
        data = _read(path)
        types = data["dispute_types"]
        regimes = {row["code"]: _regime(row, limits) for row in types}
        for row in reversed(types):
            category = row.get("category", row["code"])
            regimes[category] = _regime(row, limits)
        parents = {row["code"]: row.get("parent") for row in data["categories"]}
        regimes |= _inherited(regimes, parents)
    except (KeyError, TypeError, ValueError) as error:
        raise RuntimeError(f"{path}: dispute_types: {error!r}") from error
    return regimes


def _inherited(
    regimes: Mapping[str, Regime], parents: Mapping[str, str | None]
) -> dict[str, Regime]:
    found = {}
    for category in parents:
        above, seen = category, set[str]()
        while above not in regimes and above not in seen and parents.get(above):
            seen.add(above)
            above = parents[above] or above
        if above in regimes:
            found[category] = regimes[above]
    return found


def _regime(row: Mapping[str, Any], limits: Mapping[str, Any]) -> Regime:
    limit = limits.get(row.get("term", ""), {"amount": Regime.term_days})
    return Regime(row["regime"], int(limit["amount"]))


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(yaml.safe_load(path.read_text()))
    except (OSError, TypeError, ValueError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error}") from error
