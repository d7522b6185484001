"""Where a city's data means a department, and whether it is in order without it."""

import json
import shutil
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services.kit.running.city_data import from_yaml
from tools.onboarding import refusals
from tools.rules.question import rulebook_of

CITY = "city.yaml"
NAMING = frozenset(
    {"lead", "leads", "co_handlers", "invite", "panel", "body", "parent", "held_by"}
)
"""Under these a department's code stands; the same word may be a category elsewhere."""


def refuse_if_named(folder: Path, code: str, without_it: str) -> None:
    """`without_it`: what city.yaml would say.

    Raises `Rejected` that names the places, or what the rules miss without it.
    """
    if places := sorted(named_in(folder, code)):
        raise refusals.still_named(code, places)
    try:
        with TemporaryDirectory() as place:
            trial = Path(place) / "city"
            shutil.copytree(folder, trial)
            (trial / CITY).write_text(without_it)
            rulebook_of(trial)
    except RuntimeError as error:
        raise refusals.breaks_the_city(code, str(error)) from error


def named_in(folder: Path, code: str) -> Iterator[str]:
    """Each place of the city's data at which the department is meant."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".yaml", ".json"}:
            read = json.loads if path.suffix == ".json" else from_yaml
            document = read(path.read_text())
            keys = NAMING | {*_columns(document)}
            for place in _places(document, code, keys):
                yield f"{path.relative_to(folder)}: {place}"


def _columns(node: Any) -> Iterator[str]:
    """Of rule tables: the ids of columns that answer with departments."""
    for value in _inside(node):
        if isinstance(value, dict) and value.get("field") in NAMING:
            yield value["id"]
        yield from _columns(value)


def _places(
    node: Any, code: str, keys: Set[str], where: str = "", meant: bool = False
) -> Iterator[str]:
    if isinstance(node, dict):
        of = node.get("code") or node.get("_id") or node.get("says") or node.get("name")
        here = f"{where} {of}" if of else where
        for key, value in node.items():
            inside = f"{here}, {key}".lstrip(", ")
            yield from _places(value, code, keys, inside, meant or key in keys)
    elif isinstance(node, list):
        for value in node:
            yield from _places(value, code, keys, where, meant)
    elif meant and isinstance(node, str) and (node == code or f'"{code}"' in node):
        yield where


def _inside(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()
