"""Parked events in memory; passes the same suite as the store on MongoDB."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from services.kit.reading.parking.parked import REJECTED, Act, Head, Parked, State
from services.kit.reading.received import Lane, Partition, Received


class MemoryParked:
    def __init__(self) -> None:
        self.stored: dict[str, Parked] = {}

    async def put(self, parked: Parked) -> None:
        self.stored.setdefault(parked.id, parked)

    async def heads(self) -> Mapping[Lane, Head]:
        heads: dict[Lane, Head] = {}
        for parked in self._active():
            received = parked.received
            head = Head(received.lies_in, received.offset, parked.holds)
            heads.setdefault(received.lane, head)
        return heads

    async def stored_since(self, starts: Mapping[Partition, int]) -> frozenset[str]:
        return frozenset(
            parked.id
            for parked in self.stored.values()
            if parked.received.lies_in in starts
            and parked.received.offset >= starts[parked.received.lies_in]
        )

    async def head(self, lane: Lane) -> Parked | None:
        mine = (parked for parked in self._active() if parked.received.lane == lane)
        return next(mine, None)

    async def find(self, id: str) -> Parked | None:
        return self.stored.get(id)

    async def newest(self, states: Sequence[State], limit: int) -> list[Parked]:
        found = [parked for parked in self.stored.values() if parked.state in states]
        return sorted(found, key=lambda parked: parked.at, reverse=True)[:limit]

    async def refused(self, limit: int) -> list[Parked]:
        recorded = await self.newest((State.RECORDED,), len(self.stored))
        open = [p for p in recorded if p.reason == REJECTED and not p.settled]
        return open[:limit]

    async def left_out(
        self, place: Partition, start: int, end: int
    ) -> Sequence[Received]:
        ids = [f"{place[0]}/{place[1]}/{offset}" for offset in range(start, end)]
        there = [self.stored[id] for id in ids if id in self.stored]
        known = [p for p in there if p.is_active or p.state is State.DROPPED]
        dropped = takewhile(lambda each: not each.is_active, known)
        return [replace(each.received, value=None) for each in dropped]

    async def park_again(self, id: str, reason: str, detail: str) -> None:
        parked = self.stored.get(id)
        if parked and parked.is_active:
            self.stored[id] = parked.again(reason, detail)

    async def settle(self, id: str, state: State, act: Act) -> bool:
        parked = self.stored.get(id)
        if parked is None or not _may_be_settled(parked, state):
            return False
        self.stored[id] = replace(parked, state=state, settled=act)
        return True

    async def ask_release(self, id: str, act: Act) -> bool:
        parked = self.stored.get(id)
        if parked is None or not parked.holds:
            return False
        self.stored[id] = replace(parked, release=act)
        return True

    def _active(self) -> list[Parked]:
        active = (parked for parked in self.stored.values() if parked.is_active)
        return sorted(active, key=lambda parked: parked.received.offset)


def _may_be_settled(parked: Parked, state: State) -> bool:
    if state is State.RECORDED:
        return parked.state is state and parked.settled is None
    return parked.is_active and not (state is State.DROPPED and parked.release)
