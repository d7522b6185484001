"""Whatever stands still when the resident withdraws, nothing rings any more."""

import pytest

from contracts.intake import CaseWithdrawn
from contracts.routing import TaskCancelled, TaskResumed
from tests.routing.limits.steps import ask, at, park, pause
from tests.routing.world import CASE


async def paused(world):
    await pause(world, "transport", "Fri 2026-03-06 10:00", "hearing")


async def parked(world):
    await park(world, "transport")


async def asking(world):
    await ask(world, "transport")


@pytest.mark.parametrize("still", [paused, parked, asking])
async def test_a_withdrawal_ends_every_task_and_every_alarm(transit, still):
    await still(transit)
    await at(transit, "Tue 2026-03-03 11:00")
    before = len(transit.city.facts)
    await transit.hear(CaseWithdrawn(case_id=CASE))
    await at(transit, "Tue 2026-06-30 10:00")

    handling = await transit.handling()
    assert len(transit.said(TaskCancelled)) == len(handling.tasks) == 2
    assert len(transit.city.facts) == before + 2
    assert (handling.state, handling.wake_at) == ("cancelled", None)
    assert not transit.said(TaskResumed)
    assert not any(task.clock.stopped for task in handling.tasks)
