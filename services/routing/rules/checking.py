"""Everything wrong with a rule file, by table, row and column."""

from collections.abc import Iterator, Mapping
from typing import Any

import zen

from services.routing.rules.answers import Answers
from services.routing.rules.conditions import Conditions, covers, texts
from services.routing.rules.graph import Table, graph_faults, tables_of
from services.routing.rules.vocabulary import Vocabulary


def faults(
    graph: Mapping[str, Any], words: Vocabulary, limits: frozenset[str]
) -> list[str]:
    """Raises `ValueError` for a node that is incomplete."""
    tables = tables_of(graph)
    conditions, answers = Conditions(words), Answers(words, limits)
    found = [*graph_faults(graph, tables), *_switch_faults(graph, words)]
    for table in tables:
        wrong = [*_condition_faults(table, conditions)]
        found += wrong or [*_answer_faults(table, conditions, answers)]
        found += [] if wrong else [*_unreachable(table, conditions)]
        found += _unanswered(table)
    return found


def _switch_faults(graph: Mapping[str, Any], words: Vocabulary) -> Iterator[str]:
    known = {code for codes in words.words.values() for code in codes}
    for node in graph["nodes"]:
        if node["type"] != "switchNode":
            continue
        for statement in node["content"]["statements"]:
            condition = statement.get("condition", "")
            where = f"node {node['name']}, condition {condition}"
            if condition and zen.validate_expression(condition):
                yield f"{where}: cannot be read"
            for text in texts(condition):
                if text not in known:
                    yield f"{where}: the city has no {text!r}"


def _condition_faults(table: Table, conditions: Conditions) -> Iterator[str]:
    for row in table.rows:
        for cell in row.asked:
            yield from conditions.faults(cell)


def _answer_faults(
    table: Table, conditions: Conditions, answers: Answers
) -> Iterator[str]:
    for row in table.rows:
        categories = conditions.categories(row)
        for cell in row.answers:
            yield from answers.faults(cell, categories)


def _unreachable(table: Table, conditions: Conditions) -> Iterator[str]:
    """A row that no case comes to, because an earlier one takes them all."""
    reaches = [(row, conditions.reach(row)) for row in table.rows]
    for place, (row, reach) in enumerate(reaches):
        for earlier, wider in reaches[:place]:
            if covers(wider, reach, conditions.values):
                column = row.asked[0].column.field if row.asked else "_id"
                yield (
                    f"table {table.name.zh}, row {row.place}, column {column}: "
                    f"no case comes here, row {earlier.place} takes them all"
                )
                break


def _unanswered(table: Table) -> Iterator[str]:
    """Every case needs a limit and a priority, one that no rule knows too."""
    for field in ("limit", "priority"):
        if table.says(field) and (not table.rows or table.rows[-1].asked):
            yield (
                f"table {table.name.zh}, row {len(table.rows)}, column {field}: the "
                f"last row must ask nothing, so that every case has a {field}"
            )
