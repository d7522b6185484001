"""What every store of a feed's rows does."""

from datetime import timedelta

from services.kit.testing.clock import MONDAY
from services.routing.store.feed import places_of
from tests.routing.feed.rows import CONTENTS, DEPARTMENT, PLACES, TASKS, row

START = [0] * len(PLACES)


class FeedRowsSuite:
    async def of(self, rows, place=TASKS, offsets=START, most=100):
        found = await rows.found(DEPARTMENT, offsets, most)
        return list(found.rows[PLACES.index(place)])

    async def test_rows_come_in_the_order_of_their_offsets(self, rows):
        await rows.add([row(11), row(2), row(0)])
        await rows.add([row(1)])

        assert await self.of(rows) == [row(0), row(1), row(2), row(11)]

    async def test_each_place_is_read_from_its_own_offset(self, rows):
        await rows.add([row(n, place) for place in (TASKS, CONTENTS) for n in range(9)])
        offsets = [7, 0, 0, 4, 0, 0]

        assert await self.of(rows, TASKS, offsets, 3) == [row(7), row(8)]
        found = await self.of(rows, CONTENTS, offsets, 3)
        assert found == [row(n, CONTENTS) for n in (4, 5, 6)]

    async def test_a_repeat_changes_nothing(self, rows):
        await rows.add([row(0), row(1)])
        await rows.add([row(1, value=b'{"another":1}'), row(2)])

        assert await self.of(rows) == [row(0), row(1), row(2)]

    async def test_a_repeat_may_know_better_what_lies_before(self, rows):
        await rows.add([row(7)])
        await rows.add([row(7, since=0)])
        await rows.add([row(7)])

        assert await self.of(rows) == [row(7, since=0)]

    async def test_what_holds_no_document_keeps_its_place(self, rows):
        await rows.add([row(0, value=None)])

        assert (await self.of(rows))[0].value is None

    async def test_a_feed_ends_behind_its_last_row(self, rows):
        assert await rows.ends(DEPARTMENT) == {}
        await rows.add([row(0), row(12), row(3, CONTENTS)])

        assert await rows.ends(DEPARTMENT) == {TASKS: 13, CONTENTS: 4}

    async def test_no_department_sees_anothers(self, rows):
        other = places_of("housing-2")
        await rows.add([row(n, place) for place in other for n in range(3)])

        assert await self.of(rows) == []
        assert await rows.ends(DEPARTMENT) == {}

    async def test_a_row_is_found_by_what_lies_around_it(self, rows):
        await rows.add([row(3), row(8)])

        assert await rows.from_offset(TASKS, 4) == row(8)
        assert await rows.from_offset(TASKS, 9) is None
        assert await rows.before_offset(TASKS, 8) == row(3)
        assert await rows.before_offset(TASKS, 3) is None

    async def test_what_is_old_goes_and_the_place_remembers(self, rows):
        await rows.add([row(n) for n in range(6)])
        await rows.forget(TASKS, MONDAY + timedelta(minutes=4))

        found = await rows.found(DEPARTMENT, START, 9)
        assert found.cuts == (4, 0, 0, 0, 0, 0)
        assert list(found.rows[0]) == [row(4), row(5)]

    async def test_a_place_with_nothing_left_remembers_too(self, rows):
        await rows.add([row(n, CONTENTS) for n in range(6)])
        for _ in range(2):
            await rows.forget(CONTENTS, MONDAY + timedelta(days=1))

        found = await rows.found(DEPARTMENT, START, 9)
        assert found.cuts == (0, 0, 0, 6, 0, 0)
        assert not any(found.rows)
