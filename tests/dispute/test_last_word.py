"""The lead completes last: the centre keeps its word until it counts."""

import asyncio
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.department import TaskReply
from contracts.routing import (
    CoHandlerReported,
    ReplyRejected,
    ReturnDecided,
    TaskCancelled,
    TaskCompleted,
    TaskResumed,
)
from services.dispute.domain.ending.outcome import Agree, End, EndReason, agree, end
from services.kit.testing.clock import MONDAY
from tests.dispute.desk import OF_TASK, Desk, rejected, reported
from tests.dispute.world import World

AGREED = Agree(partly=True, terms="sealed", digest="of the terms")
COMPLETED = TaskCompleted(**OF_TASK, outcome="partly_resolved")
RESUMED = TaskResumed(**OF_TASK, due_at=MONDAY)
DISMISSED = ReturnDecided(**OF_TASK, decision="dismissed")


async def _agreed(world: World) -> None:
    await world.mediating()
    await world.mediations.command(world.id, AGREED, partial(agree, world.rules))
    await world.city.settle()


def _words(world: World) -> list[TaskReply]:
    replies = (fact for fact in world.city.facts if isinstance(fact, TaskReply))
    return [reply for reply in replies if reply.action == "complete"]


async def test_a_refused_word_is_said_again_when_the_others_are_done(
    world: World,
) -> None:
    await _agreed(world)
    await world.receive(rejected(), reported(open=1))
    assert len(_words(world)) == 1

    await world.receive(reported(open=0))
    first, second = _words(world)
    assert first == second
    assert second.outcome == "partly_resolved"


async def test_a_refusal_that_comes_after_the_report_is_answered_at_once(
    world: World,
) -> None:
    await _agreed(world)
    await world.receive(reported(open=0), rejected())

    assert len(_words(world)) == 2


async def test_one_report_answers_one_refusal(world: World) -> None:
    await _agreed(world)
    await world.receive(reported(open=0), *[rejected()] * 4)
    assert len(_words(world)) == 2

    await world.receive(reported(open=0))
    assert len(_words(world)) == 3


@pytest.mark.parametrize("moves", [RESUMED, DISMISSED])
async def test_a_word_said_while_the_task_stood_still_is_said_again(
    world: World, moves: TaskResumed | ReturnDecided
) -> None:
    await _agreed(world)
    await world.receive(moves)
    assert len(_words(world)) == 1

    await world.receive(rejected("wrong-state"), moves)
    assert len(_words(world)) == 2


@pytest.mark.parametrize(
    "ended", [COMPLETED, TaskCancelled(**OF_TASK, reason="merged")]
)
async def test_after_the_end_of_the_task_nothing_is_said(
    world: World, ended: TaskCompleted | TaskCancelled
) -> None:
    await _agreed(world)
    await world.receive(rejected(), ended, reported(open=0), rejected(), RESUMED)

    assert len(_words(world)) == 1


@pytest.mark.parametrize("heard", [rejected(), reported(open=0), RESUMED])
async def test_of_what_nobody_mediates_nothing_is_said(
    world: World, heard: ReplyRejected | CoHandlerReported
) -> None:
    await world.receive(heard)

    assert world.said() == []


async def test_a_rejection_that_names_no_task_is_only_logged(world: World) -> None:
    await _agreed(world)
    older = rejected().model_copy(update={"task_id": None})
    await world.receive(older, reported(open=0))

    assert len(_words(world)) == 1


STEPS = st.lists(
    st.sampled_from(
        [
            *["deliver", "read_a_word"] * 3,
            "end",
            "somebody_joins",
            "somebody_is_done",
            "somebody_is_done",
            "crash_before_the_commit",
            "crash_before_the_letter",
            "restart",
        ]
    ),
    max_size=40,
)
ENDS: st.SearchStrategy[EndReason] = st.sampled_from(["self_settled", "too_far_apart"])


async def _lived(keys: Path, open: int, steps: list[str], why: EndReason) -> Desk:
    world = World(keys)
    desk = Desk(world, open)
    await desk.deliver()
    for step in [*steps, "end"]:
        if step == "end":
            decide = partial(end, world.rules)
            await world.mediations.command(world.id, End(why), decide)
            await world.city.settle()
        elif work := getattr(desk, step)():
            await work
    await desk.finish()
    return desk


@given(st.integers(0, 3), STEPS, ENDS)
@settings(max_examples=150)
def test_no_completion_is_lost_whatever_comes_between(
    open: int, steps: list[str], why: EndReason
) -> None:
    with TemporaryDirectory() as keys:
        desk = asyncio.run(_lived(Path(keys), open, steps, why))

    assert desk.done
    assert all(word == desk.words[0] for word in desk.words)
    assert sum(isinstance(one.fact, TaskCompleted) for one in desk.feed) == 1
    refusals = sum(isinstance(one.fact, ReplyRejected) for one in desk.feed)
    assert len(desk.words) == refusals + 1
