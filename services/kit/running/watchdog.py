"""Ends a process that should be reading and is not; a restart is the cure.

Three things may stand still, and each is judged by itself, because retries of one event
would otherwise hide a reader that went deaf:

* beginning: partitions are ours, or will be, and reading them never begins;
* reading: Kafka has more, there is room, and nothing comes (or the consumer no longer
  answers although the broker does);
* handling: something was taken and nobody even tries.

A handler that retries because MongoDB is away makes an attempt at least every five
seconds, so it is moving: a restart could not help it, and a loop of restarts would
take the HTTP side down as well. Full lanes are no reason to read more. While the broker
is away, nothing is judged; when it is back, the count begins anew.
"""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

PATIENCE = 30.0
REBALANCE_PATIENCE = 90.0
"""Kafka waits up to 60 seconds for the slowest member of a group."""
LOOK_EVERY = 5.0
LAST_RESORT = 25.0
"""Seconds in which a graceful stop should be done."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Look:
    """What was seen at one moment; times are monotonic seconds."""

    at: float
    broker_answers: bool
    begun: bool
    """Reading has begun, of every partition that is ours."""
    unread: int | None
    """Events in our partitions that were not taken yet; None: nobody could tell."""
    unfinished: int
    """Events that were taken and are not finished."""
    is_full: bool
    read_at: float
    """When an event was taken, or partitions were assigned, for the last time."""
    tried_at: float


@dataclass(frozen=True)
class Standstill:
    """Since when each of the three should have moved and did not."""

    beginning: float | None = None
    reading: float | None = None
    handling: float | None = None

    def lasted(self, at: float) -> bool:
        """Any of them longer than it may."""
        moves = (
            (self.beginning, REBALANCE_PATIENCE),
            (self.reading, PATIENCE),
            (self.handling, PATIENCE),
        )
        return any(since is not None and at - since > most for since, most in moves)


def judged(before: Standstill, look: Look) -> Standstill:
    """What is known after one more look."""
    if not look.broker_answers:
        return Standstill()
    should_read = look.unread != 0 and not look.is_full
    should_try = look.unfinished > 0
    return Standstill(
        None if look.begun else _since(before.beginning, look.at, 0.0),
        _since(before.reading, look.at, look.read_at) if should_read else None,
        _since(before.handling, look.at, look.tried_at) if should_try else None,
    )


def _since(before: float | None, now: float, moved_at: float) -> float:
    return max(now if before is None else before, moved_at)


@dataclass
class Progress:
    """How reading goes, for readiness and metrics; everybody may look at it."""

    broker: str = "unknown"
    missing: tuple[str, ...] = ()
    """Topics that reading waits for."""
    assignment: frozenset[tuple[str, int]] = frozenset()
    lag: dict[str, int] = field(default_factory=dict)
    """By topic: taken and unfinished, or not yet taken."""
    parked: dict[str, int] = field(default_factory=dict)
    """By topic: how many keys wait for somebody."""
    read_at: float = field(default_factory=time.monotonic)
    tried_at: float = field(default_factory=time.monotonic)

    def read(self) -> None:
        self.read_at = time.monotonic()

    def tried(self) -> None:
        self.tried_at = time.monotonic()

    @property
    def words(self) -> str:
        """One line for `/readyz`."""
        if self.missing:
            names = ", ".join(self.missing)
            return (
                f"{names}: no such topic, or no right to read it; `make up` makes both"
            )
        return f"{self.broker}, {len(self.assignment)} partitions, lag {self.behind}"

    @property
    def behind(self) -> int:
        return sum(self.lag.values())

    @property
    def moved_ago(self) -> float:
        """Seconds since an event was taken or tried."""
        return time.monotonic() - max(self.read_at, self.tried_at)


async def nothing_moves(
    look: Callable[[], Awaitable[Look]], every: float = LOOK_EVERY
) -> None:
    """Returns when it is time to end what is looked at."""
    standstill = Standstill()
    while True:
        seen = await look()
        standstill = judged(standstill, seen)
        if standstill.lasted(seen.at):
            log.error(
                "nothing_moves",
                begun=seen.begun,
                unread=seen.unread,
                unfinished=seen.unfinished,
            )
            return
        await asyncio.sleep(every)


def end_process() -> None:
    """As an operator would stop it; by force when that takes too long."""
    by_force = threading.Timer(LAST_RESORT, os._exit, args=(70,))
    by_force.daemon = True
    by_force.start()
    os.kill(os.getpid(), signal.SIGTERM)
