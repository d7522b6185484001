"""Whatever departments, dispatcher, repeats and time do, in whatever order."""

import asyncio
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.routing import (
    CaseConcluded,
    ReplyRejected,
    TaskCompleted,
    TaskOverdue,
    TaskSupervised,
)
from services.kit.errors import Rejected
from services.routing.domain.deciding.returns import Designate, designate
from tests.routing.world import World

WHO = st.sampled_from(["transport", "urban-mgmt", "housing"])
ACTIONS = st.sampled_from(["acknowledge", "return", "complete", "request-mediation"])
COUNTS = st.one_of(st.none(), st.none(), st.integers(1, 3))
"""None: a reply of its own; else one that may have come before."""
REPLIES = st.tuples(st.just("reply"), WHO, ACTIONS, COUNTS)
DECISIONS = st.tuples(
    st.just("decide"), WHO, st.sampled_from(["upheld", "dismissed"]), WHO
)
DAYS = st.tuples(st.just("days"), st.integers(1, 4))
STEPS = st.lists(st.one_of(REPLIES, REPLIES, DECISIONS, DAYS), min_size=3, max_size=20)
WORDS = {"reason": "not_our_duty", "law": "潍坊 22", "outcome": "resolved"}


async def live(steps) -> World:
    world = World()
    await world.accept(category="transit")
    for kind, *what in steps:
        await STEP[kind](world, *what)
    return world


async def reply(world, who, action, sequence):
    await world.reply(who, action, sequence=sequence, **WORDS)


async def decide(world, who, decision, to):
    if not (await world.handling()).concerns(who):
        return
    try:
        await world.decide(who, decision, to)
    except Rejected:
        return


async def days(world, count):
    world.city.clock.advance(timedelta(days=count))
    await world.city.ring()


STEP = {"reply": reply, "decide": decide, "days": days}


async def put_back(world, task) -> None:
    try:
        await world.decide_on(task.task_id, "dismissed")
    except Rejected:
        named = Designate(task.task_id, task.department)
        await world.command(designate, named)


async def finish(world) -> None:
    """Everybody does what is left to do."""
    open_tasks = (await world.handling()).open_tasks
    for task in sorted(open_tasks, key=lambda task: task.leads):
        if task.state == "returned":
            await put_back(world, task)
        for action in ("acknowledge", "complete"):
            own = {"task_id": task.task_id, **WORDS}
            await world.reply(task.department, action, **own)


async def lived(steps):
    world = await live(steps)
    return world, await world.handling()


@settings(max_examples=30)
@given(STEPS)
def test_a_handling_keeps_its_promises(steps):
    world, handling = asyncio.run(lived(steps))

    leads = [t for t in handling.tasks if t.role == "lead" and t.state != "reassigned"]
    assert len(leads) == 1
    assert (handling.state == "concluded") == (not handling.open_tasks)
    assert len(world.said(CaseConcluded)) == (not handling.open_tasks)
    assert len(world.said(TaskOverdue)) == sum(task.overdue for task in handling.tasks)
    assert all(task.level <= 3 for task in handling.tasks)


async def finished(steps):
    world = await live(steps)
    await finish(world)
    return world, await world.handling()


@settings(max_examples=25)
@given(STEPS)
def test_whatever_happened_it_can_be_finished_and_is_so_once(steps):
    world, handling = asyncio.run(finished(steps))
    completed = [fact.task_id for fact in world.said(TaskCompleted)]

    assert handling.state == "concluded"
    assert len(world.said(CaseConcluded)) == 1
    assert len(completed) == len(set(completed))
    assert handling.wake_at == handling.conclusion.ask_again_at


@settings(max_examples=20)
@given(STEPS)
def test_levels_of_a_task_come_once_and_in_order(steps):
    world, handling = asyncio.run(lived(steps))

    for task in handling.tasks:
        told = {reason: [] for reason in task.levels}
        for fact in world.said(TaskSupervised):
            if fact.task_id == task.task_id:
                told[fact.reason].append(fact.level)
        reached = {reason: list(range(1, n + 1)) for reason, n in task.levels.items()}
        assert told == reached


@settings(max_examples=20)
@given(STEPS)
def test_a_reply_is_answered_or_applied_once(steps):
    """The same reply, sent as often as anybody likes, is refused at most once."""
    world, _ = asyncio.run(lived(steps))
    refused = [fact.reply_id for fact in world.said(ReplyRejected)]

    assert len(refused) == len(set(refused))
