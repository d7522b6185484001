"""In which order handlers run, and which offsets may be committed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from services.kit.reading.received import Lane, Partition, Received
from services.kit.reading.tenure import Hole, Job, Tenure

__all__ = ["Hole", "Lanes"]

Handle = Callable[[Received], Awaitable[None]]

PLACES = 64
ROOM = 1_000
GRACE = 1.0
"""Seconds in which a cancelled handler should have ended."""


class Lanes:
    """Events of one lane run one after the other, different lanes side by side.

    Only a running handler takes one of the `places`; an admitted event takes `room`
    until it is finished, so memory is bounded. Faust's acks are not used: it acks what
    it skips in a rebalance. `handle` must not raise; what it raises goes to `broken`,
    and neither its lane nor its partition's offset moves any further.
    """

    def __init__(
        self,
        handle: Handle,
        broken: Callable[[Exception], None],
        places: int = PLACES,
        room: int = ROOM,
    ) -> None:
        self._handle = handle
        self._new_tenure = partial(Tenure, broken, places, room)
        self._tenure = self._new_tenure()

    def begin(self, starts: Mapping[Partition, int]) -> None:
        """These partitions are ours and no others, each read from its offset on.

        What was read before is forgotten. Events of a partition that was never begun
        belong to an earlier assignment.
        """
        self._tenure.begin(starts)

    async def admit(self, received: Received) -> None:
        """Returns as soon as there is room, not when the event is finished.

        Raises `Hole` when an event before it was left out.
        """
        tenure = self._tenure
        await tenure.room.acquire()
        account = tenure.accounts.get(received.lies_in)
        if tenure.closed or account is None:
            tenure.room.release()
            return
        try:
            entry = account.enter(received)
        except Hole:
            tenure.room.release()
            raise
        known = replace(received, since=entry.since)
        tenure.add(received.lane, Job(partial(self._handle, known), entry))

    def skip(self, partition: Partition, expected: int, came: int) -> None:
        """There is nothing between the two in the log, as somebody made sure."""
        account = self._tenure.accounts.get(partition)
        if account and account.next == expected:
            account.next = came

    def insert(
        self, lane: Lane, partition: Partition, work: Callable[[], Awaitable[None]]
    ) -> bool:
        """Work of our own in the order of a lane; False: not ours, or already there."""
        tenure = self._tenure
        if partition not in tenure.accounts or tenure.has_own_work(lane):
            return False
        tenure.add(lane, Job(work))
        return True

    def finished(self) -> dict[Partition, int]:
        """What to commit: behind it nothing of a partition is unfinished."""
        return self._tenure.finished()

    def committed(self, offsets: Mapping[Partition, int]) -> None:
        """These need not be offered again."""
        self._tenure.committed(offsets)

    async def give_up(self, patience: float) -> dict[Partition, int]:
        """The partitions are somebody else's now; the last offsets to commit.

        Running handlers are awaited for `patience` seconds, then cancelled; what waits
        is forgotten, and a handler that ends later counts for nothing.
        """
        tenure, self._tenure = self._tenure, self._new_tenure()
        tenure.close()
        await tenure.ended(patience)
        finished = tenure.finished()
        tenure.cancel()
        await tenure.ended(GRACE)
        return finished

    @property
    def read_to(self) -> dict[Partition, int]:
        """The next offset to come, of each partition that is ours."""
        accounts = self._tenure.accounts
        return {partition: account.next for partition, account in accounts.items()}

    @property
    def done_to(self) -> dict[Partition, int]:
        accounts = self._tenure.accounts
        return {partition: account.done_to() for partition, account in accounts.items()}

    @property
    def is_full(self) -> bool:
        """Nothing is taken from Kafka until something is finished."""
        return self._tenure.room.locked()

    @property
    def unfinished(self) -> int:
        accounts = self._tenure.accounts.values()
        return sum(account.next - account.done_to() for account in accounts)
