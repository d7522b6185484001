"""Topics that are kept as they came: nobody looks into them, the rules still hold."""

from dataclasses import replace

import pytest

from services.kit.errors import Rejected, Unavailable
from services.kit.reading.desk import Desk
from services.kit.reading.lanes import Lanes
from services.kit.reading.parking.keeping import Parking
from services.kit.reading.parking.parked import State
from services.kit.reading.reactions import Reactions
from services.kit.reading.watching import Watching
from services.kit.testing.clock import StoppedClock
from services.kit.testing.parked import MemoryParked
from tests.kit.reading.world import received, turns

TOPIC = "departments.housing.contents"


class Keeping:
    """`failures` are raised in turn by the first who come."""

    def __init__(self):
        self.kept, self.failures = [], {}
        self.store = MemoryParked()
        self.parking = Parking(self.store, StoppedClock())
        watching = Watching(pause=self.at_once)
        reactions = Reactions({}, Desk(()), self.parking, watching, {TOPIC: self.keep})
        self.lanes = Lanes(reactions.handle, self.broken)
        self.begin(0)

    def begin(self, offset):
        self.parking.begin({(TOPIC, 0): offset})
        self.lanes.begin({(TOPIC, 0): offset})

    async def at_once(self, seconds):
        await turns(1)

    def broken(self, error):
        raise AssertionError(error)

    async def keep(self, event):
        if failures := self.failures.get(event.offset):
            raise failures.pop()
        self.kept.append((event.offset, event.since))

    async def receive(self, *offsets):
        for offset in offsets:
            key = f"k{offset}"
            await self.lanes.admit(received(offset, key, TOPIC, b"\xff"))
        await turns(100)


@pytest.fixture
def keeping():
    return Keeping()


async def test_bytes_are_kept_whatever_they_are(keeping):
    await keeping.receive(0, 1, 2)

    assert keeping.kept == [(0, 0), (1, 1), (2, 2)]
    assert keeping.store.stored == {}


async def test_the_first_after_an_assignment_has_all_before_it(keeping):
    keeping.begin(40)
    await keeping.receive(40, 41)

    assert keeping.kept == [(40, 0), (41, 41)]


async def test_a_gap_of_the_log_lies_before_the_next(keeping):
    await keeping.receive(0)
    keeping.lanes.skip((TOPIC, 0), 1, 4)
    await keeping.receive(4, 5)

    assert keeping.kept == [(0, 0), (4, 1), (5, 5)]


async def test_what_is_away_is_waited_for(keeping):
    keeping.failures[0] = [Unavailable("away")] * 9
    await keeping.receive(0)

    assert keeping.kept == [(0, 0)]


async def test_a_refusal_is_recorded(keeping):
    keeping.failures[0] = [Rejected("no", "no", "不")]
    await keeping.receive(0, 1)

    assert keeping.kept == [(1, 1)]
    assert [p.state for p in keeping.store.stored.values()] == [State.RECORDED]


async def test_nothing_is_said_of_what_lies_before_while_something_waits(keeping):
    keeping.failures[1] = [ValueError()] * 3
    await keeping.receive(0, 1, 2)
    keeping.begin(3)
    await keeping.receive(3)

    assert keeping.kept == [(0, 0), (2, 2), (3, 3)]
    (parked,) = keeping.store.stored.values()
    assert replace(parked.received, value=None).since == 1
