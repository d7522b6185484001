"""Whom a rule means for this case: it may say STREET, COMMUNITY or BY_ITEM."""

from dataclasses import dataclass
from typing import Protocol

from services.routing.domain.accused import is_accused
from services.routing.rules.answers import BY_ITEM, COMMUNITY, STREET
from services.routing.rules.vocabulary import (
    COMMUNITY_KIND,
    NOTHING,
    STREET_KIND,
    Name,
    Vocabulary,
)


class Asked(Protocol):
    """All that a rule may know of a case: codes, nothing about a person."""

    @property
    def kind(self) -> str: ...
    @property
    def request_type(self) -> str | None: ...
    @property
    def item(self) -> str | None: ...
    @property
    def category(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def urgency(self) -> str: ...
    @property
    def accused(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Specimen:
    """A case nobody filed, to see whether rules answer at all."""

    kind: str
    category: str
    area: str
    request_type: str | None = None
    item: str | None = None
    channel: str = ""
    urgency: str = ""
    accused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """`how` follows the name in brackets; without a `code` it says what is missing."""

    code: str | None
    how: Name = NOTHING
    accused: bool = False
    """It is missing since the report is about it."""


@dataclass(frozen=True)
class Placing:
    words: Vocabulary

    def lead(self, name: str, case: Asked) -> Found:
        found = self.found(name, case)
        if found.code and not self.words.may_lead(found.code, case.category):
            office = self.words.organisation(found.code)
            return Found(
                None,
                Name(
                    f"{office.zh}不在该分类的社区可主办清单内",
                    f"{office.en} may not lead this category",
                ),
            )
        return found

    def found(self, name: str, case: Asked) -> Found:
        """A report finds nobody whom it is about, nor anybody below them."""
        found = self._named(name, case)
        city = self.words.organisations
        if found.code and is_accused(found.code, case.accused, city):
            office = self.words.organisation(found.code)
            return Found(
                None,
                Name(
                    f"举报不交给被举报单位及其下属单位({office.zh})",
                    f"the report is about {office.en}, or about one above it",
                ),
                accused=True,
            )
        return found

    def _named(self, name: str, case: Asked) -> Found:
        if name == STREET:
            return self._street(case)
        if name == COMMUNITY:
            return self._community(case)
        if name == BY_ITEM:
            return self._by_item(case)
        return Found(name)

    def _street(self, case: Asked) -> Found:
        code = self.words.office(STREET_KIND, case.area)
        if code:
            return Found(code, Name("办件所在街道", "the street office of its area"))
        area = self.words.area(case.area)
        return Found(
            None,
            Name(
                f"区域“{area.zh}”没有对应的街道办事处",
                f"no street office serves the area “{area.en}”",
            ),
        )

    def _community(self, case: Asked) -> Found:
        code = self.words.office(COMMUNITY_KIND, case.area)
        if code:
            return Found(code, Name("办件所在社区", "the community of its area"))
        street = self._street(case)
        if street.code is None:
            return street
        above = Name(
            "办件未写明社区,由街道承办", "no community is known, so its street office"
        )
        return Found(street.code, above)

    def _by_item(self, case: Asked) -> Found:
        item = self.words.name("item", case.item)
        code = self.words.led_by_item(case.category, case.item)
        if code:
            return Found(
                code, Name(f"由事项“{item.zh}”确定", f"the item “{item.en}” says so")
            )
        return Found(
            None,
            Name(
                f"由事项确定主办,而事项“{item.zh}”没有对应单位",
                f"the item decides who leads, and “{item.en}” names nobody",
            ),
        )
