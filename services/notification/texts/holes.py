"""What a text names, and on which line: found in its syntax, before it is rendered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.notification.texts.sections import Faulty, Section, Sheet

Named = tuple[tuple[str, int], ...]


class EmptyHole(ValueError):
    """A place of a letter would have stayed empty: no letter is better than that one.

    Whoever is told by a person instead is told in whole sentences.
    """


def _filled(value: Any) -> Any:
    if value is None or value == "":
        raise EmptyHole("a variable has no words")
    return value


HOUSE = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, finalize=_filled
)


@dataclass(frozen=True)
class Part:
    """One section, ready to be rendered; `holes`: by variable, the line of the file.

    `bare`: of these, what is said whether there is something to say or not.
    """

    template: Template
    holes: Mapping[str, int]
    bare: Mapping[str, int]


def part_of(sheet: Sheet, section: Section) -> Part:
    """Raises `Faulty` that names file and line."""
    try:
        template, named, bare = _read(section.source)
    except TemplateSyntaxError as error:
        line = section.line + error.lineno - 1
        raise Faulty(sheet.path, line, error.message or "unreadable") from error
    return Part(template, _placed(named, section), _placed(bare, section))


def _placed(named: Named, section: Section) -> dict[str, int]:
    return {name: section.line + line - 1 for name, line in named}


@lru_cache(maxsize=4_096)
def _read(source: str) -> tuple[Template, Named, Named]:
    """The same words are taken apart once, however many cities or tests load them."""
    tree = HOUSE.parse(source)
    free = meta.find_undeclared_variables(tree)
    named = _first(_named(tree), free)
    bare = _first(_bare(tree, frozenset()), free)
    return HOUSE.from_string(tree), named, bare


def _first(found: Iterable[tuple[str, int]], free: set[str]) -> Named:
    lines: dict[str, int] = {}
    for name, line in found:
        if name in free:
            lines.setdefault(name, line)
    return tuple(lines.items())


def _named(tree: nodes.Node) -> Iterator[tuple[str, int]]:
    for node in tree.find_all(nodes.Name):
        yield node.name, node.lineno


def _bare(node: nodes.Node, asked: frozenset[str]) -> Iterator[tuple[str, int]]:
    """What is said outside of every `if` that asks for it."""
    if isinstance(node, nodes.Name) and node.name not in asked:
        yield node.name, node.lineno
    if isinstance(node, nodes.If):
        known = asked | {name for name, _ in _named(node.test)} | _itself(node.test)
        for inner in node.body:
            yield from _bare(inner, known)
        for inner in (*node.elif_, *node.else_):
            yield from _bare(inner, asked)
    else:
        for inner in node.iter_child_nodes():
            yield from _bare(inner, asked)


def _itself(test: nodes.Node) -> set[str]:
    return {test.name} if isinstance(test, nodes.Name) else set()
