"""Whatever the interleaving: order, no loss, never a commit before its handlers."""

import asyncio
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.reading.lanes import Lanes
from tests.kit.reading.world import CASES, received, turns

PARTITIONS = ((CASES, 0), (CASES, 1))
KEYS = ("a", "b", "c")
PLACES, ROOM = 2, 6

STEPS = st.one_of(
    st.tuples(st.just("admit"), st.integers(0, 1)),
    st.tuples(st.just("end"), st.integers(0, 5)),
    st.tuples(st.just("commit"), st.just(0)),
    st.tuples(st.just("commit lost"), st.just(0)),
    st.tuples(st.just("rebalance"), st.just(0)),
    st.tuples(st.just("read again"), st.just(0)),
    st.tuples(st.just("crash"), st.just(0)),
)


class Reading:
    """A reader of two logs, and what it must never do."""

    def __init__(self, keys: list[int]) -> None:
        self.logs = {p: [KEYS[k] for k in keys[i::2]] for i, p in enumerate(PARTITIONS)}
        self.committed = dict.fromkeys(PARTITIONS, 0)
        self.ended: dict[tuple, set[int]] = defaultdict(set)
        self.start()

    def start(self) -> None:
        self.running: dict[tuple, asyncio.Event] = {}
        self.last: dict[tuple, int] = {}
        self.admitting: set[asyncio.Task] = set()
        self.lanes = Lanes(self.handle, self.broke, PLACES, ROOM)
        self.begin()

    def begin(self) -> None:
        self.lanes.begin(self.committed)
        self.next = dict(self.committed)
        self.last = {}

    def broke(self, error: Exception) -> None:
        raise AssertionError(error)

    async def handle(self, event) -> None:
        place = (event.partition, event.offset)
        lane = (event.partition, event.key)
        assert place not in self.running
        assert len(self.running) < PLACES, "more work than places"
        assert all(other != lane for _, other in self.running), "a key overtook"
        self._in_order(event)
        gate = self.running[place, lane] = asyncio.Event()
        try:
            await gate.wait()
            self.ended[CASES, event.partition].add(event.offset)
        finally:
            del self.running[place, lane]

    def _in_order(self, event) -> None:
        lane = (event.partition, event.key)
        log = self.logs[CASES, event.partition]
        earlier = [i for i in range(event.offset) if log[i].encode() == event.key]
        assert set(earlier) <= self.ended[CASES, event.partition], "one was skipped"
        assert self.last.get(lane, -1) < event.offset, "out of order"
        self.last[lane] = event.offset

    def commit(self, offsets: dict) -> None:
        for partition, offset in offsets.items():
            before = set(range(offset))
            assert before <= self.ended[partition], "committed before it was handled"
            assert offset >= self.committed[partition], "a commit went back"
            self.committed[partition] = offset

    async def step(self, name: str, which: int) -> None:
        if name == "admit":
            self.admit(PARTITIONS[which])
        elif name == "end" and self.running:
            list(self.running.values())[which % len(self.running)].set()
        elif name == "commit":
            offsets = self.lanes.finished()
            self.commit(offsets)
            self.lanes.committed(offsets)
        elif name == "commit lost":
            self.lanes.finished()
        await self.turn(name)
        await turns(12)

    async def turn(self, name: str) -> None:
        if name == "rebalance":
            self.commit(await self.lanes.give_up(patience=0))
            await self.gone()
            self.begin()
        elif name == "read again" and not self.running and not self.admitting:
            self.begin()
        elif name == "crash":
            await self.lanes.give_up(patience=0)
            await self.gone()
            self.start()

    async def gone(self) -> None:
        await asyncio.gather(*self.admitting)
        self.admitting.clear()

    def admit(self, partition: tuple) -> None:
        offset = self.next[partition]
        if self.admitting or offset == len(self.logs[partition]):
            return
        self.next[partition] += 1
        event = received(offset, self.logs[partition][offset])
        event = type(event)(CASES, partition[1], offset, event.key, event.value)
        task = asyncio.create_task(self.lanes.admit(event))
        self.admitting.add(task)
        task.add_done_callback(self.admitting.discard)

    async def to_the_end(self) -> None:
        while any(self.next[p] < len(self.logs[p]) for p in PARTITIONS) or self.running:
            await self.step("admit", 0)
            await self.step("admit", 1)
            await self.step("end", 0)
            await self.step("commit", 0)


@settings(max_examples=150)
@given(st.lists(st.integers(0, 2), max_size=24), st.lists(STEPS, max_size=60))
def test_any_interleaving(keys, steps):
    async def run() -> None:
        reading = Reading(keys)
        for name, which in steps:
            await reading.step(name, which)
        await reading.to_the_end()
        reading.commit(reading.lanes.finished())
        assert reading.committed == {p: len(log) for p, log in reading.logs.items()}

    asyncio.run(run())
