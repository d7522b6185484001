"""YAML that remembers its lines, so that a fault is told where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from services.kit.running.city_data import LOADER

Place = Sequence[int | str]
"""The keys and positions that lead to a value, as pydantic names it."""


@dataclass(frozen=True)
class Marked:
    """What a file says, and the line on which each part of it begins."""

    path: Path
    said: Any
    root: yaml.Node | None

    def line(self, place: Place) -> int:
        """Of the value, or of the nearest thing around it that is there."""
        node, line = self.root, 1
        for step in place:
            found = _step(node, step)
            if found is None:
                break
            line, node = found
        return line

    def fault(self, place: Place, words: str) -> RuntimeError:
        named = ".".join(str(step) for step in place)
        return RuntimeError(f"{self.path}:{self.line(place)}: {named}: {words}")

    def faults(self, error: ValidationError) -> RuntimeError:
        """Every fault that a model found, a line each."""
        found = error.errors()
        told = [str(self.fault(each["loc"], each["msg"])) for each in found]
        return RuntimeError("\n".join(told))


def read_marked(path: Path) -> Marked:
    """Raises `RuntimeError` that names the file, and the line of what is no YAML."""
    try:
        loader = LOADER(path.read_text())
        root = loader.get_single_node()
        return Marked(path, root and loader.construct_document(root), root)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuntimeError(f"{path}:{line}: {error.problem}") from error
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise RuntimeError(f"{path}: {error}") from error


def _step(node: yaml.Node | None, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        inner = node.value[step] if step < len(node.value) else None
        return inner and (inner.start_mark.line + 1, inner)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    return None
