"""What may stand in a decision table; an error names table, row and column."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import zen

STREET = "STREET"
BY_ITEM = "BY_ITEM"
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,48}")
GRAMMAR = ("parserError", "lexerError", "compilerError")
NEEDED = ("lead", "co_handlers", "rule", "limit")


@dataclass(frozen=True)
class Words:
    """What the outputs of a table may name."""

    departments: frozenset[str]
    limits: frozenset[str]

    def name(self, value: Any) -> bool:
        return value in self.departments or value in (STREET, BY_ITEM)


@dataclass(frozen=True)
class Cell:
    table: str
    row: str
    column: str
    text: str

    def wrong(self, why: str) -> str:
        return f"table {self.table}, row {self.row}, column {self.column}: {why}"


def faults(graph: Mapping[str, Any], words: Words) -> list[str]:
    """Everything wrong with a graph of tables: the engine itself skips broken rows."""
    tables = [n for n in graph["nodes"] if n["type"] == "decisionTableNode"]
    found = [*_unconnected(graph), *_missing(tables), *_doubled(tables)]
    for table in tables:
        for cell in _cells(table, "inputs"):
            found += _input_faults(cell)
        for cell in _cells(table, "outputs"):
            found += _output_faults(cell, words)
    return found


def _cells(table: Mapping[str, Any], side: str) -> Iterator[Cell]:
    for number, row in enumerate(table["content"]["rules"], start=1):
        for column in table["content"][side]:
            text = row.get(column["id"], "")
            name = column.get("field", column["id"])
            yield Cell(table["name"], str(row.get("_id", number)), name, text.strip())


def _input_faults(cell: Cell) -> Iterator[str]:
    """An empty cell asks nothing."""
    if not cell.text:
        return
    try:
        zen.evaluate_unary_expression(cell.text, {"$": ""})
    except RuntimeError as error:
        if any(kind in str(error) for kind in GRAMMAR):
            yield cell.wrong("this condition cannot be read")


def _output_faults(cell: Cell, words: Words) -> Iterator[str]:
    if not cell.text or zen.validate_expression(cell.text):
        yield cell.wrong("this value is empty or cannot be read")
        return
    value = _constant(cell.text)
    if value is not None:
        yield from _constant_faults(cell, value, words)


def _constant_faults(cell: Cell, value: Any, words: Words) -> Iterator[str]:
    match cell.column:
        case "limit" if value not in words.limits:
            yield cell.wrong("limits.yaml has no such limit")
        case "rule" if not CODE.fullmatch(str(value)):
            yield cell.wrong("a rule is named by small letters, digits, -")
        case "lead" if not words.name(value):
            yield cell.wrong("city.yaml has no such organisation")
        case "co_handlers" if not isinstance(value, list):
            yield cell.wrong("a list of organisations is needed")
        case "co_handlers" if not all(map(words.name, value)):
            yield cell.wrong("city.yaml has no such organisation")


def _constant(text: str) -> Any:
    """The value of a cell that depends on nothing; None: it names an earlier one."""
    try:
        return zen.evaluate_expression(text, {})
    except RuntimeError:
        return None


def _unconnected(graph: Mapping[str, Any]) -> Iterator[str]:
    reached = {edge["targetId"] for edge in graph["edges"]}
    for node in graph["nodes"]:
        if node["type"] != "inputNode" and node["id"] not in reached:
            yield f"node {node['name']}: no edge leads there"


def _missing(tables: list[dict[str, Any]]) -> Iterator[str]:
    given = {out["field"] for table in tables for out in table["content"]["outputs"]}
    for name in NEEDED:
        if name not in given:
            yield f"no table says {name}"


def _doubled(tables: list[dict[str, Any]]) -> Iterator[str]:
    for table in tables:
        seen: set[str] = set()
        for row in table["content"]["rules"]:
            id = str(row.get("_id", ""))
            if id in seen:
                yield f"table {table['name']}: two rows are called {id}"
            seen.add(id)
