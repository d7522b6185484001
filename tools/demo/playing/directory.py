"""What everybody in the city knows of its organisations."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.kit.running.city_data import from_yaml


@dataclass(frozen=True)
class Directory:
    """Organisations by code: of which kind, and who works under whom."""

    kinds: Mapping[str, str]
    parents: Mapping[str, str]

    def is_street(self, code: str) -> bool:
        return self.kinds.get(code) == "street"

    def communities(self, code: str) -> list[str]:
        """Those that this organisation may hand a part of a task down to."""
        return sorted(
            below
            for below, parent in self.parents.items()
            if parent == code and self.kinds[below] == "community"
        )


def directory_of(city: Path) -> Directory:
    rows: list[dict[str, Any]] = from_yaml((city / "city.yaml").read_text())[
        "organisations"
    ]
    return Directory(
        {row["code"]: row["kind"] for row in rows},
        {row["code"]: row["parent"] for row in rows if "parent" in row},
    )
