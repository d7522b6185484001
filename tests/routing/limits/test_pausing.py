"""A pause needs a ground and an end, and the end of the task moves by as much."""

from datetime import timedelta

import pytest

from contracts.routing import TaskPaused, TaskResumed
from services.kit.errors import Rejected
from tests.kit.limits.world import moment
from tests.routing.limits.steps import at, due, go, pause


async def test_the_end_moves_by_the_working_time_that_the_clock_stood_still(transit):
    await at(transit, "Tue 2026-03-03 10:00")
    await pause(transit, "transport", "Fri 2026-03-06 12:00")
    await at(transit, "Wed 2026-03-04 15:30")
    await transit.act("transport", "resume")

    assert await due(transit, "transport") == moment("Wed 2026-03-11 14:30")
    assert transit.said(TaskResumed)[0].due_at == moment("Wed 2026-03-11 14:30")


async def test_what_is_told_of_a_pause_is_its_ground_its_evidence_and_its_end(transit):
    await pause(transit, "transport", "Wed 2026-03-04 10:00")

    told = transit.said(TaskPaused)[0]
    assert (told.reason, told.statutory) == ("weather", False)
    assert told.evidence == "QH-2026-0012"
    assert told.until == moment("Wed 2026-03-04 10:00")


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("Fri 2026-03-06 18:00", "Mon 2026-03-09 09:00"),
        ("Tue 2026-03-03 12:00", "Tue 2026-03-03 14:00"),
        ("Tue 2026-03-03 18:00", "Wed 2026-03-04 09:00"),
    ],
    ids=["a weekend", "a lunch", "a night"],
)
async def test_a_pause_while_nobody_works_gains_nothing(transit, since, until):
    before = await due(transit, "transport")
    go(transit, since)
    await pause(transit, "transport", until)
    await at(transit, until)

    assert (await transit.task("transport")).state == "acknowledged"
    assert await due(transit, "transport") == before


async def test_a_pause_of_a_minute_gains_a_minute(transit):
    await at(transit, "Tue 2026-03-03 10:00")
    await pause(transit, "transport", "Tue 2026-03-03 10:01")
    await at(transit, "Tue 2026-03-03 10:01")

    assert await due(transit, "transport") == moment("Tue 2026-03-10 09:01")


@pytest.mark.parametrize("rung", ["Wed 2026-03-04 10:00", "Mon 2026-04-06 11:00"])
async def test_it_ends_at_the_moment_that_was_said_however_late_it_rings(transit, rung):
    await at(transit, "Tue 2026-03-03 10:00")
    await pause(transit, "transport", "Wed 2026-03-04 10:00")
    await at(transit, rung)

    assert await due(transit, "transport") == moment("Tue 2026-03-10 18:00")
    assert len(transit.said(TaskResumed)) == 1


async def test_who_resumes_before_a_late_alarm_gains_nothing(transit):
    await at(transit, "Tue 2026-03-03 10:00")
    await pause(transit, "transport", "Wed 2026-03-04 10:00")
    go(transit, "Fri 2026-03-06 10:00")
    with pytest.raises(Rejected, match="wrong-state"):
        await transit.act("transport", "resume")
    await transit.act("transport", "record-contact", reached=True)

    assert await due(transit, "transport") == moment("Tue 2026-03-10 18:00")


async def test_a_pause_that_outlasts_the_limit_is_not_late(transit):
    await at(transit, "Tue 2026-03-03 10:00")
    await pause(transit, "transport", "Mon 2026-03-16 10:00")
    await at(transit, "Fri 2026-03-13 18:00")

    task = await transit.task("transport")
    assert (task.state, task.overdue, task.warned) == ("paused", False, False)


async def test_across_a_holiday_only_what_the_city_works_counts(world):
    """国庆节 2026: 1 to 7 October; 10 October is worked for it."""
    go(world, "Wed 2026-09-30 10:00")
    await world.accept(category="transit")
    await world.sign("transport")
    before = await due(world, "transport")
    await pause(world, "transport", "Thu 2026-10-08 10:00")
    await at(world, "Thu 2026-10-08 10:00")

    gained = world.norms.calendar.working_time(before, await due(world, "transport"))
    assert gained == timedelta(hours=7)


async def test_an_hour_of_an_urgent_task_is_a_natural_hour(world):
    await world.accept(category="transit", urgency="urgent")
    await world.sign("transport")
    before = await due(world, "transport")
    await pause(world, "transport", "Mon 2026-03-02 20:00")
    await at(world, "Mon 2026-03-02 20:00")

    assert await due(world, "transport") - before == timedelta(hours=3)
