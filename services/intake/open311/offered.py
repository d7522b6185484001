"""What a partner can choose from: the city's leaf categories, areas, request types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from services.intake.open311.shown import Attribute, Definition, Service, Value
from services.intake.telling.language import Said, in_language
from services.kit.running.city_data import from_yaml

AREA, REQUEST_TYPE = "area", "request_type"
ATTRIBUTES = (REQUEST_TYPE, AREA)
USUAL = "complaint"
"""What a request is that does not say."""

WORDS: Mapping[str, Said] = {
    REQUEST_TYPE: ("诉求类型", "What kind of request it is"),
    AREA: ("事情所在的区域", "In which area it is"),
}
NEEDED: Mapping[str, Said] = {
    REQUEST_TYPE: ("不填为投诉", "complaint when it is left out"),
    AREA: (
        "address_id 或 lat、long 已能确定区域时可不填,否则必填",
        "required unless address_id, or lat and long, tell the area",
    ),
}


class Named(BaseModel):
    code: str
    name: str
    name_en: str | None = None

    @property
    def said(self) -> Said:
        return self.name, self.name_en or self.name


class Category(Named):
    parent: str | None = None
    examples: tuple[str, ...] = ()


class _City(BaseModel):
    city: Named
    areas: dict[str, str]
    area_names_en: dict[str, str] = {}
    request_types: tuple[Named, ...]
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Offer:
    jurisdiction: str
    """The city's own code: the only jurisdiction there is."""
    city: Said
    areas: Mapping[str, Said]
    request_types: Mapping[str, Said]
    categories: Mapping[str, Category]

    @property
    def leaves(self) -> Sequence[Category]:
        parents = {category.parent for category in self.categories.values()}
        return [each for each in self.categories.values() if each.code not in parents]

    def services(self, language: str) -> list[Service]:
        return [self._service(category, language) for category in self.leaves]

    def has(self, service_code: str) -> bool:
        return any(leaf.code == service_code for leaf in self.leaves)

    def definition(self, service_code: str, language: str) -> Definition:
        lists = {REQUEST_TYPE: self.request_types, AREA: self.areas}
        attributes = [
            Attribute(
                code=code,
                datatype_description=in_language(NEEDED[code], language),
                order=order,
                description=in_language(WORDS[code], language),
                values=_values(lists[code], language),
            )
            for order, code in enumerate(ATTRIBUTES, 1)
        ]
        return Definition(service_code=service_code, attributes=attributes)

    def service_name(self, code: str, language: str) -> str:
        """A category that the city has forgotten still has its code."""
        known = self.categories.get(code)
        return in_language(known.said, language) if known else code

    def area_name(self, code: str, language: str) -> str:
        return in_language(self.areas.get(code, (code, code)), language)

    def _service(self, category: Category, language: str) -> Service:
        name = in_language(category.said, language)
        group = self.service_name(category.parent or category.code, language)
        examples = "、".join(category.examples)
        told = (f"{name}:{examples}" if examples else name, f"{group}: {name}")
        return Service(
            service_code=category.code,
            service_name=name,
            description=in_language(told, language),
            keywords=",".join(category.examples),
            group=group,
        )


def load_offer(city: Path) -> Offer:
    """Raises `RuntimeError` that names the file and the entry."""
    path = city / "city.yaml"
    try:
        row = _City.model_validate(from_yaml(path.read_text()))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    english = row.area_names_en
    return Offer(
        jurisdiction=row.city.code,
        city=row.city.said,
        areas={
            code: (name, english.get(code, name))
            for code, name in sorted(row.areas.items())
        },
        request_types={each.code: each.said for each in row.request_types},
        categories={each.code: each for each in row.categories},
    )


def _values(named: Mapping[str, Said], language: str) -> list[Value]:
    return [Value(key=c, name=in_language(said, language)) for c, said in named.items()]
