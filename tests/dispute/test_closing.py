"""The centre's task ends, stands still, or begins again in another round."""

from functools import partial

import pytest

from contracts.codes import derived_id
from contracts.envelope import Payload
from contracts.intake import ContentRevoked
from contracts.routing import (
    ReturnDecided,
    TaskCancelled,
    TaskCompleted,
    TaskTransferred,
    TaskWaived,
)
from services.dispute.domain.ending.outcome import Agree, agree
from services.dispute.domain.mediation import Mediation
from services.dispute.handlers import OF_THE_CENTRE
from services.kit.writing.stored import new_document, state_from
from tests.dispute.desk import OF_TASK
from tests.dispute.world import LI, TASK, WANG, World, task_assigned

AGAIN = derived_id("the task of the second round")
COMPLETED = TaskCompleted(**OF_TASK, outcome="resolved")
DISMISSED = ReturnDecided(**OF_TASK, decision="dismissed")


async def _agreed(world: World) -> None:
    await world.mediating()
    command = Agree(partly=False, terms="sealed", digest="of the terms")
    await world.mediations.command(world.id, command, partial(agree, world.rules))
    await world.city.settle()


@pytest.mark.parametrize(
    ("ended", "reason"),
    [
        (COMPLETED, "withdrawn"),
        (ReturnDecided(**OF_TASK, decision="upheld"), "withdrawn"),
        (TaskCancelled(**OF_TASK, reason="withdrawn"), "withdrawn"),
        (TaskCancelled(**OF_TASK, reason="merged"), "other"),
        (TaskTransferred(**OF_TASK, to="housing"), "other"),
        (TaskWaived(**OF_TASK, reason="silent"), "other"),
    ],
)
async def test_a_task_that_others_end_ends_the_mediation_without_a_reply(
    world: World, ended: Payload, reason: str
) -> None:
    await world.mediating()
    before = len(world.said())
    await world.receive(ended, ended)

    assert world.said()[before:] == [f"mediation-ended {reason}"]


async def test_our_own_completion_comes_back_and_changes_nothing(world: World) -> None:
    await _agreed(world)
    before = world.said()
    await world.receive(COMPLETED)

    assert (await world.mediation()).state == "agreed"
    assert world.said() == before


async def test_a_dismissed_return_leaves_it_open(world: World) -> None:
    await world.receive(task_assigned(), DISMISSED)

    assert (await world.mediation()).state == "opened"


async def test_another_round_is_another_mediation_with_parties_of_its_own(
    world: World,
) -> None:
    await _agreed(world)
    await world.receive(COMPLETED, ContentRevoked(**OF_TASK))
    await world.receive(task_assigned(task_id=AGAIN, round=2))
    await world.receive(world.granted(LI, task_id=AGAIN))
    first, second = await world.mediation(), await world.mediation(AGAIN)

    assert (first.state, second.state) == ("agreed", "inviting")
    assert len({party.party_id for party in (*first.parties, *second.parties)}) == 4


async def test_a_supplemented_content_adds_and_asks_nobody(world: World) -> None:
    await world.mediating()
    before = await world.mediation()
    await world.receive(world.granted(LI, WANG))

    assert await world.mediation() == before
    assert len(world.said()) == 8


async def test_a_supplement_opens_nothing_again(world: World) -> None:
    await _agreed(world)
    before = world.said()
    await world.receive(world.granted(LI, WANG))
    await world.receive(ContentRevoked(**OF_TASK), world.granted(LI, WANG))

    assert world.said() == before
    assert (await world.mediation()).matter is None


def test_the_clock_of_the_task_is_not_the_clock_of_the_mediation() -> None:
    silent = {"task-paused", "task-parked", "task-urged", "task-rescheduled"}

    assert silent.isdisjoint(fact.TYPE.split(".")[2] for fact in OF_THE_CENTRE)


async def test_a_mediation_of_before_the_last_word_is_read_as_it_was(
    world: World,
) -> None:
    await world.receive(task_assigned())
    mediation = await world.mediation()
    stored = new_document(TASK, mediation) | {"schema": 1}
    for field in ("refused", "others_done", "task_over"):
        del stored["state"][field]

    assert state_from(stored, Mediation) == mediation
