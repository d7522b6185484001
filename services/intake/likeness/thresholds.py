"""From when on matters are alike: the city's own numbers."""

from datetime import timedelta
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.kit.running.city_data import from_yaml


class RepeatsFrom(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int = Field(ge=1, le=60)
    likeness: float = Field(ge=0.5, le=1)
    """Below a half few such pairs are met at all."""
    most: int = Field(ge=1, le=100)
    source: Literal["law", "local", "ours"]

    @property
    def within(self) -> timedelta:
        return timedelta(days=self.days)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    repeats: RepeatsFrom


def load_thresholds(city: Path) -> RepeatsFrom:
    """Raises `RuntimeError` that names the file and the entry."""
    path = city / "repeats.yaml"
    try:
        return _File.model_validate(from_yaml(path.read_text())).repeats
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error
