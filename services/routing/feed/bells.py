"""Who waits for something new in a feed is woken; nobody has to ask again and again.

What this process keeps rings at once. What another one kept is seen by looking where
the feed ends: once for all who wait for the same department.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog

from services.kit.errors import Unavailable

LOOK_EVERY = 1.0
"""Seconds until what another process kept is seen."""

log = structlog.get_logger(__name__)
Ends = Callable[[str], Awaitable[object]]


@dataclass
class Bell:
    rung: int = 0
    sound: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0
    looking: asyncio.Task[None] | None = None
    ends: object = None


class Bells:
    def __init__(self, ends: Ends, every: float = LOOK_EVERY) -> None:
        self._ends = ends
        self._every = every
        self._bells: defaultdict[str, Bell] = defaultdict(Bell)
        self.stopped = False

    def rung(self, department: str) -> int:
        """To be asked before looking at the feed, so that no ring is missed."""
        return self._bells[department].rung

    def ring(self, department: str) -> None:
        bell = self._bells[department]
        bell.rung += 1
        bell.sound.set()
        bell.sound = asyncio.Event()

    def stop(self) -> None:
        """Everybody is sent home, and nobody waits any more."""
        self.stopped = True
        for department in list(self._bells):
            self.ring(department)

    async def wait(self, department: str, heard: int, seconds: float) -> bool:
        """Until it has rung more often than that; False: the time is over."""
        bell = self._bells[department]
        if self.stopped or bell.rung != heard:
            return True
        sound = bell.sound
        with self._looked_after(department, bell):
            try:
                async with asyncio.timeout(seconds):
                    return await sound.wait()
            except TimeoutError:
                return False

    @contextmanager
    def _looked_after(self, department: str, bell: Bell) -> Iterator[None]:
        bell.waiting += 1
        if bell.looking is None:
            bell.looking = asyncio.create_task(self._look(department, bell))
        try:
            yield
        finally:
            bell.waiting -= 1
            if bell.waiting == 0 and bell.looking is not None:
                bell.looking.cancel()
                bell.looking = None

    async def _look(self, department: str, bell: Bell) -> None:
        """What it saw last is kept for whoever looks next."""
        while True:
            await asyncio.sleep(self._every)
            try:
                ends = await self._ends(department)
            except Unavailable as error:
                log.warning("feed_not_seen", why=str(error))
                continue
            if ends != bell.ends:
                bell.ends = ends
                self.ring(department)
