"""What a department's wire does, on paper and on Kafka: so that paper cannot lie.

A `post` fixture of each kind gives new wires on the same topics, and writes to them.
"""

import asyncio
from datetime import UTC, datetime

import pytest

from contracts.codes import derived_id
from tongban_department.reading.wire import Start

KEYS = [derived_id("wire", str(number)) for number in range(4)]
PATIENCE = 120


class Reading:
    """A wire that is read until so much has come."""

    def __init__(self, wire) -> None:
        self.wire, self.records, self.lost = wire, [], []

    async def upto(self, count: int):
        async with asyncio.timeout(PATIENCE):
            while len(self.records) < count:
                self.records += await self.wire.read(0.2)
        return self.records

    async def nothing_for(self, seconds: float):
        self.records += await self.wire.read(seconds)
        return self.records

    def ends(self):
        return {r.place: r.offset + 1 for r in self.records}


class WireSuite:
    @pytest.fixture
    async def read(self, post):
        opened = []

        async def reading(since=Start.WHERE_IT_STOPPED) -> Reading:
            one = Reading(post.wire())
            await one.wire.open(since, one.lost.extend)
            opened.append(one.wire)
            return one

        yield reading
        for wire in opened:
            await wire.close()

    async def test_events_of_a_key_come_in_the_order_they_were_written(
        self, post, read
    ):
        for number in range(20):
            await post.write(KEYS[number % 4], str(number).encode())
        records = await (await read()).upto(20)

        for key in KEYS:
            values = [int(r.value) for r in records if r.key == key.encode()]
            assert values == sorted(values)
        assert {int(r.value) for r in records} == set(range(20))

    async def test_what_was_not_committed_comes_again(self, post, read):
        for number in range(8):
            await post.write(KEYS[number % 4], str(number).encode())
        first = await read()
        await first.upto(8)
        await first.wire.close()

        assert len(await (await read()).upto(8)) == 8

    async def test_what_was_committed_does_not(self, post, read):
        for number in range(8):
            await post.write(KEYS[number % 4], str(number).encode())
        first = await read()
        await first.upto(8)
        assert await first.wire.commit(first.ends())
        await first.wire.close()
        await post.write(KEYS[0], b"new")

        records = await (await read()).upto(1)
        assert [record.value for record in records] == [b"new"]

    async def test_from_the_beginning_everything_comes_again_and_stays_begun(
        self, post, read
    ):
        await post.write(KEYS[0], b"old")
        first = await read()
        await first.upto(1)
        assert await first.wire.commit(first.ends())
        await first.wire.close()
        again = await read(Start.BEGINNING)
        assert len(await again.upto(1)) == 1
        await again.nothing_for(0.5)
        await again.wire.close()

        assert len(await (await read()).upto(1)) == 1

    async def test_from_a_moment_only_what_came_later_comes(self, post, read):
        await post.write(KEYS[0], b"before")
        await asyncio.sleep(0.05)
        moment = datetime.now(UTC)
        await asyncio.sleep(0.05)
        await post.write(KEYS[0], b"after")

        reading = await read(moment)
        assert [r.value for r in await reading.upto(1)] == [b"after"]

    async def test_a_held_topic_waits_and_the_other_goes_on(self, post, read):
        reading = await read()
        await post.write(KEYS[0], b"first")
        await reading.upto(1)
        reading.wire.hold({post.tasks})
        await reading.nothing_for(0.5)
        await post.write(KEYS[0], b"task")
        await post.write(KEYS[0], b"content", topic=post.contents)
        await reading.upto(2)
        await reading.nothing_for(0.5)
        assert [r.value for r in reading.records] == [b"first", b"content"]

        reading.wire.hold(())
        assert [r.value for r in await reading.upto(3)][2:] == [b"task"]

    async def test_a_reply_arrives_with_its_key_and_trace(self, post, read):
        reading = await read()
        trace = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        await reading.wire.send(KEYS[1], b"said", [("traceparent", trace)])

        (reply,) = await post.replies(1)
        assert (reply.key, reply.value) == (KEYS[1].encode(), b"said")
        assert reply.traceparent.encode() == trace
