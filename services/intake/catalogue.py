"""What can be asked for in this city, and what its offices are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Names = Mapping[str, str]
"""By language, `zh` and `en`."""


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    name_en: str | None = None

    @property
    def names(self) -> Names:
        return {"zh": self.name, "en": self.name_en or self.name}


class Authority(Entry):
    """`how`: to get there, said to the resident."""

    how: str
    how_en: str

    def called(self, language: str) -> str:
        if language == "en":
            return f"{self.name_en or self.name}: {self.how_en}"
        return f"{self.name}:{self.how}"


class WindowReason(Entry):
    """Why a matter is declined or handed over, and where it may go instead.

    `next`: what the resident can do then, in plain words.
    """

    next: str = ""
    next_en: str = ""
    authorities: tuple[str, ...] = ()
    """One of these is named; none: there is nowhere else to go."""


class Category(Entry):
    parent: str | None = None


class Item(Entry):
    kind: str
    category: str
    examined: bool = False
    """The window looks whether all is there before the city takes it up."""


OrganisationKind = Literal[
    "bureau",
    "street",
    "community",
    "utility",
    "property_company",
    "society",
    "body",
]


class Organisation(Entry):
    kind: OrganisationKind


class DataRights(BaseModel):
    """What departments of these kinds are not given of a case."""

    kinds: frozenset[OrganisationKind]
    withheld: frozenset[Literal["agent", "answers", "reports", "phone", "email"]]


class _City(BaseModel):
    areas: dict[str, str]
    organisations: tuple[Organisation, ...]
    data_rights: tuple[DataRights, ...] = ()
    kinds: tuple[Entry, ...]
    request_types: tuple[Entry, ...]
    channels: tuple[Entry, ...]
    urgencies: tuple[Entry, ...]
    categories: tuple[Category, ...]
    dispute_types: tuple[Entry, ...] = ()
    mediation_end_reasons: tuple[Entry, ...] = ()
    reopen_reasons: tuple[Entry, ...] = Field(min_length=1)
    pause_reasons: tuple[Entry, ...] = ()
    parking_reasons: tuple[Entry, ...] = ()
    extension_reasons: tuple[Entry, ...] = ()
    waiver_reasons: tuple[Entry, ...] = ()
    outcomes: dict[str, dict[str, str]]
    authorities: tuple[Authority, ...] = ()
    decline_reasons: tuple[WindowReason, ...] = ()
    hand_over_reasons: tuple[WindowReason, ...] = ()
    correction_reasons: tuple[Entry, ...] = ()
    help_line: dict[str, str]


@dataclass(frozen=True)
class Catalogue:
    areas: Mapping[str, str]
    codes: Mapping[str, frozenset[str]]
    """By field of the form: the words it may hold."""
    items: Mapping[str, Item]
    dispute_types: frozenset[str]
    organisations: Mapping[str, Names]
    withheld: Mapping[str, frozenset[str]]
    """By organisation: what it is not given of a case, if anything."""
    end_reasons: Mapping[str, Names]
    reopen_reasons: Mapping[str, Names]
    task_reasons: Mapping[str, Names]
    """Why a task waits, takes longer or is not waited for."""
    outcomes: Mapping[str, Names]
    authorities: Mapping[str, Authority]
    decline_reasons: Mapping[str, WindowReason]
    hand_over_reasons: Mapping[str, WindowReason]
    correction_reasons: Mapping[str, Names]
    """What can be wrong with a field."""
    help_line: str
    parents: Mapping[str, str | None] = field(default_factory=dict)
    """By category: the one above it."""

    def listed(self, field: str, value: object) -> str | None:
        """The value, if it is a word of the city's and so tells of nobody."""
        words = self.codes.get(field, frozenset())
        if field == "item":
            words = frozenset(self.items) | self.dispute_types
        return value if isinstance(value, str) and value in words else None

    def is_examined(self, item: str | None) -> bool:
        known = self.items.get(item or "")
        return known is not None and known.examined

    @property
    def decline_names(self) -> Mapping[str, Names]:
        return {code: reason.names for code, reason in self.decline_reasons.items()}

    def belongs(self, category: str, above: str) -> bool:
        """Whether a category is `above` itself or somewhere below it."""
        at: str | None = category
        for _ in range(len(self.parents) + 1):
            if at is None or at == above:
                return at == above
            at = self.parents.get(at)
        return False

    def office(self, code: str, language: str) -> str:
        """An office that the city has forgotten still has its code."""
        return self.organisations.get(code, {}).get(language, code)

    def withheld_from(self, code: str) -> frozenset[str]:
        return self.withheld.get(code, frozenset())

    def elsewhere(self, code: str, language: str) -> str:
        """Where to go with what is not in the city's power, and how."""
        known = self.authorities.get(code)
        return known.called(language) if known else code


def load_catalogue(city: Path) -> Catalogue:
    """Raises `RuntimeError` that names the file and the entry."""
    row = _checked(city / "city.yaml", _City)
    items = _checked(city / "items.yaml", _Items).items
    fields = ("kind", "request_type", "channel", "category")
    listed = (row.kinds, row.request_types, row.channels, row.categories)
    codes = dict(zip(fields, map(_codes, listed), strict=True))
    return Catalogue(
        areas=row.areas,
        codes=codes | {"urgency": _codes(row.urgencies)},
        items={item.code: item for item in items},
        dispute_types=_codes(row.dispute_types),
        organisations=_names(row.organisations),
        withheld={each.code: _withheld(row, each.kind) for each in row.organisations},
        end_reasons=_names(row.mediation_end_reasons),
        reopen_reasons=_names(row.reopen_reasons),
        task_reasons=_names(
            (
                *row.pause_reasons,
                *row.parking_reasons,
                *row.extension_reasons,
                *row.waiver_reasons,
            )
        ),
        outcomes=row.outcomes,
        authorities={each.code: each for each in row.authorities},
        decline_reasons={each.code: each for each in row.decline_reasons},
        hand_over_reasons={each.code: each for each in row.hand_over_reasons},
        correction_reasons=_names(row.correction_reasons),
        help_line=row.help_line["number"],
        parents={entry.code: entry.parent for entry in row.categories},
    )


class _Items(BaseModel):
    items: tuple[Item, ...]


def _checked(path: Path, model: type[Any]) -> Any:
    try:
        return model.model_validate(yaml.safe_load(path.read_text()))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error


def _withheld(city: _City, kind: str) -> frozenset[str]:
    rights = (row.withheld for row in city.data_rights if kind in row.kinds)
    return frozenset[str]().union(*rights)


def _codes(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(entry.code for entry in entries)


def _names(entries: Iterable[Entry]) -> Mapping[str, Names]:
    return {entry.code: entry.names for entry in entries}
