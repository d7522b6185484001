"""YAML with the line of everything in it, so that an error can name it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]


class MappingErrors(RuntimeError):
    """Everything that is wrong with a mapping, a line each, with what would help."""


@dataclass
class Lined:
    """Every scalar is text: a code like 990101 or `no` stays what is written."""

    path: Path
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)

    def line_of(self, place: Place) -> int:
        """Of what is not there: the line of what it is missing from."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def says(self, place: Place, words: str) -> str:
        named = ".".join(map(str, place)) or "mapping"
        return f"{self.path.name}:{self.line_of(place)}: {named}: {words}"

    def demand_none(self, complaints: Sequence[tuple[Place, str]]) -> None:
        if complaints:
            listed = [self.says(*complaint) for complaint in complaints]
            raise MappingErrors("\n".join(dict.fromkeys(listed)))


def read_lined(path: Path) -> Lined:
    """Raises `MappingErrors`."""
    lined = Lined(path)
    try:
        node = yaml.compose(path.read_text("utf-8-sig"), yaml.BaseLoader)
    except OSError:
        raise MappingErrors(f"{path} cannot be read: is the name right?") from None
    except UnicodeDecodeError:
        raise MappingErrors(f"{path.name} is not UTF-8: save it as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise MappingErrors(
            f"{path.name}:{line}: is no YAML: {error.problem}"
        ) from None
    except yaml.YAMLError:
        raise MappingErrors(f"{path.name} is no YAML") from None
    complaints: list[tuple[Place, str]] = []
    lined.data = _plain(node, (), lined.lines, complaints)
    lined.demand_none(complaints)
    return lined


def _plain(
    node: yaml.Node | None,
    place: Place,
    lines: dict[Place, int],
    complaints: list[tuple[Place, str]],
) -> Any:
    if node is None:
        return {}
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        inner = enumerate(node.value)
        return [_plain(each, (*place, n), lines, complaints) for n, each in inner]
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in found:
            complaints.append(((*place, name), "is said twice: leave one out"))
        found[name] = _plain(value, (*place, name), lines, complaints)
        lines[(*place, name)] = key.start_mark.line + 1
    return found
