"""The shipped catalogue, and one small city of a test's own."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.intake.catalogue import Catalogue, Item, load_catalogue
from services.intake.catalogue.city import City
from services.intake.catalogue.loading import items_of
from services.kit.running.city_data import from_yaml

CITY = Path("deploy/config")


@cache
def shipped() -> Catalogue:
    return load_catalogue(CITY)


def services() -> Iterator[Item]:
    """Every version of every service."""
    for versions in shipped().items.values():
        yield from (item for item in versions if item.kind == "service")


def called(item: Item) -> str:
    return f"{item.code}-{item.version}"


def example(code: str, version: int | None = None) -> dict[str, Any]:
    """Answers that fit an item, in the version named or else the latest."""
    versions = shipped().items[code]
    item = next((each for each in versions if each.version == version), versions[-1])
    assert item.form
    answers: dict[str, Any] = item.form["examples"][0]
    return answers


def entry(**changed: Any) -> dict[str, Any]:
    """A service as a file of items says it."""
    return {
        "code": "bench-permit",
        "valid_from": "2026-01-01",
        "name": "长椅登记",
        "name_en": "Registering a bench",
        "description": "在门口放一张长椅。",
        "description_en": "A bench in front of the door.",
        "kind": "service",
        "category": "sanitation",
        "limit": "service",
        "source": "ours",
        "who": "person",
        "form": form(),
    } | changed


def form(**fields: Any) -> dict[str, Any]:
    """With a field for the name of the place, and `fields` of the test's own."""
    named = {"type": "string", "title": "地点", "x-title-en": "Place", "maxLength": 9}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["place"],
        "properties": {"place": named} | fields,
        "examples": [{"place": "北门"}],
    }


def items(folder: Path, **files: list[dict[str, Any]]) -> dict[str, tuple[Item, ...]]:
    """What is read of a list of entries for each file."""
    for name, entries in files.items():
        text = yaml.safe_dump({"items": entries}, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text)
    return items_of(folder, _city(), shipped().limits)


def offering(folder: Path, *entries: dict[str, Any]) -> Catalogue:
    """The shipped city, with these items instead of its own."""
    return replace(shipped(), items=items(folder, one=list(entries)))


@cache
def _city() -> City:
    return City.model_validate(from_yaml((CITY / "city.yaml").read_text()))
