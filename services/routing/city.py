"""The city's data that routing decides by; whatever is wrong is named at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from services.kit.limits.limit import Limit
from services.kit.running.city_data import from_yaml
from services.routing.domain.norms import Norms
from services.routing.norms import limit_of, norms_of


@dataclass(frozen=True)
class City:
    norms: Norms
    limits: Mapping[str, Limit]


def city_of(folder: Path) -> City:
    """Raises `RuntimeError` that names the file and what is missing or wrong there."""
    city, terms = _read(folder / "city.yaml"), _read(folder / "limits.yaml")
    try:
        limits = {name: limit_of(row) for name, row in terms["limits"].items()}
        return City(
            norms=norms_of(folder, city, terms),
            limits=limits,
        )
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        told = f"{error} is not there" if isinstance(error, KeyError) else error
        raise RuntimeError(f"{folder}: city.yaml or limits.yaml: {told}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        found = from_yaml(path.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    if not isinstance(found, dict):
        raise RuntimeError(f"{path}: is not a table of names and values")
    return found
