"""Faust, lanes, parking on a real broker: each fact has its one effect, in order."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import pytest
from faust.types import TP

from contracts.codes import derived_id
from services.kit.reading import consumer
from services.kit.reading.consumer import SEEK_PATIENCE, FromTheStart
from services.kit.reading.inbox import Inbox
from services.kit.reading.parking.operating import drop
from services.kit.reading.parking.parked import State
from services.kit.reading.received import Partition
from tests.integration.inboxes import PARTITIONS, Town, until

pytestmark = pytest.mark.stack


@pytest.fixture
async def town(stack, tmp_path) -> Town:
    town = Town(stack, tmp_path)
    await town.create()
    return town


async def test_every_fact_is_handled_once_and_the_lag_goes_to_zero(town):
    await town.send(400)
    async with town.reader() as inbox:
        await until(lambda: town.complete)
        await until(lambda: len(inbox.progress.assignment) == PARTITIONS)
        await until(lambda: inbox.progress.broker == "up" and not inbox.progress.behind)

    assert town.effects.repeats == 0
    assert town.ended == []


async def test_a_plain_restart_repeats_nothing(town):
    await town.send(200)
    async with town.reader():
        await until(lambda: town.complete)
    await town.send(200)
    async with town.reader():
        await until(lambda: town.complete)

    assert town.effects.repeats == 0


async def test_a_stop_in_the_middle_loses_nothing(town):
    town.effects.pause = lambda: asyncio.sleep(0.002)
    await town.send(600)
    for enough in (50, 200, 400):
        async with town.reader():
            await until(lambda enough=enough: town.effects.count >= enough)
    async with town.reader():
        await until(lambda: town.complete)

    assert town.effects.repeats == 0


@pytest.fixture
def before_seeking(monkeypatch):
    """What a test puts there happens between an assignment and Faust's seek."""
    waiting: list[Callable[[], Awaitable[None]]] = []
    seek = FromTheStart.seek_to_committed

    async def late(self: FromTheStart) -> Mapping[TP, int]:
        while waiting:
            await waiting.pop()()
            await asyncio.sleep(0.3)
        return await seek(self)

    monkeypatch.setattr(FromTheStart, "seek_to_committed", late)
    return waiting


@pytest.fixture
def beginnings(monkeypatch):
    """Who began to read, each time."""
    told: list[Inbox] = []
    begin = Inbox._begin

    def noted(self: Inbox, starts: Mapping[Partition, int]) -> None:
        told.append(self)
        begin(self, starts)

    monkeypatch.setattr(Inbox, "_begin", noted)
    return told


async def test_fresh_partitions_are_read_from_their_first_message(town, before_seeking):
    """A fetch from before a rebalance meets messages that came during it.

    Faust drops what it fetched and seeks to what was committed, which is nowhere.
    """
    third = PARTITIONS // 3
    batches = [range(start, start + third) for start in range(0, PARTITIONS, third)]
    async with town.reader() as first:
        await until(lambda: bool(first.progress.assignment))
        for batch in batches:
            before_seeking.append(partial(town.send_to, batch, 5))
            async with town.reader():
                await until(lambda: town.complete and not before_seeking)

    assert town.ended == []


async def test_a_seek_from_before_a_rebalance_begins_nothing(
    town, before_seeking, beginnings, monkeypatch
):
    """Faust's fetcher seeks too, whenever it has fetched while the flow was stopped."""
    monkeypatch.setattr(consumer, "SEEK_PATIENCE", 120)
    over = asyncio.Event()
    async with town.reader() as first:
        await until(lambda: bool(first.progress.assignment))
        before_seeking.append(over.wait)
        late = asyncio.create_task(first._app.consumer.perform_seek())
        await until(lambda: not before_seeking)
        async with town.reader() as second:
            await until(lambda: bool(second.progress.assignment))
            beginnings.clear()
            over.set()
            await late
            await until(lambda: bool(first.progress.assignment))
            assert first.progress.assignment.isdisjoint(second.progress.assignment)
            assert beginnings == [first]
            await town.send(100)
            await until(lambda: town.complete)

    assert town.ended == []


async def test_nothing_begins_while_partitions_are_assigned_anew(town, beginnings):
    async with town.reader() as first:
        await until(lambda: bool(first.progress.assignment))
        inside = first._app.consumer
        await inside.on_partitions_revoked(inside.assignment())
        await inside.perform_seek()
        inside.resume_flow()

        assert (beginnings, inside.flow_active) == ([first], False)


async def test_nothing_is_delivered_between_an_assignment_and_its_beginning(
    town, before_seeking
):
    """Faust resumes after an assignment, also when the next one is under way."""
    flowing: list[bool] = []

    async def resumed_too_late() -> None:
        first._app.consumer.resume_flow()
        flowing.append(first._app.consumer.flow_active)

    async with town.reader() as first:
        async with town.reader() as second:
            await until(lambda: bool(second.progress.assignment))
            before_seeking.append(resumed_too_late)
        await until(lambda: len(first.progress.assignment) == PARTITIONS)
        await town.send(100)
        await until(lambda: town.complete)

    assert (flowing, town.ended) == ([False], [])


async def test_two_readers_share_the_work_through_a_storm_of_rebalances(town):
    town.effects.pause = lambda: asyncio.sleep(0.005)
    sending = asyncio.create_task(town.send(1_500))
    async with town.reader():
        for _ in range(3):
            async with town.reader() as second:
                await until(lambda second=second: second.progress.assignment)
        await sending
        await until(lambda: town.complete)

    assert town.ended == []


@pytest.fixture
def left_as_it_crashed():
    """Faust closes nothing when it crashes: the process that ends does."""
    yield
    gc.collect()


@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.usefixtures("left_as_it_crashed")
async def test_a_hole_ends_the_process_and_a_restart_reads_again(town):
    await town.send(100)
    async with town.reader() as inbox:
        await until(lambda: town.complete)
        inbox.lanes.begin(dict.fromkeys(inbox.progress.assignment, 10000))
        await town.send(100)
        await until(lambda: town.ended)
    async with town.reader():
        await until(lambda: town.complete)


async def test_a_gap_in_the_log_itself_is_no_hole(town):
    await town.send_in_transactions(3, derived_id(town.code, "0"))
    async with town.reader() as inbox:
        await until(lambda: town.complete)
        await town.send_in_transactions(2, derived_id(town.code, "0"))
        await until(lambda: town.complete)
        assert inbox.progress.assignment

    assert town.ended == []


async def test_a_poisoned_key_waits_the_others_flow_and_release_is_in_order(town):
    sick = derived_id(town.code, "0")
    await town.send_raw(sick, b"\xff not json")
    await town.send(200)
    async with town.reader() as inbox:
        await until(lambda: len(town.effects.of) == 39)
        await until(lambda: inbox.progress.parked == {town.topic.name: 1})
        (head,) = (p for p in town.store.stored.values() if p.state is State.PARKED)
        assert sick not in town.effects.of
        await drop(town.store, head.id, by="operator", why="never was JSON")
        await until(lambda: town.complete)


async def test_a_missing_topic_is_named_until_it_is_there(stack, tmp_path):
    town = Town(stack, tmp_path)
    async with town.reader() as inbox:
        await until(lambda: inbox.progress.missing == (town.topic.name,))
        assert "make up" in inbox.progress.words
        await town.create()
        await town.send(10)
        await until(lambda: town.complete)


async def test_stopping_while_it_waits_for_a_topic_takes_no_time(stack, tmp_path):
    town = Town(stack, tmp_path)
    async with asyncio.timeout(10):
        async with town.reader() as inbox:
            await until(lambda: bool(inbox.progress.missing))

    assert town.ended == []


async def test_a_seek_that_nobody_answers_is_tried_again(town, before_seeking):
    before_seeking.append(partial(asyncio.sleep, 2 * SEEK_PATIENCE))
    await town.send(10)
    async with town.reader():
        await until(lambda: town.complete)

    assert town.ended == []


async def test_a_topic_more_is_read_after_a_restart_of_a_static_member(
    town, stack, tmp_path
):
    other = Town(stack, tmp_path)
    await other.create()
    await town.send(40)
    async with town.reader(member="0"):
        await until(lambda: town.complete)
    await other.send(40)
    town.effects.of.clear()

    async with town.reader(member="0", others=(other.topic,)) as inbox:
        await until(lambda: len(inbox.progress.assignment) == 2 * PARTITIONS)
        await until(lambda: len(town.effects.of) == 40)
