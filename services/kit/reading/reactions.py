"""Whatever happens to an event, the answer is to finish, to wait or to set aside."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from traceback import extract_tb
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import structlog

from contracts.envelope import Event, Payload
from services.kit.errors import Rejected, Unavailable, UnknownType, Unreadable
from services.kit.reading.arrival import (
    Arrival,
    Handler,
    Handlers,
    Keep,
    Keeps,
    Stray,
)
from services.kit.reading.desk import Desk, is_outsiders
from services.kit.reading.parking.keeping import Parking
from services.kit.reading.received import Received
from services.kit.reading.watching import Watching

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
BUG_ATTEMPTS = 3
NAMED_FRAMES = 3
KEPT = "kept"
"""Stands for the type of what nobody looks into."""
NOTHING_KEPT: Keeps = MappingProxyType({})

log = structlog.get_logger(__name__)
T = TypeVar("T")


class Outcome(StrEnum):
    DONE = "done"
    IGNORED = "ignored"
    """Known, but no matter of this service."""
    UNKNOWN = "unknown"
    """A newer writer's."""
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    BUG = "bug"
    QUEUED = "queued"
    """Its lane is parked."""


async def unanswered(received: Received, detail: str) -> None:
    """For services that no outsider writes to."""


class Verdict(NamedTuple):
    """What became of an event; `detail` holds none of its values."""

    outcome: Outcome
    detail: str = ""
    type: str = ""

    @property
    def failed(self) -> bool:
        return self.outcome in {Outcome.UNREADABLE, Outcome.BUG}


class Reactions:
    def __init__(  # noqa: PLR0913
        self,
        handlers: Handlers,
        desk: Desk,
        parking: Parking,
        watching: Watching,
        keeps: Keeps = NOTHING_KEPT,
        *,
        stray: Stray = unanswered,
    ) -> None:
        self._handlers = handlers
        self._keeps = keeps
        self._stray = stray
        self._desk = desk
        self._parking = parking
        self._watching = watching

    async def handle(self, received: Received) -> None:
        """Never raises, but for cancellation: when it returns the offset may move."""
        started = time.monotonic()
        if await self.insist(partial(self._parking.keeps, received)):
            verdict = Verdict(Outcome.QUEUED)
        else:
            verdict = await self.attempt(received)
            await self.insist(partial(self._set_aside, received, verdict))
        self._watching.reached("after-handling")
        elapsed = time.monotonic() - started
        self._watching.counted(received.topic, verdict.type, verdict.outcome, elapsed)

    async def attempt(self, received: Received) -> Verdict:
        """Waits for as long as something is unavailable; tries a bug a few times."""
        keep = self._keeps.get(received.topic)
        if keep:
            kept = await self._attempts(partial(self._kept, keep, received))
            return kept._replace(type=KEPT)
        verdict = await self._opened(received)
        if _is_garbage(received, verdict):
            await self._attempts(partial(self._answered, received, verdict))
        return verdict

    async def _opened(self, received: Received) -> Verdict:
        try:
            event = self._desk.opened(received)
        except UnknownType as newer:
            return Verdict(Outcome.UNKNOWN, str(newer))
        except Unreadable as error:
            return Verdict(Outcome.UNREADABLE, str(error))
        except Exception as bug:
            return Verdict(Outcome.BUG, described(bug))
        handler = self._handlers.get(type(event.data))
        if handler is None:
            return Verdict(Outcome.IGNORED, type=event.type)
        once = partial(self._once, handler, received, event)
        return (await self._attempts(once))._replace(type=event.type)

    async def insist(self, work: Callable[[], Awaitable[T]]) -> T:
        """For what must be done before anything else: any error is a reason to wait."""
        pause = FIRST_PAUSE
        while True:
            self._watching.tried()
            try:
                return await work()
            except Exception as error:
                log.error("parking_unavailable", error=described(error), pause=pause)
            pause = await self._longer(pause)

    async def _attempts(self, once: Callable[[], Awaitable[Verdict]]) -> Verdict:
        pause, bugs = FIRST_PAUSE, 0
        while True:
            self._watching.tried()
            try:
                return await once()
            except Unavailable as error:
                log.warning("unavailable", error=described(error), pause=pause)
            except Exception as bug:
                bugs += 1
                if bugs == BUG_ATTEMPTS:
                    return Verdict(Outcome.BUG, described(bug))
            pause = await self._longer(pause)

    async def _once(
        self, handler: Handler, received: Received, event: Event[Payload]
    ) -> Verdict:
        topic, traceparent = received.topic, received.traceparent
        try:
            with self._watching.span(topic, event.subject, traceparent):
                await handler(Arrival(topic, event))
        except Rejected as no:
            return Verdict(Outcome.REJECTED, no.reason)
        except Unreadable as error:
            return Verdict(Outcome.UNREADABLE, str(error))
        return Verdict(Outcome.DONE)

    async def _kept(self, keep: Keep, received: Received) -> Verdict:
        """Behind a parked event there is something still to come."""
        if self._parking.waits_before(received):
            received = replace(received, since=received.offset)
        try:
            await keep(received)
        except Rejected as no:
            return Verdict(Outcome.REJECTED, no.reason)
        return Verdict(Outcome.DONE)

    async def _answered(self, received: Received, verdict: Verdict) -> Verdict:
        """Whoever sent it is told; an answer that fails leaves the record of it."""
        await self._stray(received, verdict.detail)
        return verdict

    async def _set_aside(self, received: Received, verdict: Verdict) -> None:
        """A newer writer's events are only counted: there may be very many of them."""
        outcome, detail, _ = verdict
        if outcome is Outcome.REJECTED or _is_garbage(received, verdict):
            await self._parking.record(received, outcome, detail)
        elif verdict.failed:
            await self._parking.park(received, outcome, detail)
        else:
            return
        log.warning(f"event_{outcome}", position=received.id, detail=detail)

    async def _longer(self, pause: float) -> float:
        await self._watching.pause(pause)
        return min(pause * 2, LONGEST_PAUSE)


def _is_garbage(received: Received, verdict: Verdict) -> bool:
    strange = verdict.outcome in {Outcome.UNREADABLE, Outcome.UNKNOWN}
    return strange and is_outsiders(received.topic)


def described(error: Exception) -> str:
    """The kind and the place of an error: its words may repeat a resident's."""
    frames = extract_tb(error.__traceback__)[-NAMED_FRAMES:]
    places = (f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
    return f"{type(error).__name__} at {' < '.join(reversed(list(places)))}"
