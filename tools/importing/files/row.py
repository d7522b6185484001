"""A row as it lies in a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_CHARACTERS = 4_000_000
"""Of one row: more is no row, but a quote that is never closed, or not ours to keep."""


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a row: the field, a code, and words that repeat nothing."""

    field: str
    code: str
    en: str
    zh: str

    @property
    def words(self) -> str:
        return f"{self.en} / {self.zh}"


@dataclass(frozen=True)
class FileRow:
    """`number`: as a spreadsheet shows it, the line with the names being 1."""

    number: int
    values: Mapping[str, str] = field(default_factory=dict)
    wrong: Wrong | None = None
    """It cannot be read as a row at all."""


class UnreadableFile(RuntimeError):
    """Nothing of the file can be used as it is; says what would help."""
