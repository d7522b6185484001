"""Events that could not be handled, and those that wait behind them: one collection.

A lane is held for as long as the oldest of its active events is `parked` and nobody
has asked for its release. As soon as that event is marked for release, or dropped, the
rest flows in order: a queue without a parked head needs nobody's permission. So a crash
anywhere in a release leaves nothing that an operator would have to ask for again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from services.kit.reading.received import Lane, Partition, Received


class State(StrEnum):
    PARKED = "parked"
    """It failed; its lane is held."""
    QUEUED = "queued"
    """It came behind one that failed."""
    RELEASED = "released"
    """It was handled after all."""
    DROPPED = "dropped"
    """Somebody decided to leave it out, and said why."""
    RECORDED = "recorded"
    """Rejected, or an outsider's garbage: nothing waits for it."""


ACTIVE = (State.PARKED, State.QUEUED)
REJECTED = "rejected"
"""The reason of a fact that was read and refused."""


@dataclass(frozen=True)
class Act:
    """Who did something to a parked event, when and why."""

    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True)
class Parked:
    """`detail` never holds a value of the event: it is shown to operators."""

    received: Received
    state: State
    reason: str
    detail: str
    at: datetime
    release: Act | None = None
    """Asked for by an operator, not done yet."""
    settled: Act | None = None

    @property
    def id(self) -> str:
        return self.received.id

    @property
    def holds(self) -> bool:
        return self.state is State.PARKED and self.release is None

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    def again(self, reason: str, detail: str) -> "Parked":
        """It failed once more, so its release must be asked for once more."""
        return replace(
            self, state=State.PARKED, reason=reason, detail=detail, release=None
        )


@dataclass(frozen=True)
class Head:
    """The oldest active event of a lane."""

    partition: Partition
    offset: int
    holds: bool


class ParkedStore(Protocol):
    """Every write is durable when it returns. Raises `Unavailable`."""

    async def put(self, parked: Parked) -> None:
        """Twice is the same as once: what is there already stays as it is."""

    async def heads(self) -> Mapping[Lane, Head]:
        """Of every lane that has an active event."""

    async def stored_since(self, starts: Mapping[Partition, int]) -> frozenset[str]:
        """Ids, whatever became of them, from these offsets on."""

    async def head(self, lane: Lane) -> Parked | None: ...

    async def find(self, id: str) -> Parked | None: ...

    async def newest(self, states: Sequence[State], limit: int) -> list[Parked]: ...

    async def refused(self, limit: int) -> list[Parked]:
        """Recorded as rejected and seen to by nobody yet, the newest first."""

    async def left_out(
        self, place: Partition, start: int, end: int
    ) -> Sequence[Received]:
        """What was dropped there, by offset, up to the first that waits or to `end`.

        Without its value: nobody is to get it any more.
        """

    async def park_again(self, id: str, reason: str, detail: str) -> None:
        """Nothing happens to what is no longer active."""

    async def settle(self, id: str, state: State, act: Act) -> bool:
        """False: it was not active, or (for a drop) its release is under way.

        `RECORDED` is for what is only recorded: somebody has seen to it, once.
        """

    async def ask_release(self, id: str, act: Act) -> bool:
        """False: it is not the parked event of a lane, or was asked for before."""
