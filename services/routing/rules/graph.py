"""A JDM file as tables of rows and cells; what has not that form is named."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.routing.rules.vocabulary import Name

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,48}")
KNOWN = ("inputNode", "outputNode", "decisionTableNode", "switchNode")
NEEDED = ("lead", "co_handlers", "rule", "limit", "priority")
SOURCES = ("law", "local", "ours")


@dataclass(frozen=True)
class Column:
    id: str
    field: str
    name: Name


@dataclass(frozen=True)
class Cell:
    table: str
    row: str
    column: Column
    text: str

    def wrong(self, why: str) -> str:
        return f"table {self.table}, row {self.row}, column {self.column.field}: {why}"


@dataclass(frozen=True)
class Row:
    """`place` is how an error or a sentence names it: number and id."""

    number: int
    id: str
    description: str
    source: str
    law: str
    """The article behind it, where there is one."""
    asked: tuple[Cell, ...]
    """Only the cells that ask something."""
    answers: tuple[Cell, ...]

    @property
    def place(self) -> str:
        return f"{self.number} ({self.id})"


@dataclass(frozen=True)
class Table:
    id: str
    name: Name
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rows: tuple[Row, ...]

    def says(self, field: str) -> bool:
        return any(column.field == field for column in self.outputs)

    def row_faults(self) -> Iterator[str]:
        seen: set[str] = set()
        for row in self.rows:
            where = f"table {self.name.zh}, row {row.place}"
            if row.id in seen:
                yield f"{where}, column _id: an earlier row is called {row.id}"
            seen.add(row.id)
            if not row.description:
                yield f"{where}, column _description: it says in words what is decided"
            if row.source not in SOURCES:
                yield f"{where}, column _source: one of {', '.join(SOURCES)}"


def graph_of(text: str) -> Mapping[str, Any]:
    """Raises `ValueError` in words."""
    graph = json.loads(text)
    if not isinstance(graph, dict) or not graph.keys() >= {"nodes", "edges"}:
        raise ValueError("is not a JDM graph of nodes and edges")
    if not CODE.fullmatch(str(graph.get("version", ""))):
        raise ValueError("`version` is needed: small letters, digits, -")
    return graph


def tables_of(graph: Mapping[str, Any]) -> tuple[Table, ...]:
    """Raises `ValueError` that names an incomplete node."""
    try:
        nodes = [n for n in graph["nodes"] if n["type"] == "decisionTableNode"]
        return tuple(_table(node) for node in nodes)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a node is incomplete: {error!r}") from error


def graph_faults(graph: Mapping[str, Any], tables: Iterable[Table]) -> Iterator[str]:
    """What is wrong with the tables' order; the engine itself skips what is broken."""
    yield from _unconnected(graph)
    for node in graph["nodes"]:
        if node["type"] == "decisionTableNode":
            yield from _modes(node)
        elif node["type"] not in KNOWN:
            yield f"node {node['name']}: only tables and switches are read as rules"
    for name in NEEDED:
        if not any(table.says(name) for table in tables):
            yield f"no table says {name}"
    for table in tables:
        yield from table.row_faults()


def _modes(node: Mapping[str, Any]) -> Iterator[str]:
    content, name = node["content"], node["name"]
    if content.get("hitPolicy") != "first":
        yield f"table {name}: hitPolicy must be `first`: one row decides"
    if not content.get("passThrough"):
        yield f"table {name}: passThrough must be on, or what others said is lost"


def _unconnected(graph: Mapping[str, Any]) -> Iterator[str]:
    reached = {edge["targetId"] for edge in graph["edges"]}
    for node in graph["nodes"]:
        if node["type"] != "inputNode" and node["id"] not in reached:
            yield f"node {node['name']}: no edge leads there"


def _table(node: Mapping[str, Any]) -> Table:
    content, name = node["content"], _name(node)
    inputs = tuple(map(_column, content["inputs"]))
    outputs = tuple(map(_column, content["outputs"]))
    rows = tuple(
        _row(name.zh, number, row, (inputs, outputs))
        for number, row in enumerate(content["rules"], start=1)
    )
    return Table(node["id"], name, inputs, outputs, rows)


def _row(
    table: str,
    number: int,
    row: Mapping[str, str],
    columns: tuple[tuple[Column, ...], tuple[Column, ...]],
) -> Row:
    id = row.get("_id", "")
    for key, text in row.items():
        if not isinstance(text, str):
            where = f"table {table}, row {number} ({id}), column {key}"
            raise ValueError(f"{where}: {text!r} needs quotation marks around it")
    inputs, outputs = (
        tuple(
            Cell(table, f"{number} ({id})", column, row.get(column.id, "").strip())
            for column in side
        )
        for side in columns
    )
    return Row(
        number,
        id,
        row.get("_description", ""),
        row.get("_source", ""),
        row.get("_law", ""),
        asked=tuple(cell for cell in inputs if cell.text),
        answers=outputs,
    )


def _column(row: Mapping[str, str]) -> Column:
    return Column(row["id"], row.get("field", row["id"]), _name(row))


def _name(row: Mapping[str, str]) -> Name:
    return Name(row["name"], row.get("name_en", row["name"]))
