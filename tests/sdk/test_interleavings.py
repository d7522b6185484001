"""Whatever fails, repeats or dies, and whenever: nothing is lost, nothing overtakes."""

import asyncio
from collections import defaultdict
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.codes import derived_id
from contracts.routing import TaskAssigned, TaskUrged
from contracts.topics import decode
from tongban_department import Program
from tongban_department.harness import Harness, Quick

CASES = [derived_id("interleaved", name) for name in ("a", "b")]
OFTEN = ("tell", "tell", "tell", "poison", "settle", "breathe")
SELDOM = ("fail", "redeliver", "rebalance", "crash", "stop", "release")
STEPS = st.lists(
    st.tuples(st.sampled_from(OFTEN + SELDOM), st.sampled_from(CASES)),
    min_size=5,
    max_size=40,
)


class World:
    """A program whose handlers fail on demand, and the truth about what was told."""

    def __init__(self) -> None:
        self.finished, self.begun = defaultdict(list), defaultdict(list)
        self.failures, self.poison = defaultdict(int), set()
        self.tasks, self.told = {}, defaultdict(int)
        program = Program()
        for kind in (TaskAssigned, TaskUrged):
            program.on(kind)(self.handle)
        manners = replace(Quick, grace=0.02, attempts=2, commit_every=0.0)
        self.harness = Harness(program.run, "housing", manners)

    async def handle(self, delivery) -> None:
        case, number = delivery.event.subject, delivery.event.sequence
        self.begun[case].append(number)
        await asyncio.sleep(0)
        if self.failures[case]:
            self.failures[case] -= 1
            raise ValueError
        if case in self.poison:
            raise RuntimeError
        await delivery.task.say("record-contact", reached=True)
        self.finished[case].append(number)

    def tell(self, case) -> None:
        if case not in self.tasks:
            self.tasks[case] = self.harness.city.assign(case)
            return
        of = self.tasks[case].model_dump(include={"case_id", "task_id", "department"})
        self.told[case] += 1
        self.harness.city.tell(TaskUrged(**of, times=self.told[case]))

    async def do(self, step, case) -> None:
        match step:
            case "tell":
                self.tell(case)
            case "fail":
                self.failures[case] += 1
            case "poison":
                self.poison ^= {case}
            case "settle":
                await self.harness.settled()
            case "redeliver":
                await self.harness.redeliver()
            case "rebalance":
                self.harness.rebalance()
            case "breathe":
                await asyncio.sleep(0.003)
            case _:
                await self.again(step)

    async def again(self, step) -> None:
        if step == "release":
            self.release()
            return
        await (self.harness.crash() if step == "crash" else self.harness.stop())
        await self.harness.start()

    def release(self) -> None:
        for aside in self.harness.department.set_aside():
            self.harness.department.release(aside.id)

    def expected(self) -> dict[str, list[int]]:
        """By case: what was told, and wanted, in the order it was told."""
        found = defaultdict(list)
        for (topic, _), records in self.harness.city.paper.records.items():
            for record in records if topic.endswith(".tasks") else ():
                event = decode(record.value)
                if isinstance(event.data, TaskAssigned | TaskUrged):
                    found[event.subject].append(event.sequence)
        return dict(found)

    async def cured(self) -> None:
        """Everything well again, and released until nothing is left aside."""
        self.poison.clear()
        self.failures.clear()
        await self.harness.settled()
        while self.harness.department.set_aside():
            self.release()
            await self.harness.settled()


def first_times(numbers):
    return list(dict.fromkeys(numbers))


@settings(max_examples=30)
@given(STEPS)
def test_every_event_is_finished_in_order_and_speaks_once(steps):
    async def live() -> World:
        world = World()
        async with world.harness:
            for step in steps:
                await world.do(*step)
            await world.cured()
        return world

    world = asyncio.run(live())
    for case, numbers in world.expected().items():
        assert first_times(world.begun[case]) == numbers
        assert first_times(world.finished[case]) == numbers
    assert len(world.harness.city.replies) == sum(map(len, world.expected().values()))


@settings(max_examples=15)
@given(st.lists(st.sampled_from(["ok", "fail"]), min_size=1, max_size=30))
def test_without_a_crash_a_handler_finishes_each_event_exactly_once(outcomes):
    async def live() -> World:
        world = World()
        async with world.harness:
            for number, outcome in enumerate(outcomes):
                case = CASES[number % 2]
                world.failures[case] += outcome == "fail"
                world.tell(case)
            await world.cured()
            await world.harness.redeliver()
        return world

    world = asyncio.run(live())
    assert dict(world.finished) == world.expected()
