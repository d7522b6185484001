"""Which cases of this city a condition of a decision table lets through."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import zen

from services.routing.rules.graph import Cell, Row
from services.routing.rules.vocabulary import Vocabulary

ASKED = ("kind", "request_type", "item", "category", "area", "channel", "urgency")
PATH = "path"
"""A category and its parents: `contains($, "property")` is that and all below it."""
OPTIONAL = ("request_type", "item")
GRAMMAR = ("parserError", "lexerError", "compilerError")
TEXT = re.compile(r'"([^"]*)"|\'([^\']*)\'')
WORD = re.compile(r"[A-Za-z_]\w*")
LOGIC = frozenset(("and", "or", "not", "in", "null", "true", "false"))
FUNCTIONS = frozenset(("contains", "startsWith", "endsWith", "matches", "len"))
GRID = "999"
"""Some place below a known area."""

Reach = Mapping[str, frozenset[int]]
"""By what is asked: which of its known values a row lets through."""


def texts(condition: str) -> tuple[str, ...]:
    """What stands in quotation marks."""
    return tuple(one or two for one, two in TEXT.findall(condition))


@dataclass(frozen=True)
class Conditions:
    words: Vocabulary

    def faults(self, cell: Cell) -> Iterator[str]:
        field = cell.column.field
        if field not in (*ASKED, PATH):
            yield cell.wrong(f"a case has no {field}; it has {', '.join(ASKED)}, path")
            return
        if not _readable(cell.text):
            yield cell.wrong("this condition cannot be read")
            return
        yield from self._of_words(cell)
        yield from self._of_values(cell)

    def reach(self, row: Row) -> Reach:
        """Whatever is asked about the category counts as one question."""
        found: dict[str, frozenset[int]] = {}
        for cell in row.asked:
            about = _about(cell.column.field)
            let_through = self._let_through(cell)
            found[about] = found.get(about, let_through) & let_through
        return found

    def categories(self, row: Row) -> frozenset[str]:
        """Those of which a case can meet this row."""
        every = self.values[PATH]
        let_through = self.reach(row).get(PATH, range(len(every)))
        return frozenset(every[number][0] for number in let_through)

    @cached_property
    def values(self) -> Mapping[str, tuple[Any, ...]]:
        words = {field: tuple(self.words.words[field]) for field in ASKED}
        below = tuple(area + GRID for area in words["area"])
        return {
            **words,
            **{field: (*words[field], None) for field in OPTIONAL},
            "area": (*words["area"], *below),
            PATH: tuple([*self.words.path(one)] for one in words["category"]),
        }

    def _let_through(self, cell: Cell) -> frozenset[int]:
        values = self.values[cell.column.field]
        return frozenset(
            number for number, value in enumerate(values) if _holds(cell.text, value)
        )

    def _of_words(self, cell: Cell) -> Iterator[str]:
        field = cell.column.field
        known = self.words.words["category" if field == PATH else field]
        for text in texts(cell.text):
            if text not in known:
                yield cell.wrong(f"the city has no {_about_words(field)} {text!r}")
        for word in WORD.findall(TEXT.sub("", cell.text)):
            if word not in LOGIC | FUNCTIONS:
                yield cell.wrong(f"{word} is no function; a code needs quotation marks")

    def _of_values(self, cell: Cell) -> Iterator[str]:
        values = self.values[cell.column.field]
        answers = [_answer(cell.text, value) for value in values]
        if any(answer is None for answer in answers):
            yield cell.wrong("this condition does not fit the type of the column")
        elif not any(answers):
            yield cell.wrong("no case of this city can meet this condition")


def covers(earlier: Reach, later: Reach, values: Mapping[str, tuple[Any, ...]]) -> bool:
    """Whether every case that meets the later row has met the earlier one."""
    return all(
        let_through >= later.get(about, frozenset(range(len(values[about]))))
        for about, let_through in earlier.items()
    )


def _about(field: str) -> str:
    return PATH if field == "category" else field


def _about_words(field: str) -> str:
    return "category" if field == PATH else field.replace("_", " ")


def _readable(text: str) -> bool:
    try:
        zen.evaluate_unary_expression(text, {"$": ""})
    except RuntimeError as error:
        return not any(kind in str(error) for kind in GRAMMAR)
    return True


def _holds(text: str, value: Any) -> bool:
    return bool(_answer(text, value))


def _answer(text: str, value: Any) -> bool | None:
    """None: this cannot be asked of such a value."""
    try:
        return bool(zen.evaluate_unary_expression(text, {"$": value}))
    except RuntimeError:
        return None
