"""Sends what is due: fresh messages at once, the others as their time comes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from services.kit.errors import Unavailable

PERIOD = 1.0
AT_MOST = 500
FINISHING = 8.0
"""Seconds that a stop waits for mails on their way."""

BACK_OFF = timedelta(seconds=30)

log = structlog.get_logger(__name__)

Step = Callable[[str], Awaitable[Iterable[str]]]
Due = Callable[[int], Awaitable[list[str]]]
BackOff = Callable[[str, timedelta], Awaitable[None]]


class Sender:
    """`step` acts on one message; `due` names those whose time has come.

    Two processes may take the same message: the claim lets one of them send. What a
    step leads to goes to `then`.
    """

    def __init__(self, step: Step, due: Due, back_off: BackOff) -> None:
        self._step = step
        self._due = due
        self._back_off = back_off
        self.then = self.soon
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._in_hand: set[str] = set()
        self._running: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    def soon(self, ids: Iterable[str]) -> None:
        for id in ids:
            if id not in self._in_hand:
                self._in_hand.add(id)
                self._queue.put_nowait(id)

    @asynccontextmanager
    async def sending(self, at_once: int) -> AsyncIterator[None]:
        """Sends while inside; what is being sent at the end is finished, bounded."""
        loops = [self._look_forever(), *(self._work_forever() for _ in range(at_once))]
        tasks = [asyncio.create_task(loop) for loop in loops]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            if self._running:
                await asyncio.wait(self._running, timeout=FINISHING)

    async def look(self) -> None:
        self.soon(await self._due(AT_MOST))

    async def drain(self) -> None:
        """Does what is in the queue now; for those who do not loop."""
        while not self._queue.empty():
            await self._one(self._queue.get_nowait())

    async def _work_forever(self) -> None:
        while True:
            id = await self._queue.get()
            task = asyncio.create_task(self._one(id))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            await asyncio.wait({task})

    async def _one(self, id: str) -> None:
        led_to: Iterable[str] = ()
        try:
            led_to = await self._step(id)
        except Unavailable as error:
            log.warning("a message waits", message_id=id, why=type(error).__name__)
        except Exception:
            log.exception("a message failed; it is tried again", message_id=id)
            await self._rest(id)
        finally:
            self._in_hand.discard(id)
        self.then(led_to)

    async def _rest(self, id: str) -> None:
        try:
            await self._back_off(id, BACK_OFF)
        except Unavailable:
            log.warning("a failed message could not be put off", message_id=id)

    async def _look_forever(self) -> None:
        while True:
            try:
                if self._queue.qsize() < AT_MOST:
                    await self.look()
            except Unavailable as error:
                log.warning("messages wait", why=str(error))
            except Exception:
                log.exception("messages could not be looked for; the next round comes")
            await asyncio.sleep(PERIOD)
