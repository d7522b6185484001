"""What every store of parked events does; run on the one in memory and on MongoDB."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.kit.reading.parking.parked import Act, Head, Parked, ParkedStore, State
from services.kit.reading.received import Received

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ACT = Act("operator", AT, "because")
CASES = "intake.cases"
LANE = (CASES, b"k")


def parked(
    offset: int, state: State = State.PARKED, key: bytes | None = b"k"
) -> Parked:
    received = Received(CASES, 3, offset, key, b"\xff\x00", "00-trace", 1.5, 2)
    at = AT + timedelta(seconds=offset)
    return Parked(received, state, "bug", "KeyError at x.py:1", at)


class ParkedStoreSuite:
    """A subclass has a fixture `store`."""

    async def test_what_was_put_is_found_as_it_was(self, store: ParkedStore) -> None:
        await store.put(parked(1))

        assert await store.find(parked(1).id) == parked(1)
        assert await store.find(parked(2).id) is None

    async def test_putting_twice_changes_nothing(self, store: ParkedStore) -> None:
        await store.put(parked(1))
        await store.settle(parked(1).id, State.RELEASED, ACT)
        await store.put(parked(1))

        found = await store.find(parked(1).id)
        assert found is not None
        assert found.state is State.RELEASED

    async def test_the_head_is_the_oldest_active(self, store: ParkedStore) -> None:
        for offset in (10, 9, 2):
            await store.put(parked(offset, State.QUEUED))
        await store.settle(parked(2).id, State.RELEASED, ACT)
        await store.put(parked(1, State.RECORDED))

        head = await store.head(LANE)
        assert head == parked(9, State.QUEUED)
        assert await store.heads() == {LANE: Head((CASES, 3), 9, holds=False)}

    async def test_a_lane_without_key_is_a_lane(self, store: ParkedStore) -> None:
        await store.put(parked(1, key=None))

        assert await store.head((CASES, None)) == parked(1, key=None)
        assert list(await store.heads()) == [(CASES, None)]
        assert await store.head(LANE) is None

    async def test_a_parked_head_holds_until_release_is_asked(
        self, store: ParkedStore
    ) -> None:
        await store.put(parked(1))
        assert (await store.heads())[LANE].holds

        assert await store.ask_release(parked(1).id, ACT)
        assert not (await store.heads())[LANE].holds
        assert not await store.ask_release(parked(1).id, ACT)

    async def test_parking_again_takes_the_release_back(
        self, store: ParkedStore
    ) -> None:
        await store.put(parked(1))
        await store.ask_release(parked(1).id, ACT)
        await store.park_again(parked(1).id, "unreadable", "still")

        assert await store.find(parked(1).id) == parked(1).again("unreadable", "still")

    async def test_a_queued_one_that_fails_is_parked(self, store: ParkedStore) -> None:
        await store.put(parked(1, State.QUEUED))
        assert not await store.ask_release(parked(1).id, ACT)
        await store.park_again(parked(1).id, "bug", "first time")

        found = await store.find(parked(1).id)
        assert found is not None
        assert found.holds

    async def test_what_is_settled_stays_settled(self, store: ParkedStore) -> None:
        await store.put(parked(1))

        assert await store.settle(parked(1).id, State.DROPPED, ACT)
        assert not await store.settle(parked(1).id, State.RELEASED, ACT)
        await store.park_again(parked(1).id, "bug", "late")
        found = await store.find(parked(1).id)
        assert found is not None
        assert (found.state, found.settled) == (State.DROPPED, ACT)

    async def test_a_release_under_way_refuses_a_drop(self, store: ParkedStore) -> None:
        await store.put(parked(1))
        await store.ask_release(parked(1).id, ACT)

        assert not await store.settle(parked(1).id, State.DROPPED, ACT)
        assert await store.settle(parked(1).id, State.RELEASED, ACT)

    async def test_ids_from_an_offset_on_whatever_became_of_them(
        self, store: ParkedStore
    ) -> None:
        for offset in (1, 5, 7):
            await store.put(parked(offset))
        await store.settle(parked(7).id, State.RELEASED, ACT)

        assert await store.stored_since({(CASES, 3): 5}) == {
            parked(5).id,
            parked(7).id,
        }
        assert await store.stored_since({(CASES, 4): 0}) == frozenset()
        assert await store.stored_since({}) == frozenset()

    async def test_what_was_dropped_is_left_out_up_to_what_waits(
        self, store: ParkedStore
    ) -> None:
        for offset in (1, 2, 4, 6, 7):
            await store.put(parked(offset))
            await store.settle(parked(offset).id, State.DROPPED, ACT)
        await store.put(parked(3, State.RECORDED))
        await store.put(parked(5, State.QUEUED))

        found = await store.left_out((CASES, 3), 2, 7)
        bare = [replace(parked(n).received, value=None) for n in (2, 4)]
        assert found == bare
        assert await store.left_out((CASES, 3), 0, 2) == [
            replace(parked(1).received, value=None)
        ]
        assert await store.left_out((CASES, 4), 0, 9) == []

    async def test_the_newest_come_first(self, store: ParkedStore) -> None:
        for offset in (1, 3, 2):
            await store.put(parked(offset))
        await store.settle(parked(3).id, State.DROPPED, ACT)

        newest = await store.newest((State.PARKED,), limit=1)
        assert newest == [parked(2)]

    async def test_what_was_refused_is_there_until_somebody_has_seen_to_it(
        self, store: ParkedStore
    ) -> None:
        refused = replace(parked(2, State.RECORDED), reason="rejected")
        for each in (parked(1, State.RECORDED), refused, parked(3)):
            await store.put(each)
        assert await store.refused(9) == [refused]

        assert not await store.settle(refused.id, State.DROPPED, ACT)
        assert await store.settle(refused.id, State.RECORDED, ACT)
        assert not await store.settle(refused.id, State.RECORDED, ACT)
        assert await store.refused(9) == []

    async def test_what_waits_cannot_be_made_a_record(self, store: ParkedStore) -> None:
        await store.put(parked(1))

        assert not await store.settle(parked(1).id, State.RECORDED, ACT)

    async def test_nothing_happens_to_what_is_not_there(
        self, store: ParkedStore
    ) -> None:
        await store.park_again("x", "bug", "none")

        assert not await store.settle("x", State.RELEASED, ACT)
        assert not await store.ask_release("x", ACT)
