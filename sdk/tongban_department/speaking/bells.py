"""Waiting for something that the feed may bring."""

import asyncio
from collections import Counter
from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")


class Bells:
    def __init__(self) -> None:
        self._bells: dict[Hashable, asyncio.Event] = {}
        self._waiting: Counter[Hashable] = Counter()

    @property
    def awaited(self) -> bool:
        """Somebody waits: what he waits for may lie behind what nobody has time for."""
        return bool(self._waiting)

    def ring(self, key: Hashable) -> None:
        bell = self._bells.pop(key, None)
        if bell:
            bell.set()

    async def until(
        self, key: Hashable, look: Callable[[], T | None], within: float
    ) -> T:
        """Looks at once, and again at each ring. Raises `TimeoutError`."""
        self._waiting[key] += 1
        try:
            async with asyncio.timeout(within):
                while (found := look()) is None:
                    await self._bells.setdefault(key, asyncio.Event()).wait()
                return found
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                self._bells.pop(key, None)
