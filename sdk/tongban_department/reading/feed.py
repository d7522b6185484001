"""Tasks and contents as one stream of deliveries."""

import asyncio
import logging
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

from contracts.envelope import Event, Payload
from contracts.topics import TOPICS, Topic, UnknownType, Unreadable, decode
from tongban_department.reading.delivery import Delivery
from tongban_department.reading.lanes import Lanes, Wanted, Work
from tongban_department.reading.ledger import Ledger
from tongban_department.reading.wire import Place, Record, Since, Start
from tongban_department.settings import Manners
from tongban_department.speaking.desk import Desk
from tongban_department.store.kept import Kept

TICK = 0.2
"""Seconds between two looks at Kafka when nothing comes."""
OVERFLOW = 20
"""While a handler waits for an event, so many times the room may be read ahead."""

log = logging.getLogger("tongban_department")


def topics_read(code: str) -> dict[str, Topic]:
    """The department's two topics, by name."""
    rows = [topic.of(code) for topic in TOPICS if topic.per_department]
    return {row.name: row for row in rows if row.writer in {"routing", "intake"}}


class Feed:
    """An asynchronous iterator, and a context: reads from its start to its end."""

    def __init__(self, desk: Desk, wanted: Wanted, since: Since) -> None:
        self.desk = desk
        self._wire, self._store, self._bells = desk.wire, desk.store, desk.bells
        self._topics, self._since = topics_read(desk.code), since
        self._ledger = Ledger()
        self._ready: asyncio.Queue[Work | None] = asyncio.Queue()
        self._lanes = Lanes(
            self._store, wanted, self._ready.put_nowait, self._read_again
        )
        self._pauses: set[asyncio.TimerHandle] = set()
        self._pump: asyncio.Task[None] | None = None
        self._stopped = asyncio.Event()

    @property
    def _manners(self) -> Manners:
        return self.desk.manners

    async def __aenter__(self) -> Self:
        self._store.claim()
        try:
            await self._begin()
        except BaseException:
            self._store.give_up()
            raise
        return self

    async def _begin(self) -> None:
        self._store.tidy()
        if self._since is not Start.WHERE_IT_STOPPED:
            self._store.marks.forget()
        if await self._opened():
            self._pump = asyncio.create_task(self._read())
            self._pump.add_done_callback(lambda _: self._ready.put_nowait(None))

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._end_reading()
        try:
            await self._commit()
        finally:
            self._store.give_up()
            await self._wire.close()

    @property
    def is_idle(self) -> bool:
        """What was read is finished, and nothing in the store could go on."""
        unfinished = any(self._ledger.unfinished(name) for name in self._topics)
        reads = self._pump is not None and not self._pump.done()
        return reads and not unfinished and not self._store.kept.lanes_that_go_on()

    def stop(self) -> None:
        """No more deliveries; what is in hand may be finished before the end."""
        self._stopped.set()
        self._ready.put_nowait(None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Delivery[Any]:
        """Raises what ended the reading, if something did."""
        while not self._stopped.is_set():
            work = await self._ready.get()
            if work is None:
                self._ready.put_nowait(None)
                break
            if work.is_lost:
                self._lanes.let_go(work)
            elif self._begins(work):
                return Delivery(self, work)
        if self._pump and self._pump.done() and not self._pump.cancelled():
            self._pump.result()
        raise StopAsyncIteration

    def done(self, work: Work) -> None:
        self._lanes.done(work)

    def failed(self, work: Work, reason: str, *, for_good: bool = False) -> None:
        if for_good or work.attempts >= self._manners.attempts:
            self._set_aside(work, reason)
            return
        pause = self._manners.pause_after(work.attempts)
        log.warning("%s failed, again in %.1f s: %s", _name(work), pause, reason)
        loop = asyncio.get_running_loop()
        handle = loop.call_later(pause, self._ready.put_nowait, work)
        self._pauses.add(handle)

    def interrupted(self, work: Work) -> None:
        assert work.position is not None
        self._store.marks.take_back(work.position)

    def _begins(self, work: Work) -> bool:
        assert work.position is not None
        work.attempts = self._store.marks.begin(work.position)
        if work.attempts <= self._manners.attempts:
            return True
        self._set_aside(work, "the program ended during each attempt")
        return False

    def _set_aside(self, work: Work, reason: str) -> None:
        log.error("%s is set aside: %s", _name(work), reason)
        self._lanes.set_aside(work, reason)

    async def _opened(self) -> bool:
        """False: stopped meanwhile, such as while Kafka is away."""
        opening = asyncio.create_task(self._wire.open(self._since, self._lost))
        stopping = asyncio.create_task(self._stopped.wait())
        try:
            either = asyncio.FIRST_COMPLETED
            await asyncio.wait((opening, stopping), return_when=either)
            if opening.done():
                opening.result()
            return opening.done()
        finally:
            opening.cancel()
            stopping.cancel()
            await asyncio.gather(opening, stopping, return_exceptions=True)

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        commit_at = loop.time() + self._manners.commit_every
        while True:
            self._wire.hold(self._full())
            for record in await self._wire.read(TICK):
                self._admit(record)
            self._lanes.go_on()
            if loop.time() >= commit_at:
                await self._commit()
                commit_at = loop.time() + self._manners.commit_every

    def _full(self) -> set[str]:
        room = self._manners.room * (OVERFLOW if self._bells.awaited else 1)
        return {name for name in self._topics if self._ledger.unfinished(name) >= room}

    def _admit(self, record: Record) -> None:
        entry = self._ledger.enter(record)
        work = self._read_again(_kept(record))
        work.entry = entry
        if work.event:
            self.desk.files.hear(work.event)
            self.desk.replies.hear(work.event, record.value or b"")
        if work.trouble == UnknownType.__name__:
            entry.finished = True
        else:
            self._lanes.admit(work)

    def _read_again(self, kept: Kept) -> Work:
        try:
            carried = self._topics[kept.topic].carries
            event: Event[Payload] = decode(kept.value, carried)
        except UnknownType:
            return Work(kept, None, UnknownType.__name__)
        except Unreadable as error:
            return Work(kept, None, f"unreadable: {error}")
        return Work(kept, event)

    def _lost(self, places: Iterable[Place]) -> None:
        self._ledger.forget(places)

    async def _commit(self) -> None:
        """Only what is on our own disk: Kafka need not keep it for us any more."""
        offsets = self._ledger.finished()
        if offsets and self._store.settle() and await self._wire.commit(offsets):
            self._ledger.committed(offsets)

    async def _end_reading(self) -> None:
        for handle in self._pauses:
            handle.cancel()
        if self._pump:
            self._pump.cancel()
            await asyncio.gather(self._pump, return_exceptions=True)


def _kept(record: Record) -> Kept:
    key = (record.key or b"").decode("ascii", "replace")
    lane = f"{record.topic} {key}" if key else f"{record.topic} #{record.partition}"
    name = f"{record.topic}/{record.partition}/{record.offset}"
    return Kept(name, lane, record.topic, key, record.value, record.traceparent)


def _name(work: Work) -> str:
    return work.event.type if work.event else "an unreadable event"
