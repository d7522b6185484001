"""A program under test: started, crashed and started again beside a city of paper."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from contracts.routing import TaskAssigned
from tongban_department.department import Department
from tongban_department.harness.city import City, Quick
from tongban_department.harness.paper import PaperWire
from tongban_department.reading.feed import topics_read
from tongban_department.settings import Manners
from tongban_department.store import Store

Run = Callable[[Department], Awaitable[None]]
"""`program.run`, or any function that reads `department.feed()`."""

PATIENCE = 10.0
LOOK = 0.005


class Harness:
    """`async with Harness(program.run, "housing") as harness:`; nothing else needed."""

    def __init__(self, run: Run, code: str, manners: Manners = Quick) -> None:
        self._run = run
        self._code = code
        self._manners = manners
        self._folder = TemporaryDirectory()
        self.city = City(code)
        self._start()

    @property
    def folder(self) -> Path:
        """Where the program's store lies."""
        return Path(self._folder.name)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                await self.stop()
            else:
                await self.crash()
        finally:
            self._folder.cleanup()

    async def given(self, **said: Any) -> TaskAssigned:
        """A task with its content, and everything the program does about it."""
        task = self.city.assign(**said)
        self.city.grant(task)
        await self.settled()
        return task

    async def settled(self) -> None:
        """Nothing is left to read or in hand. Raises what ended the program."""
        async with asyncio.timeout(PATIENCE):
            while not self._is_settled():
                if self._running.done():
                    await self._running
                    return
                await asyncio.sleep(LOOK)

    async def redeliver(self) -> None:
        """Everything that Kafka has comes once more, as after lost commits."""
        self.city.paper.committed.clear()
        self.rebalance()
        await self.settled()

    def rebalance(self) -> None:
        """Kafka takes the partitions away and gives them back: read on as committed."""
        self._wire.rebalance()

    async def crash(self) -> None:
        """As kill -9: nothing is saved, sent or committed from this moment on."""
        self._wire.cut = True
        self.department.store.close()
        self._running.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await self._running

    async def stop(self) -> None:
        """Gracefully, as by SIGTERM."""
        self.department.stop()
        await self._running
        self.department.store.close()

    async def start(self) -> None:
        """Again, with what its store remembers."""
        self._start()
        await asyncio.sleep(0)

    def _start(self) -> None:
        store = Store(self.folder / "program.sqlite")
        topics = tuple(topics_read(self._code))
        replies = f"departments.{self._code}.replies"
        self._wire = PaperWire(self.city.paper, topics, replies)
        parts = (self._wire, self.city.keys, store, self._manners)
        self.department = Department(self._code, *parts)
        self._running = asyncio.ensure_future(self._run(self.department))

    def _is_settled(self) -> bool:
        feed = self.department.open_feed
        return feed is not None and feed.is_idle and self._wire.at_the_end
