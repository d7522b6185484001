"""What one assignment of partitions has read, runs and has finished.

Each assignment has a tenure of its own, so that nothing of an earlier one, however late
it ends, can count in the next.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from services.kit.reading.places import place_of
from services.kit.reading.received import Lane, Partition, Received


class Hole(Exception):
    """Events were left out; a restart reads again from what was committed."""

    def __init__(self, partition: Partition, expected: int, came: int) -> None:
        topic, number = partition
        super().__init__(f"{topic}/{number}: {expected} expected, {came} came")
        self.partition = partition
        self.expected = expected
        self.came = came


@dataclass
class Entry:
    offset: int
    since: int
    """Between the two there is nothing in the log, or it was finished before us."""
    finished: bool = False


@dataclass
class Account:
    """One partition: `next` comes next, everything before `done_to` is finished."""

    next: int
    committed: int = field(init=False)
    _since: int = 0
    _unfinished: deque[Entry] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.committed = self.next

    def enter(self, received: Received) -> Entry:
        if received.offset != self.next:
            raise Hole(received.lies_in, self.next, received.offset)
        entry = Entry(received.offset, self._since)
        self._unfinished.append(entry)
        self.next = self._since = received.offset + 1
        return entry

    def done_to(self) -> int:
        while self._unfinished and self._unfinished[0].finished:
            self._unfinished.popleft()
        return self._unfinished[0].offset if self._unfinished else self.next


@dataclass(frozen=True)
class Job:
    """A handler to run; work of our own has no entry in any account."""

    run: Callable[[], Awaitable[None]]
    entry: Entry | None = None


class Tenure:
    def __init__(
        self, broken: Callable[[Exception], None], places: int, room: int
    ) -> None:
        self.accounts: dict[Partition, Account] = {}
        self.room = asyncio.Semaphore(room)
        self.closed = False
        self._broken = broken
        self._places = asyncio.Semaphore(places)
        self._lanes: dict[Lane, deque[Job]] = {}
        self._runners: set[asyncio.Task[None]] = set()

    def begin(self, starts: Mapping[Partition, int]) -> None:
        self.accounts = {place: Account(offset) for place, offset in starts.items()}

    def add(self, lane: Lane, job: Job) -> None:
        if lane in self._lanes:
            self._lanes[lane].append(job)
            return
        self._lanes[lane] = deque([job])
        runner = asyncio.create_task(self._run(lane))
        self._runners.add(runner)
        runner.add_done_callback(self._runners.discard)

    def has_own_work(self, lane: Lane) -> bool:
        return any(job.entry is None for job in self._lanes.get(lane, ()))

    def finished(self) -> dict[Partition, int]:
        return {
            partition: done
            for partition, account in self.accounts.items()
            if (done := account.done_to()) > account.committed
        }

    def committed(self, offsets: Mapping[Partition, int]) -> None:
        for partition, offset in offsets.items():
            if partition in self.accounts:
                self.accounts[partition].committed = offset

    def close(self) -> None:
        """Nothing new starts; whoever waits for room goes home, one after the other."""
        self.closed = True
        self.room.release()

    def cancel(self) -> None:
        for runner in self._runners:
            runner.cancel()

    async def ended(self, patience: float) -> None:
        if self._runners:
            await asyncio.wait(self._runners, timeout=patience)

    async def _run(self, lane: Lane) -> None:
        """A lane whose work raised stays blocked: the next event must not overtake."""
        jobs = self._lanes[lane]
        while jobs:
            async with place_of(self._places):
                if self.closed or not await self._done(jobs[0]):
                    return
            self._finish(jobs.popleft())
        del self._lanes[lane]

    async def _done(self, job: Job) -> bool:
        try:
            await job.run()
        except asyncio.CancelledError:
            if self.closed:
                raise
            self._broken(RuntimeError("a handler was cancelled, but not by its lane"))
        except Exception as error:
            self._broken(error)
        else:
            return True
        return False

    def _finish(self, job: Job) -> None:
        if job.entry:
            job.entry.finished = True
            self.room.release()
