"""What a row of a decision table may decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import zen

from services.routing.rules.graph import CODE, Cell
from services.routing.rules.vocabulary import Vocabulary

STREET = "STREET"
COMMUNITY = "COMMUNITY"
BY_ITEM = "BY_ITEM"
BY_CASE = (STREET, COMMUNITY, BY_ITEM)
"""The case says whom these mean."""
PRIORITIES = range(1, 6)


def value_of(cell: Cell) -> Any:
    """The plain value that stands there; None: there is none."""
    try:
        return zen.evaluate_expression(cell.text, {}) if cell.text else None
    except RuntimeError:
        return None


@dataclass(frozen=True)
class Answers:
    words: Vocabulary
    limits: frozenset[str]

    def faults(self, cell: Cell, categories: frozenset[str]) -> Iterator[str]:
        """`categories`: those of which a case can come to this row."""
        value = value_of(cell)
        if value is None:
            yield cell.wrong("a plain value is needed; this is empty or cannot be read")
            return
        match cell.column.field:
            case "lead":
                yield from self._of_lead(cell, value, categories)
            case "co_handlers" if not isinstance(value, list):
                yield cell.wrong("a list of organisations is needed")
            case "co_handlers" if not all(map(self._known, value)):
                yield cell.wrong("city.yaml has no such organisation")
            case "limit" if value not in self.limits:
                yield cell.wrong("limits.yaml has no such limit")
            case "rule" if not CODE.fullmatch(str(value)):
                yield cell.wrong("a rule is named by small letters, digits, -")
            case "priority" if value not in PRIORITIES or isinstance(value, bool):
                yield cell.wrong("a priority is a whole number, 1 (first) to 5")

    def _of_lead(
        self, cell: Cell, value: Any, categories: frozenset[str]
    ) -> Iterator[str]:
        if not self._known(value):
            yield cell.wrong("city.yaml has no such organisation")
            return
        for category in sorted(categories):
            if not self._may_lead(value, category):
                yield cell.wrong(
                    f"a community may not lead {category}: it is not in "
                    "`community_may_lead` of city.yaml"
                )
                return

    def _may_lead(self, lead: str, category: str) -> bool:
        if lead == COMMUNITY:
            return self.words.open_to_communities(category)
        return self.words.may_lead(lead, category)

    def _known(self, value: Any) -> bool:
        return value in BY_CASE or (
            isinstance(value, str) and value in self.words.organisations
        )
