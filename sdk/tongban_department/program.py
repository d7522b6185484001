"""A department's program as a table of handlers."""

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from contracts.envelope import Payload
from tongban_department.department import Department
from tongban_department.errors import CannotGoOn, TaskOver
from tongban_department.reading.delivery import Delivery
from tongban_department.reading.feed import Feed
from tongban_department.reading.wire import Since, Start

P = TypeVar("P", bound=Payload)
Handler = Callable[[Delivery[P]], Awaitable[None]]

log = logging.getLogger("tongban_department")


class Program:
    """Acknowledges what a handler has finished; what it raises is a failed attempt.

    A handler may run again for the same event (after a crash, after a failure): its
    replies then count once. `TaskOver` that escapes it is no failure, and `CannotGoOn`
    ends the program.
    """

    def __init__(self) -> None:
        self._handlers: dict[type[Payload], Handler[Any]] = {}

    def on(self, fact: type[P]) -> Callable[[Handler[P]], Handler[P]]:
        """`@program.on(TaskAssigned)`; one handler for a type of event."""

        def take(handler: Handler[P]) -> Handler[P]:
            if fact in self._handlers:
                raise RuntimeError(f"{fact.__name__} has a handler already")
            self._handlers[fact] = handler
            return handler

        return take

    def start(
        self, department: Department, since: Since = Start.WHERE_IT_STOPPED
    ) -> None:
        """Runs until SIGTERM or SIGINT; then handlers may finish.

        What somebody has to cure ends the process with that sentence and status 1.
        """
        try:
            asyncio.run(self._until_told(department, since))
        except CannotGoOn as error:
            sys.exit(f"error: {error}")

    async def run(
        self, department: Department, since: Since = Start.WHERE_IT_STOPPED
    ) -> None:
        """Until `department.stop()`; then handlers may finish."""
        async with department.open(*self._handlers, since=since) as feed:
            await self._work(feed)

    async def _until_told(self, department: Department, since: Since) -> None:
        loop = asyncio.get_running_loop()
        if sys.platform != "win32":
            loop.add_signal_handler(signal.SIGTERM, department.stop)
            loop.add_signal_handler(signal.SIGINT, department.stop)
        await self.run(department, since)

    async def _work(self, feed: Feed) -> None:
        places = asyncio.Semaphore(feed.desk.manners.places)
        running: set[asyncio.Task[None]] = set()

        def ended(task: asyncio.Task[None]) -> None:
            running.discard(task)
            places.release()
            if not task.cancelled() and task.exception():
                broken.append(task)
                feed.stop()

        broken: list[asyncio.Task[None]] = []
        try:
            await places.acquire()
            async for delivery in feed:
                task = asyncio.create_task(self._handle(delivery))
                running.add(task)
                task.add_done_callback(ended)
                await places.acquire()
        finally:
            await _finished(running, feed.desk.manners.grace)
        for task in broken:
            task.result()

    async def _handle(self, delivery: Delivery[Any]) -> None:
        async with delivery:
            try:
                await self._handlers[type(delivery.fact)](delivery)
            except TaskOver as over:
                log.info("%s: %s", delivery.event.type, over)


async def _finished(running: set[asyncio.Task[None]], grace: float) -> None:
    """Handlers may end by themselves for so long; then they are interrupted."""
    if running:
        await asyncio.wait(running, timeout=grace)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
