"""Something costly to find out, told again for as long as it is good enough."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

REST = 20.0
"""It is good for so many times what it took: to find it out costs 5 % of a core."""
QUICK = 0.02
"""Seconds; what takes no longer is waited for."""
OLDEST = 30.0
"""Seconds; nobody is told anything older."""


@dataclass(frozen=True)
class Found(Generic[T]):
    value: T
    at: float
    took: float


class Renewing(Generic[T]):
    """What is quick to find is as new as can be; what is not is renewed beside.

    `ticks`: seconds, from any start. What goes wrong is raised to whoever waits.
    """

    def __init__(
        self, find: Callable[[], Awaitable[T]], ticks: Callable[[], float] | None = None
    ) -> None:
        self._find = find
        self._ticks = ticks or time.monotonic
        self._found: Found[T] | None = None
        self._finding: asyncio.Task[Found[T]] | None = None

    async def value(self) -> T:
        found = self._found
        age = self._ticks() - found.at if found else OLDEST
        if found and age < min(REST * found.took, OLDEST / 2):
            return found.value
        finding = self._renewal()
        if found and found.took > QUICK and age < OLDEST:
            return found.value
        return (await asyncio.shield(finding)).value

    def _renewal(self) -> "asyncio.Task[Found[T]]":
        """One at a time, however many ask."""
        if self._finding is None or self._finding.done():
            self._finding = asyncio.create_task(self._renew())
            self._finding.add_done_callback(_heard)
        return self._finding

    async def _renew(self) -> Found[T]:
        started = self._ticks()
        value = await self._find()
        ended = self._ticks()
        self._found = Found(value, ended, ended - started)
        return self._found


def _heard(finding: "asyncio.Task[Found[T]]") -> None:
    """Nobody may be waiting for it: the next who asks makes it try again."""
    if not finding.cancelled():
        finding.exception()
