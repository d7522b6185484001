"""One event in the program's hands."""

import traceback
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, TypeVar, cast

import contracts
import sealing
from contracts.envelope import Event, Payload
from tongban_department.errors import CannotGoOn, Rejected
from tongban_department.reading.lanes import Work
from tongban_department.speaking.desk import Desk
from tongban_department.speaking.replies import About
from tongban_department.speaking.task import Task

P = TypeVar("P", bound=Payload)
OURS = {Path(__file__).parents[1]} | {
    Path(folder) for package in (contracts, sealing) for folder in package.__path__
}


class Giver(Protocol):
    """Who gave the event, and is told what came of it."""

    desk: Desk

    def done(self, work: Work) -> None: ...

    def failed(self, work: Work, reason: str, *, for_good: bool = False) -> None: ...

    def interrupted(self, work: Work) -> None: ...


class Delivery(Generic[P]):
    """Acknowledge it when it is handled; until then nothing later of its case comes.

    What is never acknowledged comes again after a restart. As a context it does both:
    `async with delivery:` acknowledges at the end, and `failed` on an exception, of
    which it lets only `CannotGoOn` out.
    """

    def __init__(self, giver: Giver, work: Work) -> None:
        assert work.event is not None
        self.event = cast(Event[P], work.event)
        self.topic = work.kept.topic
        self.attempt = work.attempts
        """1 at first; more: it failed before, or the process ended meanwhile."""
        self.traceparent = work.kept.traceparent
        self._giver = giver
        self._work = work
        self._settled = False
        self._task: Task | None = None

    @property
    def fact(self) -> P:
        return self.event.data

    @property
    def task(self) -> Task:
        """The task it tells of. Raises `LookupError` if it names none."""
        if self._task is None:
            self._task = Task(self._about, self._giver.desk)
        return self._task

    @property
    def _about(self) -> About:
        task_id: str | None = getattr(self.fact, "task_id", None)
        if task_id is None:
            raise LookupError(f"{self.event.type} names no task")
        event, trace = self.event, self.traceparent
        return About(event.subject, task_id, str(event.id), event.id, trace)

    async def ack(self) -> None:
        """It is handled, for good: saved when this returns."""
        if self._settles():
            self._giver.done(self._work)

    async def failed(self, error: BaseException) -> None:
        """It comes again after a pause; after too often it is set aside.

        At once, if it is a `Rejected` that no repetition changes.

        Of the error only its type and place are kept: its words may be somebody's.
        """
        if self._settles():
            for_good = isinstance(error, Rejected) and error.is_for_good
            self._giver.failed(self._work, place_of(error), for_good=for_good)

    async def interrupted(self) -> None:
        """We stop: it comes again at the next start, and nothing is counted."""
        if self._settles():
            self._giver.interrupted(self._work)

    def _settles(self) -> bool:
        first, self._settled = not self._settled, True
        return first

    async def __aenter__(self) -> "Delivery[P]":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is None:
            await self.ack()
        elif isinstance(error, Exception) and not isinstance(error, CannotGoOn):
            await self.failed(error)
            return True
        else:
            await self.interrupted()
        return False


def place_of(error: BaseException) -> str:
    """`ValueError at program.py:31`, `Rejected (wrong-state) at program.py:17`.

    Where it left the program, not where it lies in here.
    """
    name = type(error).__name__
    if isinstance(error, Rejected):
        name = f"{name} ({error.reason})"
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [f for f in frames if OURS.isdisjoint(Path(f.filename).parents)]
    if not frames:
        return name
    frame = (theirs or frames)[-1]
    return f"{name} at {Path(frame.filename).name}:{frame.lineno}"
