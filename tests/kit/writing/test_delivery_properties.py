"""The promise to readers, under any order of work, faults and repeats."""

import asyncio
import random
from collections.abc import Coroutine
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.routing import TaskAcknowledged
from contracts.topics import all_topics
from services.kit.errors import Unavailable
from services.kit.reading.arrival import Arrival
from services.kit.running.failpoints import Failpoints
from services.kit.testing.bus import MemoryBus
from services.kit.testing.clock import StoppedClock
from services.kit.testing.documents import MemoryDocuments
from services.kit.writing.outbox.clearing import Clearing
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.outbox.publisher import Publisher
from services.kit.writing.outbox.sweeper import sweep
from services.kit.writing.outbox.wire import Undeliverable
from services.kit.writing.repository import Repository, Seams
from tests.kit.writing.ledger import Ledger, Tally, enter, hear

TOPICS = ("routing.tasks", "departments.housing.tasks")
LEDGERS = ("1", "2")


class Yielding(MemoryDocuments):
    """Lets others run at every step, for a length that the test draws."""

    def __init__(self, name: str, clock: StoppedClock, dice: random.Random) -> None:
        super().__init__(name, clock)
        self._dice = dice

    async def find(self, id):
        await self._others()
        return await super().find(id)

    async def swap(self, id, version, write):
        await self._others()
        return await super().swap(id, version, write)

    async def clear(self, published):
        await self._others()
        await super().clear(published)

    async def _others(self) -> None:
        for _ in range(self._dice.randrange(3)):
            await asyncio.sleep(0)


class FaultyBus(MemoryBus):
    """Loses, or delivers and then says that it failed."""

    dice: random.Random
    healthy = True

    async def send(self, topic, key, value, headers):
        for _ in range(self.dice.randrange(4)):
            await asyncio.sleep(0)
        if not self.healthy and self.dice.random() < 0.5:
            if self.dice.random() < 0.5:
                await super().send(topic, key, value, headers)
            if self.dice.random() < 0.2:
                raise Undeliverable("somebody took our right away")
            raise Unavailable("the broker went away")
        await super().send(topic, key, value, headers)


class Process:
    """One process over the shared store and bus; a crash forgets what it knew."""

    def __init__(self, city: "City") -> None:
        points, clearing = Failpoints(), Clearing(pause=0)
        self.publisher = Publisher(city.bus, clearing, points)
        writer = Writer("/routing/ledgers", city.topics)
        seams = Seams(self.publisher, city.clock, points)
        self.ledgers = Repository(city.ledgers, Ledger, writer, seams)
        self.tallies = Repository(city.tallies, Tally, writer, seams)
        self.doing: list[asyncio.Task[object]] = []

    def begin(self, work: Coroutine[object, object, object]) -> None:
        self.doing.append(asyncio.ensure_future(work))

    def crash(self) -> None:
        clearing = self.publisher._clearing._running
        running = [*self.doing, *self.publisher._sending.values(), clearing]
        for task in filter(None, running):
            task.cancel()


class City:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.clock = StoppedClock()
        self.bus = FaultyBus()
        self.bus.dice = dice
        self.topics = frozenset(t.name for t in all_topics(["housing"]))
        self.ledgers = Yielding("ledgers", self.clock, dice)
        self.tallies = Yielding("tallies", self.clock, dice)
        self.processes = [Process(self), Process(self)]
        self.committed = dict.fromkeys(TOPICS, 0)
        self.entered: dict[str, set[str]] = {id: set() for id in LEDGERS}
        self.count = 0

    async def step(self, step: str) -> None:
        process = self.dice.choice(self.processes)
        match step:
            case "enter":
                self.count += 1
                process.begin(self.enter(process, f"entry {self.count}"))
            case "crash":
                process.crash()
                self.processes[self.processes.index(process)] = Process(self)
            case "sweep":
                self.clock.advance(timedelta(seconds=4))
                process.begin(sweep(process.publisher, self.ledgers))
            case "read":
                await self.read(process)
            case "faults":
                self.bus.healthy = not self.bus.healthy
        await asyncio.sleep(0)

    async def enter(self, process: Process, entry: str) -> None:
        id = self.dice.choice(LEDGERS)
        await process.ledgers.command(id, entry, enter)
        self.entered[id].add(entry)

    async def read(self, process: Process) -> None:
        """Reads on from what is committed, which a crash may leave behind."""
        topic = self.dice.choice(TOPICS)
        start = self.committed[topic]
        for event in self.bus.on(topic)[start:]:
            arrival: Arrival[TaskAcknowledged] = Arrival(topic, event)
            await process.tallies.react(f"{topic}{event.source}", arrival, hear)
            if self.dice.random() < 0.7:
                self.committed[topic] += 1
            else:
                break

    async def heal(self) -> None:
        self.bus.healthy = True
        for process in self.processes:
            await asyncio.gather(*process.doing, return_exceptions=True)
            await process.publisher.drain()
        self.clock.advance(timedelta(minutes=6))
        await sweep(self.processes[0].publisher, self.ledgers)
        await self.processes[0].publisher.drain()
        while any(self.committed[t] < len(self.bus.logs[t]) for t in TOPICS):
            await self.read(self.processes[1])

    async def check(self) -> None:
        for id in LEDGERS:
            ledger = await self.processes[0].ledgers.load(id) or Ledger()
            assert self.entered[id] <= set(ledger.entries), "told but not kept"
            for topic in TOPICS:
                source = f"/routing/ledgers/{id}"
                tally = await self.processes[0].tallies.load(f"{topic}{source}")
                heard = tally.heard if tally else 0
                assert heard == len(ledger.entries), "an effect lost or doubled"
                self.check_order(topic, source)

    def check_order(self, topic: str, source: str) -> None:
        """Every repeat repeats a prefix: nobody overtakes."""
        highest = 0
        for event in self.bus.on(topic):
            if event.source == source:
                assert event.sequence <= highest + 1
                highest = max(highest, event.sequence)


STEPS = st.sampled_from(["enter", "enter", "enter", "read", "sweep", "crash", "faults"])
SEEDS = st.integers(0, 2**32 - 1)
"""Not `st.randoms`: it wants the same throws in each replay, which the real time of
a busy machine can change."""


@settings(max_examples=150)
@given(st.lists(STEPS, max_size=40), SEEDS)
def test_every_fact_has_exactly_one_effect_and_comes_in_order(steps, seed):
    async def scenario() -> None:
        city = City(random.Random(seed))
        for step in steps:
            await city.step(step)
        await city.heal()
        await city.check()

    asyncio.run(scenario())
