"""What an item is, what it asks for and what it promises, in one language."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from services.intake.catalogue import Catalogue, Item
from services.intake.catalogue.forms import DIALECT
from services.intake.catalogue.items import Fee, Kind, Material, Shape, Who
from services.intake.telling.language import Said, in_language
from services.kit.limits.limit import Limit, Source, Starts
from services.kit.limits.words import SOURCES_EN, SOURCES_ZH, UNITS_EN, UNITS_ZH

FREE: Said = ("不收费", "free of charge")
COSTS: Said = ("{yuan}元", "{yuan} yuan")
FROM: dict[Starts, Said] = {
    "acceptance": ("受理后{amount}{unit}内", "{amount} {unit} from acceptance"),
    "dispatch": ("派单后{amount}{unit}内", "{amount} {unit} from dispatch"),
    "request": ("申请后{amount}{unit}内", "{amount} {unit} from the request"),
}
SHAPES: dict[Shape, Said] = {
    "original": ("原件", "original"),
    "copy": ("复印件", "copy"),
    "electronic": ("电子件", "electronic"),
}


class Named(BaseModel):
    code: str
    name: str


class ItemRow(BaseModel):
    code: str
    version: int
    name: str
    description: str
    kind: Kind
    category: Named
    who: Who
    examined: bool
    """True: the window examines it before it is accepted."""


class LimitShown(BaseModel):
    code: str
    words: str
    source: Source
    rule: str


class FeeShown(BaseModel):
    amount_fen: int
    words: str
    source: Source | None = None
    rule: str = ""


class MaterialShown(BaseModel):
    code: str
    name: str
    required: bool
    shape: Shape
    shape_words: str
    source: Source
    rule: str
    held_by: Named | None = None
    """The office that has it already: the resident need not bring it."""


class VersionShown(BaseModel):
    version: int
    valid_from: date | None
    """None: since ever."""
    valid_until: date | None
    """The last day."""


class ItemShown(ItemRow):
    valid_today: bool
    versions: list[VersionShown]
    areas: list[Named]
    """Where it is offered; none: in the whole city."""
    source: Source
    rule: str
    limit: LimitShown | None
    fee: FeeShown | None
    materials: list[MaterialShown]
    form: dict[str, Any] | None
    """JSON Schema 2020-12 of `answers`; titles in Chinese, `x-title-en` in English."""


class Offers:
    """Tells in one language."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue = catalogue
        self._language = language

    def row(self, item: Item) -> ItemRow:
        return ItemRow(**self._short(item))

    def whole(self, item: Item, today: date) -> ItemShown:
        return ItemShown(
            **self._short(item),
            valid_today=item.valid_on(today),
            versions=[_version(each) for each in self._catalogue.items[item.code]],
            areas=[self._area(area) for area in item.areas],
            source=item.source,
            rule=item.rule,
            limit=self._limit(item.limit),
            fee=self._fee(item.fee) if item.kind == "service" else None,
            materials=[self._material(each) for each in item.materials],
            form={"$schema": DIALECT} | item.form if item.form else None,
        )

    def _short(self, item: Item) -> dict[str, Any]:
        category = self._catalogue.categories[item.category]
        called = category.names[self._language]
        return {
            "code": item.code,
            "version": item.version,
            "name": item.names[self._language],
            "description": item.descriptions[self._language],
            "kind": item.kind,
            "category": Named(code=item.category, name=called),
            "who": item.who,
            "examined": item.examined,
        }

    def _area(self, code: str) -> Named:
        return Named(code=code, name=self._catalogue.area(code, self._language))

    def _limit(self, code: str | None) -> LimitShown | None:
        if code is None:
            return None
        limit = self._catalogue.limits[code]
        words = self._words(limit)
        return LimitShown(code=code, words=words, source=limit.source, rule=limit.rule)

    def _words(self, limit: Limit) -> str:
        chinese = self._language == "zh"
        units, sources = (UNITS_ZH, SOURCES_ZH) if chinese else (UNITS_EN, SOURCES_EN)
        unit, source = units[limit.unit], sources[limit.source]
        words = self._say(FROM[limit.starts]).format(amount=limit.amount, unit=unit)
        told = f"{source}:{limit.rule}" if limit.rule else source
        return f"{words}({told})" if chinese else f"{words} ({told})"

    def _fee(self, fee: Fee | None) -> FeeShown:
        if fee is None:
            return FeeShown(amount_fen=0, words=self._say(FREE))
        yuan = f"{fee.amount_fen // 100}.{fee.amount_fen % 100:02}".removesuffix(".00")
        words = self._say(COSTS).format(yuan=yuan)
        return FeeShown(
            amount_fen=fee.amount_fen, words=words, source=fee.source, rule=fee.rule
        )

    def _material(self, material: Material) -> MaterialShown:
        office = material.held_by
        named = office and self._catalogue.office(office, self._language)
        return MaterialShown(
            code=material.code,
            name=material.names[self._language],
            required=material.required,
            shape=material.shape,
            shape_words=self._say(SHAPES[material.shape]),
            source=material.source,
            rule=material.rule,
            held_by=Named(code=office, name=named) if office and named else None,
        )

    def _say(self, said: Said) -> str:
        return in_language(said, self._language)


def _version(item: Item) -> VersionShown:
    begins = None if item.valid_from == date.min else item.valid_from
    return VersionShown(
        version=item.version, valid_from=begins, valid_until=item.valid_until
    )
