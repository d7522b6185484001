"""Whatever the interleaving of two writers and their readers: all, once, in order."""

import asyncio
from collections import defaultdict
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.reading.parking.parked import Act, Parked, State
from services.kit.reading.received import Received
from services.kit.reading.tenure import Account
from services.kit.testing.clock import MONDAY
from services.kit.testing.parked import MemoryParked
from services.routing.feed.bells import Bells
from services.routing.feed.keeping import kept
from services.routing.feed.position import Position, position_of
from services.routing.feed.reading import Feed
from tests.routing.feed.memory import MemoryFeedRows
from tests.routing.feed.rows import DEPARTMENT, PLACES, value_of

ACT = Act("operator", MONDAY, "a reason")
READ = (PLACES[0], PLACES[3])
"""Of each topic one partition has something: all the others are like them."""

WRITING = (
    st.tuples(st.just("take"), st.integers(0, 1)),
    st.tuples(st.just("store"), st.integers(0, 9)),
    st.tuples(st.just("store again"), st.integers(0, 9)),
    st.tuples(st.just("commit"), st.integers(0, 1)),
    st.tuples(st.just("somebody else takes over"), st.integers(0, 1)),
)
READING = (
    st.tuples(st.just("page"), st.tuples(st.integers(0, 2), st.integers(1, 9))),
    st.tuples(st.just("another begins"), st.just(0)),
)
PARKING = (
    st.tuples(st.just("park"), st.integers(0, 9)),
    st.tuples(st.just("release"), st.integers(0, 9)),
    st.tuples(st.just("drop"), st.integers(0, 9)),
)
NEXT, APART = st.just(1), st.integers(1, 3)
"""How far offsets lie apart in a log."""


def steps_of(*kinds):
    return st.lists(st.one_of(*kinds), min_size=20, max_size=50)


def logs_of(gaps):
    log = st.lists(gaps, min_size=3, max_size=12)
    return st.lists(log, min_size=len(READ), max_size=len(READ))


class Town:
    """`flying` is what either process has taken and may still store, in any order."""

    def __init__(self, steps):
        self.logs = {
            place: [sum(gaps[: n + 1]) - 1 for n in range(len(gaps))]
            for place, gaps in zip(READ, steps, strict=True)
        }
        self.rows = MemoryFeedRows()
        self.parked, self.dropped = MemoryParked(), set()
        self.feed = Feed(self.rows, Bells(self.rows.ends), self.parked.left_out)
        self.committed = dict.fromkeys(READ, 0)
        self.accounts = {place: Account(0) for place in READ}
        self.flying = []
        self.readers = [(Position(DEPARTMENT, (0,) * len(PLACES)), [])]

    async def take(self, number):
        """As lanes do; a gap in the log was looked into and is none of ours."""
        place = READ[number]
        account = self.accounts[place]
        offset = next((n for n in self.logs[place] if n >= account.next), None)
        if offset is not None:
            account.next = offset
            at = float(len(self.flying))
            bare = Received(*place, offset, b"k", value_of(place, offset), "", at)
            entry = account.enter(bare)
            known = Received(*place, offset, b"k", bare.value, "", at, entry.since)
            self.flying.append((known, entry))

    async def store(self, number):
        if self.flying:
            received, entry = self.flying.pop(number % len(self.flying))
            if received.id not in self.parked.stored:
                await self.keep(received)
            entry.finished = True

    async def keep(self, received):
        """As `Reactions` does: behind what is parked something is still to come."""
        if any(head.lies_in == received.lies_in for head in self.waiting(received)):
            received = replace(received, since=received.offset)
        await self.rows.add([kept(received)])

    def waiting(self, before=None):
        active = [one.received for one in self.parked.stored.values() if one.is_active]
        return [one for one in active if before is None or one.offset < before.offset]

    async def park(self, number):
        if self.flying:
            received, entry = self.flying.pop(number % len(self.flying))
            if received.offset not in self.rows.kept[received.lies_in]:
                await self.parked.put(Parked(received, State.PARKED, "", "", MONDAY))
            entry.finished = True

    async def release(self, number):
        if waiting := self.waiting():
            one = waiting[number % len(waiting)]
            await self.keep(one)
            await self.parked.settle(one.id, State.RELEASED, ACT)

    async def drop(self, number):
        if waiting := self.waiting():
            one = waiting[number % len(waiting)]
            await self.parked.settle(one.id, State.DROPPED, ACT)
            self.dropped.add(one.id)

    async def store_again(self, number):
        if self.flying:
            received, _ = self.flying[number % len(self.flying)]
            if received.id not in self.parked.stored:
                await self.keep(received)

    async def commit(self, number):
        place = READ[number]
        done = self.accounts[place].done_to()
        self.committed[place] = max(self.committed[place], done)

    async def somebody_else_takes_over(self, number):
        """What the former one has in hand may still be stored, however late."""
        place = READ[number]
        self.accounts[place] = Account(self.committed[place])

    async def another_begins(self, _):
        self.readers.append((await self.feed.beginning(DEPARTMENT), []))

    async def page(self, wish):
        number, limit = wish
        if number < len(self.readers):
            position, seen = self.readers[number]
            again = await self.feed.known(position_of(position.cursor, DEPARTMENT))
            page = await self.feed.page(again, limit)
            seen += [one.value for one in page.documents]
            self.readers[number] = (page.next, seen)

    async def end(self):
        """All is taken, stored and read."""
        for number, place in enumerate(READ):
            for _ in self.logs[place]:
                await self.take(number)
        while self.flying:
            await self.store(0)
        while self.waiting():
            await self.drop(0)
        await self.another_begins(0)
        for number, (position, seen) in enumerate(self.readers):
            page = await self.feed.page(position, 100)
            seen += [one.value for one in page.documents]
            self.readers[number] = (page.next, seen)

    def saw_everything(self, seen):
        of = defaultdict(list)
        for value in seen:
            of[value.split(b'"')[3]].append(value)
        return all(
            of[f"{place[0]}/{place[1]}".encode()] == self.written(place)
            for place in self.logs
        )

    def written(self, place):
        topic, number = place
        there = (
            n for n in self.logs[place] if f"{topic}/{number}/{n}" not in self.dropped
        )
        return [value_of(place, n) for n in there]


def town_after(logs, steps):
    async def happens():
        town = Town(logs)
        for name, argument in steps:
            await getattr(town, name.replace(" ", "_"))(argument)
        await town.end()
        return town

    return asyncio.run(happens())


@settings(max_examples=100)
@given(logs_of(APART), steps_of(*WRITING, *READING))
def test_every_document_once_in_order_and_none_skipped(logs, steps):
    town = town_after(logs, steps)

    assert all(town.saw_everything(seen) for _, seen in town.readers)


@settings(max_examples=100)
@given(logs_of(NEXT), steps_of(*WRITING, *READING, *PARKING))
def test_what_is_released_comes_in_its_place_and_what_is_dropped_holds_nobody(
    logs, steps
):
    town = town_after(logs, steps)

    assert all(town.saw_everything(seen) for _, seen in town.readers)
