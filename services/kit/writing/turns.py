"""Changes of one thing go one after the other, so that they need not race."""

import asyncio
import random
from weakref import WeakValueDictionary

from services.kit.reading.places import take

FIRST_STEP, LONGEST_STEP = 0.002, 0.05


class Turns:
    """One queue a name, in this process.

    For throughput only: correct is the compare-and-set, also against other processes.
    So a person who has waited for long goes on without a turn: no flood of events about
    a case decides whether the office can act on it. What waits as a handler leaves its
    place to others.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, name: str) -> "Turn":
        """`async with turns.of(name)`: alone with what has this name."""
        return Turn(self._locks, name)


class Turn:
    """Nobody waits for a lock that is nobody's: it is taken without a pause."""

    def __init__(
        self, locks: WeakValueDictionary[str, asyncio.Lock], name: str
    ) -> None:
        others = locks.get(name)
        self._alone = others is None
        self._lock = others or locks.setdefault(name, asyncio.Lock())
        self._is_mine = False

    async def __aenter__(self) -> None:
        take_it = self._lock.acquire() if self._alone else take(self._lock)
        self._is_mine = await take_it

    async def __aexit__(self, *_: object) -> None:
        if self._is_mine:
            self._lock.release()


async def step_aside(lost: int) -> None:
    """After a race that another process won: for a while, by chance, longer each time.

    `lost` counts the races before this one.
    """
    longest = min(LONGEST_STEP, FIRST_STEP * 2.0 ** min(lost, 10))
    await asyncio.sleep(random.uniform(0, longest))
