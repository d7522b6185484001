"""Whatever the interleaving of two writers and their readers: all, once, in order."""

import asyncio
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.reading.received import Received
from services.kit.reading.tenure import Account
from services.routing.feed.bells import Bells
from services.routing.feed.keeping import kept
from services.routing.feed.position import Position, position_of
from services.routing.feed.reading import Feed
from tests.routing.feed.memory import MemoryFeedRows
from tests.routing.feed.rows import DEPARTMENT, PLACES, value_of

READ = (PLACES[0], PLACES[3])
"""Of each topic one partition has something: all the others are like them."""

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.integers(0, 1)),
        st.tuples(st.just("store"), st.integers(0, 9)),
        st.tuples(st.just("store again"), st.integers(0, 9)),
        st.tuples(st.just("commit"), st.integers(0, 1)),
        st.tuples(st.just("somebody else takes over"), st.integers(0, 1)),
        st.tuples(st.just("page"), st.tuples(st.integers(0, 2), st.integers(1, 9))),
        st.tuples(st.just("another begins"), st.just(0)),
    ),
    min_size=20,
    max_size=50,
)
LOGS = st.lists(
    st.lists(st.integers(1, 3), min_size=3, max_size=12),
    min_size=len(READ),
    max_size=len(READ),
)
"""By place, how far apart the offsets lie: 1 is the next one."""


class Town:
    """`flying` is what either process has taken and may still store, in any order."""

    def __init__(self, steps):
        self.logs = {
            place: [sum(gaps[: n + 1]) - 1 for n in range(len(gaps))]
            for place, gaps in zip(READ, steps, strict=True)
        }
        self.rows = MemoryFeedRows()
        self.feed = Feed(self.rows, Bells(self.rows.ends))
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
            await self.rows.add([kept(received)])
            entry.finished = True

    async def store_again(self, number):
        if self.flying:
            received, _ = self.flying[number % len(self.flying)]
            await self.rows.add([kept(received)])

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
            of[f"{place[0]}/{place[1]}".encode()] == [value_of(place, n) for n in log]
            for place, log in self.logs.items()
        )


@settings(max_examples=100, deadline=None)
@given(LOGS, STEPS)
def test_every_document_once_in_order_and_none_skipped(logs, steps):
    async def happens():
        town = Town(logs)
        for name, argument in steps:
            await getattr(town, name.replace(" ", "_"))(argument)
        await town.end()
        return town

    town = asyncio.run(happens())
    assert all(town.saw_everything(seen) for _, seen in town.readers)
