"""A department may leave the city; cases that it led may come back all the same."""

from dataclasses import replace

import pytest

from contracts.routing import TaskAssigned, TriageRequested
from services.kit.testing.clock import MONDAY
from services.routing.domain.planning import Assign, assign
from services.routing.domain.rounds import another_round


@pytest.fixture
async def concluded(world):
    """Led by housing alone, which then leaves."""
    await world.accept(category="real-estate-quality")
    await world.sign("housing")
    await world.complete("housing")
    others = dict(world.norms.organisations)
    del others["housing"]
    return replace(world.norms, organisations=others), await world.handling()


async def test_a_case_that_comes_back_waits_for_the_dispatcher(concluded):
    norms, handling = concluded

    change = another_round(norms, handling, "reopened", MONDAY)

    assert [type(fact) for fact in change.facts] == [TriageRequested]
    assert (change.state.state, change.state.round) == ("triage", 2)


async def test_and_the_dispatcher_gives_it_to_another(concluded):
    norms, handling = concluded
    waiting = another_round(norms, handling, "reopened", MONDAY).state

    change = assign(norms, waiting, Assign("planning"), MONDAY)

    given = [fact for fact in change.facts if isinstance(fact, TaskAssigned)]
    assert [(task.department, task.round) for task in given] == [("planning", 2)]
    assert change.state.unassigned is None
