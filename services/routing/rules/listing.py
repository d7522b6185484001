"""Reads the vocabulary from `city.yaml` and `items/`; a wrong entry is named."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.kit.running.city_data import from_yaml
from services.routing.rules.vocabulary import (
    COMMUNITY_KIND,
    STREET_KIND,
    Category,
    Name,
    Organisation,
    Vocabulary,
)

CODE = r"^[a-z0-9][a-z0-9_-]{0,62}$"
ITEMS = "items"
M = TypeVar("M", bound=BaseModel)


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str = Field(pattern=CODE)
    name: str
    name_en: str = ""

    @property
    def named(self) -> Name:
        return Name(self.name, self.name_en or self.name)


class _Organisation(_Entry):
    kind: str
    area: str | None = None
    parent: str | None = None


class _Category(_Entry):
    parent: str | None = None
    leads: dict[str, str] = {}


class _Item(_Entry):
    category: str


class _MayLead(BaseModel):
    categories: tuple[str, ...] = ()


class _City(BaseModel):
    areas: dict[str, str]
    area_names_en: dict[str, str] = {}
    organisations: tuple[_Organisation, ...]
    kinds: tuple[_Entry, ...]
    request_types: tuple[_Entry, ...]
    channels: tuple[_Entry, ...]
    urgencies: tuple[_Entry, ...]
    categories: tuple[_Category, ...]
    dispute_types: tuple[_Entry, ...] = ()
    community_may_lead: _MayLead = _MayLead()


class _Items(BaseModel):
    items: tuple[_Item, ...]


def vocabulary_of(folder: Path) -> Vocabulary:
    """Raises `RuntimeError` that names the file, the list, the entry and the cure."""
    city = _read(folder / "city.yaml", _City)
    items: list[_Item] = []
    wrong = [f"city.yaml: {fault}" for fault in _faults(city)]
    for path in sorted((folder / ITEMS).glob("*.yaml")):
        read = _read(path, _Items).items
        wrong += [f"{ITEMS}/{path.name}: {fault}" for fault in _item_faults(read, city)]
        items += read
    if wrong:
        raise RuntimeError(f"{folder}: " + "; ".join(wrong))
    return Vocabulary(
        organisations={row.code: _organisation(row) for row in city.organisations},
        categories={row.code: _category(row) for row in city.categories},
        words=_words(city, items),
        community_may_lead=frozenset(city.community_may_lead.categories),
    )


def _organisation(row: _Organisation) -> Organisation:
    return Organisation(row.code, row.named, row.kind, row.area, row.parent)


def _category(row: _Category) -> Category:
    return Category(row.code, row.named, row.parent, row.leads)


def _words(city: _City, items: Sequence[_Item]) -> Mapping[str, Mapping[str, Name]]:
    """A dispute may name its type where others name an item."""
    english = city.area_names_en
    return {
        "kind": _names(city.kinds),
        "request_type": _names(city.request_types),
        "channel": _names(city.channels),
        "urgency": _names(city.urgencies),
        "category": _names(city.categories),
        "item": _names(city.dispute_types) | _names(items),
        "area": {
            code: Name(name, english.get(code, name))
            for code, name in city.areas.items()
        },
    }


def _names(entries: Sequence[_Entry]) -> dict[str, Name]:
    return {entry.code: entry.named for entry in entries}


def _faults(city: _City) -> Iterator[str]:
    yield from _tree_faults("categories", city.categories)
    yield from _tree_faults("organisations", city.organisations)
    kinds = {row.code: row.kind for row in city.organisations}
    for row in city.organisations:
        if row.area and row.area not in city.areas:
            yield f"organisations: {row.code}: `areas` has no {row.area}"
        under = kinds.get(row.parent or "")
        if row.kind == COMMUNITY_KIND and (not row.area or under != STREET_KIND):
            yield f"organisations: {row.code}: a community needs `area` and a street"
    for category in city.categories:
        for item, lead in category.leads.items():
            if lead not in kinds:
                yield f"categories: {category.code}: leads: {item}: no office {lead}"
    known = {row.code for row in city.categories}
    for code in city.community_may_lead.categories:
        if code not in known:
            yield f"community_may_lead: there is no category {code}"


def _tree_faults(
    name: str, rows: Sequence[_Category] | Sequence[_Organisation]
) -> Iterator[str]:
    parents = {row.code: row.parent for row in rows}
    codes = [row.code for row in rows]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{name}: {code} is there twice"
    for code, parent in parents.items():
        if parent is not None and parent not in parents:
            yield f"{name}: {code}: parent: there is no {parent}"
        if _is_its_own_ancestor(code, parents):
            yield f"{name}: {code}: parent: it is above itself"


def _is_its_own_ancestor(code: str, parents: Mapping[str, str | None]) -> bool:
    above, seen = parents.get(code), set[str]()
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return code in seen


def _item_faults(items: Sequence[_Item], city: _City) -> Iterator[str]:
    known = {row.code for row in city.categories}
    for item in items:
        if item.category not in known:
            yield f"items: {item.code}: city.yaml has no category {item.category}"


def _read(path: Path, model: type[M]) -> M:
    try:
        return model.model_validate(from_yaml(path.read_text()))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error
