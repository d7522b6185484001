"""The catalogue as everybody at the window looks things up in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from services.intake.catalogue.city import Authority, Category, Names, WindowReason
from services.intake.catalogue.items import Item
from services.intake.disclosure import Rights
from services.intake.domain.case import Case
from services.intake.harm import Harm
from services.intake.receiving.identifiers import city_day
from services.kit.limits.limit import Limit


@dataclass(frozen=True)
class Catalogue:
    areas: Mapping[str, str]
    codes: Mapping[str, frozenset[str]]
    """By field of the form: the words it may hold."""
    items: Mapping[str, tuple[Item, ...]]
    """By code: its versions, oldest first."""
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
    erasure_reasons: frozenset[str]
    archive_reasons: frozenset[str]
    help_line: str
    above: Mapping[str, str | None]
    """By organisation: the one it works under."""
    harm: Harm
    categories: Mapping[str, Category]
    limits: Mapping[str, Limit]
    areas_en: Mapping[str, str] = field(default_factory=dict)

    def listed(self, field: str, value: object) -> str | None:
        """The value, if it is a word of the city's and so tells of nobody."""
        words = self.codes.get(field, frozenset())
        if field == "item":
            words = frozenset(self.items) | self.dispute_types
        return value if isinstance(value, str) and value in words else None

    @property
    def decline_names(self) -> Mapping[str, Names]:
        return {code: reason.names for code, reason in self.decline_reasons.items()}

    def item(self, code: str, version: int | None, on: date) -> Item | None:
        """That version, valid or not; without one, the version valid on that day."""
        for item in self.items.get(code, ()):
            if item.version == version or (version is None and item.valid_on(on)):
                return item
        return None

    def item_of(self, case: Case) -> Item | None:
        """In the version that the case keeps."""
        day = city_day(case.received_at)
        return self.item(case.item or "", case.item_version, day)

    def belongs(self, category: str, above: str) -> bool:
        """Whether a category is `above` itself or somewhere below it."""
        return above in self.path(category) or category == above

    def path(self, category: str) -> tuple[str, ...]:
        """A category and those above it, nearest first."""
        path: dict[str, Category] = {}
        at = self.categories.get(category)
        while at is not None and at.code not in path:
            path[at.code] = at
            at = self.categories.get(at.parent or "")
        return tuple(path)

    def kin(self, category: str) -> frozenset[str]:
        """The categories above one, and those below it."""
        return self._kin.get(category, frozenset())

    @cached_property
    def _kin(self) -> Mapping[str, frozenset[str]]:
        paths = {code: frozenset(self.path(code)) for code in self.categories}
        return {
            code: path.union(each for each in paths if code in paths[each])
            for code, path in paths.items()
        }

    def area(self, code: str, language: str) -> str:
        named = self.areas.get(code, code)
        return self.areas_en.get(code, named) if language == "en" else named

    def office(self, code: str, language: str) -> str:
        """An office that the city has forgotten still has its code."""
        return self.organisations.get(code, {}).get(language, code)

    def withheld_from(self, code: str) -> frozenset[str]:
        return self.withheld.get(code, frozenset())

    @property
    def rights(self) -> Rights:
        return Rights(self.withheld_from, self.chain)

    def chain(self, code: str) -> frozenset[str]:
        """An organisation and all above it."""
        found: set[str] = set()
        at: str | None = code
        while at and at not in found:
            found.add(at)
            at = self.above.get(at)
        return frozenset(found)

    def elsewhere(self, code: str, language: str) -> str:
        """Where to go with what is not in the city's power, and how."""
        known = self.authorities.get(code)
        return known.called(language) if known else code
