"""Faust fetches, lanes run, reactions decide; here they become one reader."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from faust.contrib.asgi import bind_to_running_loop
from faust.types import TP

from contracts.topics import Topic
from services.kit.reading.arrival import Handlers, Keeps, Stray
from services.kit.reading.consumer import deliver_to, faust_app
from services.kit.reading.desk import Desk
from services.kit.reading.gaps import first_from
from services.kit.reading.lanes import Hole, Lanes
from services.kit.reading.looking import Looking
from services.kit.reading.parking.keeping import Parking
from services.kit.reading.parking.release import Release
from services.kit.reading.presence import topics_seen, wait_for_topics
from services.kit.reading.reactions import Reactions, unanswered
from services.kit.reading.received import Partition, Received
from services.kit.reading.watching import Watching
from services.kit.running.settings import ServiceSettings
from services.kit.running.watchdog import Look, Progress, end_process, nothing_moves

PATIENCE = 3.0
"""How long a rebalance waits for running handlers; below the session timeout."""
COMMIT_EVERY = 0.5
COMMIT_PATIENCE = 3.0
STOP_PATIENCE = 15.0
CRASH_LOOK = 0.5

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Reader:
    """Who reads what and does what with it; `end` ends this process.

    Topics in `keeps` are not opened; the handlers are for all others.
    """

    settings: ServiceSettings
    topics: tuple[Topic, ...]
    handlers: Handlers
    parking: Parking
    watching: Watching = field(default_factory=Watching)
    end: Callable[[], None] = end_process
    keeps: Keeps = field(default_factory=dict)
    stray: Stray = unanswered

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(topic.name for topic in self.topics)


class Inbox:
    """To be made while the event loop runs; `run` reads until `stop`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._stopping = asyncio.Event()
        self._crashes: set[asyncio.Task[None]] = set()
        watching = replace(reader.watching, tried=self._tried)
        desk = Desk(reader.topics)
        reactions = Reactions(
            reader.handlers,
            desk,
            reader.parking,
            watching,
            reader.keeps,
            stray=reader.stray,
        )
        self.lanes = Lanes(reactions.handle, self._broken)
        self._looking = Looking(reader.settings, self.lanes, reader.parking)
        self._release = Release(reader.parking, reactions, self.lanes, watching)
        self._app = faust_app(reader.settings, reader.names, self._begin)
        self._connect(self._app)

    @property
    def progress(self) -> Progress:
        return self._looking.progress

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        """Kafka may be away when it starts; what it waits for is in `progress`.

        Ends the process when Faust crashed or nothing moves: nobody else would notice.
        """
        try:
            await self._unless_stopped(self._topics_are_there())
            if not self._stopping.is_set():
                await self._read()
        except TimeoutError:
            log.error("faust_did_not_stop")
        except Exception:
            log.exception("reading_failed")
        if not self._stopping.is_set():
            self._reader.end()

    async def _topics_are_there(self) -> None:
        names, settings = self._reader.names, self._reader.settings
        await wait_for_topics(names, lambda: topics_seen(settings), self.progress)

    async def _read(self) -> None:
        """Faust's start lasts as long as Kafka is away, and can be stopped in it.

        One that is nearly done is awaited: Faust closes only what has begun.
        """
        bind_to_running_loop(self._app)
        self._app.finalize()
        starting = asyncio.create_task(self._app.maybe_start())
        try:
            await self._unless_stopped(
                self._crashed(),
                self._release.look_forever(),
                self._watched(starting),
            )
        finally:
            await asyncio.wait({starting}, timeout=PATIENCE)
            starting.cancel()
            await asyncio.wait_for(self._app.stop(), STOP_PATIENCE)

    async def _watched(self, starting: "asyncio.Task[bool]") -> None:
        """Until it is time to end the process."""

        async def look() -> Look:
            if not starting.done():
                return await self._looking.while_starting()
            starting.result()
            return await self._looking.look(self._app)

        await nothing_moves(look)

    async def _unless_stopped(self, *works: Coroutine[Any, Any, object]) -> None:
        """Until the first of them is done; the others are cancelled."""
        tasks = [asyncio.create_task(w) for w in (self._stopping.wait(), *works)]
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    async def _crashed(self) -> None:
        """Looks again and again: Faust's own event is set from another thread."""
        while not self._app.crashed:  # noqa: ASYNC110
            await asyncio.sleep(CRASH_LOOK)

    def _connect(self, app: Any) -> None:
        deliver_to(app, self._reader.names, self._take)

        async def commit_often() -> None:
            await self._commit(self.lanes.finished())

        async def let_go(*_: Any, **__: Any) -> None:
            await self._let_go()

        app.timer(COMMIT_EVERY)(commit_often)
        app.on_partitions_revoked.connect(let_go)
        app.on_before_shutdown.connect(let_go)

    def _begin(self, starts: Mapping[Partition, int]) -> None:
        self._reader.parking.begin(starts)
        self.lanes.begin(starts)
        self.progress.assignment = frozenset(starts)
        self.progress.read()

    async def _take(self, received: Received) -> None:
        """A hole ends the process: Faust would go on behind it."""
        try:
            await self._admit(received)
        except Exception as error:
            await self._app.crash(error)
        self.progress.read()

    async def _admit(self, received: Received) -> None:
        try:
            await self.lanes.admit(received)
        except Hole as hole:
            settings, place = self._reader.settings, hole.partition
            if await first_from(settings, place, hole.expected) != hole.came:
                raise
            log.warning("gap_in_the_log", position=received.id, since=hole.expected)
            self.lanes.skip(place, hole.expected, hole.came)
            await self.lanes.admit(received)

    async def _let_go(self) -> None:
        self.progress.assignment = frozenset()
        last = await self.lanes.give_up(PATIENCE)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(COMMIT_PATIENCE):
                await self._commit(last)

    async def _commit(self, offsets: Mapping[Partition, int]) -> None:
        consumer: Any = self._app.consumer
        ours = {TP(*partition): offset for partition, offset in offsets.items()}
        if ours and await consumer._commit(ours):
            self.lanes.committed(offsets)

    def _tried(self) -> None:
        self.progress.tried()
        self._reader.watching.tried()

    def _broken(self, error: Exception) -> None:
        crash = asyncio.ensure_future(self._app.crash(error))
        self._crashes.add(crash)
        crash.add_done_callback(self._crashes.discard)


@asynccontextmanager
async def reading(inbox: Inbox) -> AsyncIterator[Progress]:
    """The innermost part of a service: it stops before anything that handlers need."""
    running = asyncio.create_task(inbox.run())
    try:
        yield inbox.progress
    finally:
        inbox.stop()
        await running
