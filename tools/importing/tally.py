"""What became of the rows so far."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.importing.files.row import Wrong

COUNTED = ("reasons", "cleaned")


@dataclass
class Tally:
    """`row` is the last of which everything up to it is settled."""

    row: int = 0
    rows: int = 0
    created: int = 0
    history: int = 0
    repeats: int = 0
    rejected: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    cleaned: Counter[str] = field(default_factory=Counter)

    def count(self, result: Mapping[str, Any]) -> None:
        self.rows += 1
        if result["result"] == "repeat":
            self.repeats += 1
        elif result["history"]:
            self.history += 1
        else:
            self.created += 1

    def reject(self, wrong: tuple[Wrong, ...]) -> None:
        self.rows += 1
        self.rejected += 1
        self.reasons.update({f"{each.field}: {each.code}" for each in wrong})

    def clean(self, marks: frozenset[str]) -> None:
        self.cleaned.update(marks)

    def copy(self) -> "Tally":
        return self.of_json(self.as_json())

    def as_json(self) -> dict[str, Any]:
        counted = {name: dict(getattr(self, name)) for name in COUNTED}
        return vars(self) | counted

    @classmethod
    def of_json(cls, found: Mapping[str, Any]) -> "Tally":
        counted = {name: Counter(found[name]) for name in COUNTED}
        return cls(**{**found, **counted})
