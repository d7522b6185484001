"""What rules may speak of: the city's categories, offices, areas, and their names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

COMMUNITY_KIND = "community"
STREET_KIND = "street"


class Name(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str


NOTHING = Name("", "")


@dataclass(frozen=True)
class Organisation:
    code: str
    name: Name
    kind: str
    area: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class Category:
    code: str
    name: Name
    parent: str | None
    leads: Mapping[str, str]
    """Item to department, for rules that leave the lead to the item."""


@dataclass(frozen=True)
class Vocabulary:
    organisations: Mapping[str, Organisation]
    categories: Mapping[str, Category]
    words: Mapping[str, Mapping[str, Name]]
    """By field of a case: the codes it may hold, and what they are called."""
    community_may_lead: frozenset[str]
    """Categories; what is below one of them counts with it (北京 17)."""

    def path(self, category: str) -> tuple[str, ...]:
        """A category and its parents, nearest first."""
        return tuple(self._upwards(category))

    def name(self, field: str, code: str | None) -> Name:
        """A code that the city has forgotten still has itself."""
        if code is None:
            return Name("未填写", "nothing")
        named = self.words.get("category" if field == "path" else field, {})
        return named.get(code) or Name(code, code)

    def area(self, code: str) -> Name:
        """The nearest area above with a name."""
        known = self.words["area"]
        above = [place for place in known if code.startswith(place)]
        return known[max(above, key=len)] if above else Name(code, code)

    def organisation(self, code: str) -> Name:
        found = self.organisations.get(code)
        return found.name if found else Name(code, code)

    def office(self, kind: str, area: str) -> str | None:
        """The organisation of that kind that serves the longest area above `area`."""
        serving = [
            one
            for one in self.organisations.values()
            if one.kind == kind and one.area and area.startswith(one.area)
        ]
        nearest = max(serving, key=lambda one: len(one.area or ""), default=None)
        return nearest.code if nearest else None

    def led_by_item(self, category: str, item: str | None) -> str | None:
        """Whom the item names, of the nearest category that knows the item."""
        if item is None:
            return None
        above = (self.categories[code].leads for code in self.path(category))
        return next((leads[item] for leads in above if item in leads), None)

    def may_lead(self, organisation: str, category: str) -> bool:
        """Only a community is bound: to its list."""
        found = self.organisations.get(organisation)
        if found is None or found.kind != COMMUNITY_KIND:
            return True
        return self.open_to_communities(category)

    def open_to_communities(self, category: str) -> bool:
        return not self.community_may_lead.isdisjoint(self.path(category))

    def _upwards(self, category: str | None) -> Iterator[str]:
        while category is not None and category in self.categories:
            yield category
            category = self.categories[category].parent
