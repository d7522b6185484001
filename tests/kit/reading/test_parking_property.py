"""Parked keys, releases, drops, crashes in any order: no loss, no double, no swap."""

import asyncio
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.topics import read_by
from services.kit.errors import Rejected
from services.kit.reading.parking.operating import drop, list_parked, request_release
from services.kit.reading.parking.parked import Act, Parked, State
from services.kit.testing.parked import MemoryParked
from tests.kit.reading.world import CASES, World, accepted, as_bytes, received, turns

HERE = (CASES, 0)
TOPICS = read_by("routing", ())
STEPS = st.one_of(
    st.tuples(st.just("receive"), st.integers(1, 4)),
    st.tuples(st.just("heal"), st.integers(0, 20)),
    st.tuples(st.just("release"), st.integers(0, 3)),
    st.tuples(st.just("drop"), st.integers(0, 5)),
    st.tuples(st.just("look"), st.just(0)),
    st.tuples(st.just("commit"), st.just(0)),
    st.tuples(st.just("restart"), st.just(0)),
    st.tuples(st.just("power cut"), st.integers(1, 6)),
)


class MortalStore(MemoryParked):
    """The process may die just before and just after each write."""

    def __init__(self, reached: Callable[[str], None]) -> None:
        super().__init__()
        self.reached = reached

    async def put(self, parked: Parked) -> None:
        self.reached("before put")
        await super().put(parked)
        self.reached("after put")

    async def park_again(self, id: str, reason: str, detail: str) -> None:
        self.reached("before park again")
        await super().park_again(id, reason, detail)
        self.reached("after park again")

    async def settle(self, id: str, state: State, act: Act) -> bool:
        self.reached("before settle")
        settled = await super().settle(id, state, act)
        self.reached("after settle")
        return settled


class City:
    """One log, one reader that may die, and what the handlers had as effect."""

    def __init__(self, keys: list[str], sick: set[int]) -> None:
        self.keys = keys
        self.sick = sick
        self.committed = 0
        self.seen: dict[str, int] = {}
        self.run_again: list[int] = []
        """After somebody settled them."""
        self.effects: dict[str, list[int]] = {key: [] for key in "abc"}
        self.store = MortalStore(self.reached)
        self.restart()

    def restart(self) -> None:
        self.cut_after = 0
        self.world = World(TOPICS, self.store)
        self.world.on_case = self.effect
        self.world.on_reached = self.reached
        self.world.begin(self.committed)
        self.next = self.committed

    def effect(self, arrival) -> None:
        """Drops what it has seen, as every handler does."""
        offset = arrival.event.sequence - 1
        stored = self.store.stored.get(f"{CASES}/0/{offset}")
        if stored and not stored.is_active:
            self.run_again.append(offset)
        if offset in self.sick:
            raise RuntimeError
        key = self.keys[offset]
        if offset > self.seen.get(key, -1):
            self.seen[key] = offset
            self.effects[key].append(offset)

    def reached(self, point: str) -> None:
        """The process dies here; `broken` is all that is left of it."""
        if self.cut_after:
            self.cut_after -= 1
            if not self.cut_after:
                raise asyncio.CancelledError(point)

    async def receive(self, count: int) -> None:
        for offset in range(self.next, min(self.next + count, len(self.keys))):
            raw = as_bytes(accepted(), offset + 1)
            await self.world.receive(received(offset, self.keys[offset], value=raw))
            self.next = offset + 1
        await self.revive()

    async def revive(self) -> None:
        await turns(100)
        if self.world.broken:
            self.restart()

    async def step(self, name: str, number: int) -> None:
        if name == "receive":
            await self.receive(number)
        elif name == "heal":
            self.sick.discard(number)
        elif name in {"release", "drop"}:
            await self.operate(name, number)
        elif name == "look":
            await self.world.look()
            await self.revive()
        elif name == "commit":
            self.committed = max(self.committed, self.finished())
        elif name == "restart":
            await self.world.lanes.give_up(patience=0)
            self.restart()
        else:
            self.cut_after = number

    def finished(self) -> int:
        return self.world.lanes.finished().get(HERE, 0)

    async def operate(self, name: str, number: int) -> None:
        waiting = sorted(await list_parked(self.store), key=lambda p: p.id)
        if not waiting:
            return
        id = waiting[number % len(waiting)].id
        spared, self.cut_after = self.cut_after, 0
        try:
            if name == "release":
                await request_release(self.store, id, by="op")
            else:
                await drop(self.store, id, by="op", why="a reason")
        except Rejected:
            return
        finally:
            self.cut_after = spared

    async def to_the_end(self) -> None:
        self.sick.clear()
        self.cut_after = 0
        while self.next < len(self.keys) or await list_parked(self.store):
            await self.receive(5)
            for head in await list_parked(self.store):
                if head.holds:
                    await request_release(self.store, head.id, by="op")
            await self.world.look()
            await self.revive()

    def expected(self, key: str) -> list[int]:
        dropped = {
            parked.received.offset
            for parked in self.store.stored.values()
            if parked.state is State.DROPPED
        }
        all_of_key = (i for i, k in enumerate(self.keys) if k == key)
        return [i for i in all_of_key if i not in dropped]


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from("abc"), max_size=20),
    st.sets(st.integers(0, 20), max_size=5),
    st.lists(STEPS, max_size=50),
)
def test_any_history(keys, sick, steps):
    async def run() -> None:
        city = City(keys, sick)
        for name, number in steps:
            await city.step(name, number)
        await city.to_the_end()
        assert not city.run_again
        for key in "abc":
            done = [i for i in city.effects[key] if i in city.expected(key)]
            assert done == city.expected(key)

    asyncio.run(run())
