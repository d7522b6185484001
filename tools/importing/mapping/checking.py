"""Reads a mapping and finds everything that is wrong with it before a row is read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from services.intake.catalogue import Catalogue
from services.kit.serving.fields import OF_THE_SCHEMA, OTHERWISE, SAID
from tools.importing.mapping.lines import Lined, Place, read_lined
from tools.importing.mapping.model import Mapping
from tools.importing.mapping.source import Source

SHOWN = 12


def read_mapping(path: Path, catalogue: Catalogue) -> tuple[Mapping, Lined]:
    """Raises `MappingErrors` that name each line and the cure."""
    lined = read_lined(path)
    try:
        mapping = Mapping.model_validate(lined.data)
    except ValidationError as error:
        lined.demand_none([_complaint(each) for each in error.errors()])
        raise
    lined.demand_none(list(_unknown_codes(mapping, catalogue)))
    return mapping, lined


def demand_columns(mapping: Mapping, lined: Lined, there: frozenset[str]) -> None:
    """Raises `MappingErrors` for columns that the file has not."""
    known = _some(there) or "none: is it empty?"
    lined.demand_none(
        [
            (place, f"the file has no column {name}; it has {known}")
            for place, name in mapping.columns
            if name not in there
        ]
    )


def _complaint(error: Any) -> tuple[Place, str]:
    """Words of our own, and never the value: a mapping may hold anything by mistake."""
    place, kind = tuple(error["loc"]), error["type"]
    if kind == "value_error":
        return place, str(error["ctx"]["error"])
    if kind == "extra_forbidden":
        return place, "is not known here: is it spelled and indented as in the guide?"
    if kind == "missing":
        return place, "is required: say where it comes from"
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return place, "has entries of its own: indent them below it"
    told = error.get("ctx", {})
    limits = {name: told[name] for name in OF_THE_SCHEMA if name in told}
    return place, SAID.get(kind, OTHERWISE)[0].format_map(limits)


def _unknown_codes(
    mapping: Mapping, catalogue: Catalogue
) -> Iterator[tuple[Place, str]]:
    """Words that would be refused with every row that uses them."""
    items = frozenset(catalogue.items) | catalogue.dispute_types
    known = dict(catalogue.codes) | {"area": frozenset(catalogue.areas), "item": items}
    for place, source in mapping.sources():
        if place[0] == "form" and len(place) == 2 and place[1] in known:
            yield from _unknown(place, source, known[place[1]])


def _unknown(
    place: Place, source: Source, known: frozenset[str]
) -> Iterator[tuple[Place, str]]:
    for inner, code in source.results():
        if code and code not in known:
            words = f"{code} is not in this city's data; there are {_some(known)}"
            yield (*place, *inner), words


def _some(names: frozenset[str]) -> str:
    listed = sorted(names)
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more
