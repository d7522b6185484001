"""Open tasks as numbers: by place, by state, and by what is to be seen to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.routing.domain.moves import OPEN

MARKS = ("overdue", "due_soon", "supervised")


@dataclass(frozen=True)
class Cell:
    """`numbers`: open tasks by state, and how many of them bear a mark."""

    department: str
    area: str
    numbers: Mapping[str, int]


def cells_of(cells: Iterable[Cell], department: str | None, area: str) -> list[Cell]:
    return [
        cell
        for cell in cells
        if department in (None, cell.department) and cell.area.startswith(area)
    ]


def total(cells: Iterable[Cell]) -> Mapping[str, int]:
    """Every state and mark has its number, if it is 0."""
    found: Counter[str] = Counter(dict.fromkeys((*OPEN, *MARKS), 0))
    for cell in cells:
        found.update(cell.numbers)
    return dict(found)
