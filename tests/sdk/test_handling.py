"""What a program may count on: order, repeats, failures, stops and restarts."""

import asyncio

from contracts.codes import derived_id
from contracts.routing import TaskAcknowledged, TaskAssigned, TaskUrged
from tongban_department import Program, Start

CASE = derived_id("sdk", "case")


def noting(*types):
    """A program that notes what it handles, and the list of it."""
    program, noted = Program(), []

    async def note(delivery):
        noted.append(delivery.event.sequence)

    for kind in types:
        program.on(kind)(note)
    return program, noted


def urged(task, times=1):
    of = task.model_dump(include={"case_id", "task_id", "department"})
    return TaskUrged(**of, times=times)


async def test_events_of_a_case_come_in_order_and_repeats_change_nothing(
    beside_the_city,
):
    program, noted = noting(TaskAssigned, TaskUrged)
    harness = await beside_the_city(program.run)
    task = harness.city.assign()
    for times in range(1, 20):
        harness.city.tell(urged(task, times))
    await harness.settled()
    await harness.redeliver()

    assert noted == list(range(1, 21))


async def test_what_was_handled_is_known_after_a_crash(beside_the_city):
    program, noted = noting(TaskAssigned)
    harness = await beside_the_city(program.run)
    await harness.given()
    await harness.crash()
    harness.city.paper.committed.clear()
    await harness.start()
    await harness.settled()

    assert noted == [1]


async def test_what_was_in_hand_at_a_crash_comes_again(beside_the_city, on_task):
    begun, hang = asyncio.Event(), [True]
    attempts = []

    async def handle(delivery):
        attempts.append(delivery.attempt)
        begun.set()
        if hang:
            await asyncio.Event().wait()

    harness = await beside_the_city(on_task(handle).run)
    harness.city.assign()
    await begun.wait()
    await harness.crash()
    hang.clear()
    await harness.start()
    await harness.settled()

    assert attempts == [1, 2]


async def test_reading_again_hands_everything_out_and_says_nothing_twice(
    beside_the_city, on_task
):
    noted, since = [], [Start.BEGINNING, Start.WHERE_IT_STOPPED]

    async def handle(delivery):
        noted.append(delivery.event.sequence)
        await delivery.task.acknowledge()

    program = on_task(handle)
    harness = await beside_the_city(lambda d: program.run(d, since=since.pop()))
    await harness.given()
    await harness.stop()
    await harness.start()
    await harness.settled()

    assert noted == [1, 1]
    assert len(harness.city.headers) == 1


async def test_a_graceful_stop_lets_a_handler_finish(beside_the_city, on_task):
    begun, ended = asyncio.Event(), []

    async def handle(delivery):
        begun.set()
        await delivery.task.acknowledge()
        ended.append(delivery.attempt)

    harness = await beside_the_city(on_task(handle).run)
    harness.city.assign()
    await begun.wait()
    await harness.stop()
    await harness.start()
    await harness.settled()

    assert ended == [1]


async def test_an_interrupted_handler_comes_again_and_is_not_counted(
    beside_the_city, on_task, quick
):
    begun, attempts = asyncio.Event(), []

    async def handle(delivery):
        attempts.append(delivery.attempt)
        begun.set()
        if len(attempts) == 1:
            await asyncio.Event().wait()

    harness = await beside_the_city(on_task(handle).run, manners=quick(grace=0.01))
    harness.city.assign()
    await begun.wait()
    await harness.stop()
    await harness.start()
    await harness.settled()

    assert attempts == [1, 1]


async def test_what_a_program_does_not_ask_for_holds_nothing_up(beside_the_city):
    program, noted = noting(TaskAcknowledged)
    harness = await beside_the_city(program.run)
    task = harness.city.assign()
    of = task.model_dump(include={"case_id", "task_id", "department"})
    harness.city.tell(TaskAcknowledged(**of))
    await harness.settled()

    assert noted == [2]


async def test_the_iterator_hands_out_both_topics_and_waits_for_the_ack(
    beside_the_city,
):
    seen = []

    async def main(department):
        async for delivery in department.feed():
            seen.append(type(delivery.fact).__name__)
            await delivery.ack()

    harness = await beside_the_city(main)
    await harness.given()

    assert sorted(seen) == ["ContentGranted", "TaskAssigned"]


async def test_without_an_ack_nothing_later_of_the_case_comes(beside_the_city):
    hand = []

    async def main(department):
        async for delivery in department.feed(TaskAssigned, TaskUrged):
            hand.extend([delivery])

    harness = await beside_the_city(main)
    task = harness.city.assign(CASE)
    harness.city.tell(urged(task))
    harness.city.assign()
    while len(hand) < 2:
        await asyncio.sleep(0)
    of_the_case = [held for held in hand if held.event.subject == CASE]
    assert [type(held.fact) for held in of_the_case] == [TaskAssigned]

    await of_the_case[0].ack()
    while len(hand) < 3:
        await asyncio.sleep(0)
    assert isinstance(hand[2].fact, TaskUrged)
    for held in hand:
        await held.ack()


async def test_a_full_house_still_hears_what_a_handler_waits_for(
    beside_the_city, on_task, quick
):
    async def handle(delivery):
        await delivery.task.content()
        await delivery.task.acknowledge()

    manners = quick(room=3, places=2)
    harness = await beside_the_city(on_task(handle).run, manners=manners)
    tasks = [harness.city.assign() for _ in range(20)]
    for task in reversed(tasks):
        harness.city.grant(task)
    await harness.settled()

    assert len(harness.city.replies) == 20
