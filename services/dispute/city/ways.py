"""Where people go who did not agree: `ways.yaml`."""

from collections.abc import Container
from pathlib import Path

from services.dispute.city.loading import Table
from services.dispute.domain.ways import OTHER, Way, Ways


def load_ways(path: Path, types: Container[str]) -> Ways:
    """Raises `RuntimeError` that names the file, the place and what is wrong there."""
    table = Table(path)
    rows = list(table.rows("ways"))
    ways = {row["code"]: table.made(place, Way, row) for place, row in rows}
    table.once("ways", [row["code"] for _, row in rows])
    first = table.data.get("by_dispute_type")
    if not isinstance(first, dict) or OTHER not in first:
        raise table.wrong("by_dispute_type", f"has to name {OTHER} for the rest")
    for kind, codes in first.items():
        _check(table, kind, codes, ways, types)
    return Ways(ways, {kind: tuple(codes) for kind, codes in first.items()})


def _check(
    table: Table,
    kind: str,
    codes: object,
    ways: Container[str],
    types: Container[str],
) -> None:
    place = f"by_dispute_type: {kind}"
    if kind != OTHER and kind not in types:
        raise table.wrong(place, "is no dispute type of city.yaml")
    if not isinstance(codes, list):
        raise table.wrong(place, "has to list ways, the best first")
    for code in codes:
        if code not in ways:
            raise table.wrong(place, f"{code} is none of the ways above")
