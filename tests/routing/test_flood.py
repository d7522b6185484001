"""One department floods one case under many keys: the others are still heard."""

import asyncio
from dataclasses import dataclass, field

import pytest

from contracts.codes import derived_id
from contracts.department import TaskReply
from services.kit.reading.arrival import Arrival
from services.kit.reading.lanes import Lanes
from services.kit.reading.received import Received
from services.kit.testing.platform import arrived
from tests.routing.world import CASE, World

PLACES = 4
FLOOD = 100
ELSEWHERE = derived_id("another case")


@dataclass
class Reader:
    """Reads a department's replies, each under a key of its own."""

    world: World
    done: list[str] = field(default_factory=list)
    replies: list[Arrival[TaskReply]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lanes = Lanes(self._handle, self._broken, places=PLACES)
        self.lanes.begin({("replies", 0): 0})

    async def read(self, department: str, action: str, **about: str) -> None:
        number, topic = len(self.replies), f"departments.{department}.replies"
        said = {"department": department, "action": action} | about
        source = f"/{department}/programs/{number}"
        fact = TaskReply.model_validate(said)
        self.replies.append(arrived(fact, source, topic=topic))
        key = str(number).encode()
        await self.lanes.admit(Received("replies", 0, number, key, None))

    async def _handle(self, received: Received) -> None:
        reply = self.replies[received.offset]
        await self.world.handlers[TaskReply](reply)
        self.done.append(reply.fact.department)

    def _broken(self, error: Exception) -> None:
        self.done.append(repr(error))


@pytest.fixture
async def reader(world, monkeypatch):
    """Two cases, and a store that takes its time."""
    await world.accept(category="transit")
    await world.accept(case_id=ELSEWHERE, category="consumer")
    swap = world.handlings.documents.swap

    async def slowly(*args):
        for _ in range(10):
            await asyncio.sleep(0)
        return await swap(*args)

    monkeypatch.setattr(world.handlings.documents, "swap", slowly)
    return Reader(world)


async def test_others_do_not_queue_behind_a_flood_about_one_case(reader):
    [task] = (await reader.world.handlings.load(ELSEWHERE)).tasks[:1]
    for number in range(FLOOD):
        unknown = derived_id(str(number))
        await reader.read("transport", "dance", case_id=CASE, task_id=unknown)
    about = {"case_id": ELSEWHERE, "task_id": task.task_id}
    await reader.read(task.department, "acknowledge", **about)
    async with asyncio.timeout(10):
        while len(reader.done) <= FLOOD:
            await asyncio.sleep(0)

    assert set(reader.done) == {"transport", task.department}
    assert reader.done.index(task.department) <= 2 * PLACES
