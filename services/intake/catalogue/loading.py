"""Reads the city's files, and refuses to start on what could never work."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from services.intake.catalogue.city import City, Entry, Names
from services.intake.catalogue.forms import faults
from services.intake.catalogue.items import Item
from services.intake.catalogue.lookup import Catalogue
from services.intake.harm import load_harm
from services.kit.limits.limit import Limit
from services.kit.running.city_data import from_yaml

ITEMS = "items"
OF_A_SERVICE = ("valid_from", "description", "description_en", "name_en", "who")
"""Beside its form and its limit."""


class _Limits(BaseModel):
    limits: dict[str, Limit]


class _File(BaseModel):
    items: list[dict[str, Any]]


def load_catalogue(folder: Path) -> Catalogue:
    """Raises `RuntimeError` that names the file, the entry and the place in it."""
    city = _checked(folder / "city.yaml", City)
    limits = limits_of(folder)
    fields = ("kind", "request_type", "channel", "category", "urgency")
    listed = (city.kinds, city.request_types, city.channels, city.categories)
    codes = map(_codes, (*listed, city.urgencies))
    return Catalogue(
        areas=city.areas,
        areas_en=city.area_names_en,
        codes=dict(zip(fields, codes, strict=True)),
        items=items_of(folder / ITEMS, city, limits),
        dispute_types=_codes(city.dispute_types),
        organisations=_names(city.organisations),
        withheld={each.code: _withheld(city, each.kind) for each in city.organisations},
        end_reasons=_names(city.mediation_end_reasons),
        reopen_reasons=_names(city.reopen_reasons),
        task_reasons=_names(
            (
                *city.pause_reasons,
                *city.parking_reasons,
                *city.extension_reasons,
                *city.waiver_reasons,
            )
        ),
        outcomes=city.outcomes,
        authorities={each.code: each for each in city.authorities},
        decline_reasons={each.code: each for each in city.decline_reasons},
        hand_over_reasons={each.code: each for each in city.hand_over_reasons},
        correction_reasons=_names(city.correction_reasons),
        erasure_reasons=_codes(city.erasure_reasons),
        archive_reasons=_codes(city.archive_reasons),
        help_line=city.help_line["number"],
        above={each.code: each.parent for each in city.organisations},
        harm=load_harm(folder, {each.code: each.harm for each in city.categories}),
        categories={each.code: each for each in city.categories},
        limits=limits,
    )


def limits_of(folder: Path) -> Mapping[str, Limit]:
    limits: Mapping[str, Limit] = _checked(folder / "limits.yaml", _Limits).limits
    return limits


def items_of(
    folder: Path, city: City, limits: Mapping[str, Limit]
) -> dict[str, tuple[Item, ...]]:
    """By code, the oldest version first; raises `RuntimeError` naming each fault."""
    wrong: list[str] = []
    files: dict[str, Path] = {}
    found: list[Item] = []
    for path in sorted(folder.glob("*.yaml")):
        read = list(_read(path, wrong))
        for item in read:
            wrong += [f"{path}: {item.code}: {no}" for no in _wrong(item, city, limits)]
            if files.setdefault(item.code, path) != path:
                wrong.append(f"{path}: {item.code}: is in {files[item.code]} too")
        found += read
    found.sort(key=lambda item: (item.code, item.version))
    items = {code: tuple(each) for code, each in groupby(found, lambda item: item.code)}
    for code, versions in items.items():
        wrong += [f"{files[code]}: {code}: {no}" for no in _unclear(versions)]
    if not files:
        wrong.append(f"{folder}: there has to be one file of items at least")
    if wrong:
        raise RuntimeError("; ".join(wrong))
    return items


def _read(path: Path, wrong: list[str]) -> Iterator[Item]:
    """What is no item at all is added to `wrong`."""
    for number, row in enumerate(_checked(path, _File).items):
        try:
            item = Item.model_validate(row)
            missing = set(OF_A_SERVICE) - item.model_fields_set
            if item.kind == "service" and missing:
                wrong.append(f"{path}: {item.code}: {min(missing)}: is missing")
            yield item
        except ValidationError as error:
            code = row.get("code", f"items/{number}")
            wrong += [f"{path}: {code}: {_said(each)}" for each in error.errors()]


def _said(error: Any) -> str:
    return f"{'/'.join(map(str, error['loc']))}: {error['msg']}"


def _wrong(item: Item, city: City, limits: Mapping[str, Limit]) -> Iterator[str]:
    if item.category not in _codes(city.categories):
        yield f"category: city.yaml has no category {item.category}"
    if item.limit is not None and item.limit not in limits:
        yield f"limit: limits.yaml has no limit {item.limit}"
    for area in item.areas:
        if area not in city.areas:
            yield f"areas: city.yaml has no area {area}"
    for material in item.materials:
        if material.held_by and material.held_by not in _codes(city.organisations):
            place = f"materials/{material.code}/held_by"
            yield f"{place}: city.yaml has no office {material.held_by}"
    if item.valid_until and item.valid_until < item.valid_from:
        yield "valid_until: is before valid_from"
    if item.kind == "service":
        yield from _wrong_as_a_service(item)
    elif item.form is not None:
        yield "form: only a service has one"


def _wrong_as_a_service(item: Item) -> Iterator[str]:
    if item.limit is None:
        yield "limit: is missing"
    if item.form is None:
        yield "form: is missing"
    else:
        yield from faults(item.form)
    codes = [material.code for material in item.materials]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"materials: {code} is there twice"


def _unclear(versions: Iterable[Item]) -> Iterator[str]:
    """On no day are two versions valid."""
    for older, newer in pairwise(versions):
        if older.version == newer.version:
            yield f"version {newer.version} is there twice"
        elif older.valid_until is None or older.valid_until >= newer.valid_from:
            yield (
                f"version {newer.version}: valid_from: version {older.version} "
                "is valid on that day too, or later"
            )


def _checked(path: Path, model: type[Any]) -> Any:
    try:
        return model.model_validate(from_yaml(path.read_text()))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error}") from error


def _withheld(city: City, kind: str) -> frozenset[str]:
    rights = (row.withheld for row in city.data_rights if kind in row.kinds)
    return frozenset[str]().union(*rights)


def _codes(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(entry.code for entry in entries)


def _names(entries: Iterable[Entry]) -> Mapping[str, Names]:
    return {entry.code: entry.names for entry in entries}
