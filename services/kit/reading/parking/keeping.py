"""A lane that cannot go on is set aside, so that the others can."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.kit.reading.parking.parked import Head, Parked, ParkedStore, State
from services.kit.reading.received import Lane, Partition, Received
from services.kit.running.clock import Clock

SHOWN = 16_384
"""Bytes: an outsider must not fill our database with garbage."""

DETAIL = 1_000
"""Characters."""


@dataclass
class Known:
    """What this process remembers of the partitions that it reads."""

    starts: Mapping[Partition, int]
    repeats: frozenset[str]
    heads: dict[Lane, Head]


class Parking:
    """Knows, without asking the store at each event, whether its lane is parked.

    What it knows is read at the first event or look after an assignment, and kept true
    by the lanes: only the one process that reads a partition parks, queues and drains
    there.
    """

    def __init__(self, store: ParkedStore, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self._starts: dict[Partition, int] = {}
        self._known: Known | None = None

    def begin(self, starts: Mapping[Partition, int]) -> None:
        """Other partitions, or the same from an earlier offset: all is read anew."""
        self._starts = dict(starts)
        self._known = None

    async def keeps(self, received: Received) -> bool:
        """True: the store has the event; it must not be handled now.

        Either its lane is parked and it waits there, or it is a repeat of an event that
        was parked before: also one that has been released or dropped since.
        """
        known = await self._knowledge()
        if received.id in known.repeats:
            return True
        head = known.heads.get(received.lane)
        if head is None or received.offset < head.offset:
            return False
        behind = f"behind offset {head.offset}"
        await self.store.put(self._parked(received, State.QUEUED, "queued", behind))
        return True

    async def park(self, received: Received, reason: str, detail: str) -> None:
        """Later events of its lane queue up behind it."""
        known = await self._knowledge()
        await self.store.put(self._parked(received, State.PARKED, reason, detail))
        head = Head(received.lies_in, received.offset, holds=True)
        known.heads.setdefault(received.lane, head)

    async def record(self, received: Received, reason: str, detail: str) -> None:
        """Its beginning is kept to be looked at; nothing waits for it."""
        short = replace(received, value=(received.value or b"")[:SHOWN])
        await self.store.put(self._parked(short, State.RECORDED, reason, detail))

    async def free_to_go(self) -> list[tuple[Lane, Partition]]:
        """Lanes of ours that are parked as far as we know, but held by nobody now."""
        mine = dict((await self._knowledge()).heads)
        now = await self.store.heads() if mine else {}
        return [
            (lane, known.partition)
            for lane, known in mine.items()
            if lane not in now or not now[lane].holds
        ]

    def opened(self, lane: Lane) -> None:
        """Nothing waits there any more: the next event is handled as it comes."""
        if self._known:
            self._known.heads.pop(lane, None)

    @property
    def lanes(self) -> frozenset[Lane]:
        return frozenset(self._known.heads) if self._known else frozenset()

    def waits_before(self, received: Received) -> bool:
        """Whether something that came before it in its partition is still to come."""
        heads = self._known.heads.values() if self._known else ()
        return any(
            head.partition == received.lies_in and head.offset < received.offset
            for head in heads
        )

    async def _knowledge(self) -> Known:
        """Asked for twice at once it is read twice, and the first answer is kept."""
        while self._known is None:
            starts = self._starts
            repeats = await self.store.stored_since(starts)
            heads = await self.store.heads()
            mine = {lane: h for lane, h in heads.items() if h.partition in starts}
            if self._known is None and self._starts is starts:
                self._known = Known(starts, repeats, mine)
        return self._known

    def _parked(
        self, received: Received, state: State, reason: str, detail: str
    ) -> Parked:
        return Parked(received, state, reason, detail[:DETAIL], self.clock())
