"""How often somebody tried, in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime


class MemoryAttempts:
    def __init__(self) -> None:
        self._counts: Counter[tuple[str, datetime]] = Counter()

    async def take(self, limits: Mapping[str, int], hour: datetime) -> bool:
        self._counts.update((name, hour) for name in limits)
        return all(self._counts[name, hour] <= limit for name, limit in limits.items())

    async def give_back(self, names: Sequence[str], hour: datetime) -> None:
        self._counts.subtract((name, hour) for name in names)
