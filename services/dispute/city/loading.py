"""How a city's file is read, and how it is said what is wrong in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from services.kit.running.city_data import from_yaml

T = TypeVar("T")


def read(path: Path) -> dict[str, Any]:
    try:
        found = from_yaml(path.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    if not isinstance(found, dict):
        raise RuntimeError(f"{path}: is not a table of names and values")
    return found


@dataclass(frozen=True)
class Table:
    """One file; every complaint begins with its name."""

    path: Path

    @cached_property
    def data(self) -> dict[str, Any]:
        return read(self.path)

    def wrong(self, place: str, why: str) -> RuntimeError:
        return RuntimeError(f"{self.path}: {place}: {why}")

    def rows(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each row of a list, and how to name its place: by its code."""
        found = self.data.get(name)
        if not isinstance(found, list):
            raise self.wrong(name, "has to be a list")
        for number, row in enumerate(found, 1):
            if not isinstance(row, dict) or "code" not in row:
                raise self.wrong(f"{name}: row {number}", "has no code")
            yield f"{name}: {row['code']}", row

    def made(self, place: str, kind: type[T], row: Any) -> T:
        try:
            return TypeAdapter(kind).validate_python(row)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise self.wrong(f"{place}: {field}", first["msg"]) from None

    def once(self, name: str, values: list[str]) -> None:
        """Refuses a value that stands twice."""
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise self.wrong(name, f"{twice[0]} stands twice")
