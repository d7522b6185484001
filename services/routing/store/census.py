"""How many open tasks there are, of everybody, counted at once and not too often."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from motor.motor_asyncio import AsyncIOMotorCollection

from services.kit.running.clock import Clock
from services.kit.serving.principal import Principal
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.routing.domain.moves import OPEN, RUNNING
from services.routing.store.counting import MARKS, Cell, cells_of, total
from services.routing.store.inbox import COUNTED
from services.routing.store.renewing import Renewing
from services.routing.store.sight import narrowed

THE_COUNT: Document = dict.fromkeys(COUNTED, 1)
FINEST = 9
"""Digits: areas smaller than a street are counted when somebody asks."""


@dataclass(frozen=True)
class Counted:
    """All there is, and what was summed up of it."""

    cells: Sequence[Cell]
    sums: dict[tuple[str | None, str], Mapping[str, int]] = field(default_factory=dict)

    def of(self, department: str | None, area: str) -> Mapping[str, int]:
        key = (department, area)
        if key not in self.sums:
            self.sums[key] = total(cells_of(self.cells, *key))
        return self.sums[key]


class Census:
    """Numbers of a few seconds ago, where to count takes longer than to show a page."""

    def __init__(self, rows: AsyncIOMotorCollection[Document], clock: Clock) -> None:
        self._rows = rows
        self._clock = clock
        self._everybody = Renewing(self._count_everybody)

    async def counts(
        self, caller: Principal, department: str | None = None, area: str | None = None
    ) -> Mapping[str, int]:
        """Of what the caller may see: open tasks by state, and by mark."""
        wanted = narrowed(caller, department, area or "")
        if wanted is None:
            return total(())
        if len(wanted[1]) > FINEST:
            return total(await self._counted(*wanted))
        return (await self._everybody.value()).of(*wanted)

    async def tally(self) -> Mapping[tuple[str, ...], float]:
        """For `/metrics`: how many are open, by state and department."""
        found: Counter[tuple[str, ...]] = Counter()
        for cell in (await self._everybody.value()).cells:
            states = cell.numbers.keys() & set(OPEN)
            found.update({(s, cell.department): cell.numbers[s] for s in states})
        return dict(found)

    async def _count_everybody(self) -> Counted:
        return Counted(await self._counted(None, ""))

    async def _counted(self, department: str | None, area: str) -> Sequence[Cell]:
        own = {"department": department} if department else {}
        match = {"open": True} | own | ({"areas": area} if area else {})
        hint = {} if area else {"hint": THE_COUNT}
        steps = [{"$match": match}, {"$group": counted_by(self._clock())}]
        with unavailable_when_away():
            found = await self._rows.aggregate(steps, **hint).to_list(None)
        return [_cell(row) for row in found]


def counted_by(now: object) -> Document:
    running = {"$in": ["$state", list(RUNNING)]}
    late = {"$and": [running, {"$lte": ["$due_at", now]}]}
    soon = {"$and": [running, {"$gt": ["$due_at", now]}, "$due_soon"]}
    by = {
        "department": "$department",
        "area": {"$substrBytes": ["$area", 0, FINEST]},
        "state": "$state",
    }
    return {
        "_id": by,
        "tasks": {"$sum": 1},
        "overdue": {"$sum": {"$cond": [late, 1, 0]}},
        "due_soon": {"$sum": {"$cond": [soon, 1, 0]}},
        "supervised": {"$sum": {"$cond": [{"$gt": ["$level", 0]}, 1, 0]}},
    }


def _cell(row: Document) -> Cell:
    by = row["_id"]
    numbers = {by["state"]: row["tasks"]} | {mark: row[mark] for mark in MARKS}
    return Cell(by["department"], by["area"], numbers)
