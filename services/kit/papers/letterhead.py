"""In whose name papers are issued: one city's data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from services.kit.running.city_data import from_yaml

Names = Mapping[str, str]
"""By language, `zh` and `en`."""


@dataclass(frozen=True)
class Letterhead:
    city: Names
    office: Names
    """The window that issues what no other office does."""
    help_line: str


class _City(BaseModel):
    name: str
    name_en: str


class _Papers(BaseModel):
    office: str
    office_en: str


class _HelpLine(BaseModel):
    number: str


class _Data(BaseModel):
    city: _City
    papers: _Papers
    help_line: _HelpLine


def load_letterhead(city: Path) -> Letterhead:
    """Raises `RuntimeError` that names the file and the entry."""
    path = city / "city.yaml"
    try:
        data = _Data.model_validate(from_yaml(path.read_text()))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    return Letterhead(
        city={"zh": data.city.name, "en": data.city.name_en},
        office={"zh": data.papers.office, "en": data.papers.office_en},
        help_line=data.help_line.number,
    )
