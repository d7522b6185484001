"""Hearing, inspection, appraisal: what the law does not count stops the case too."""

from dataclasses import replace

import pytest

from contracts.routing import CaseSupervised, TaskAssigned
from services.kit.errors import Rejected
from services.routing.domain.norms import Organisation
from tests.kit.limits.world import moment
from tests.routing.limits.steps import at, due, go, pause, ruled


async def case_due(world):
    return (await world.handling()).statutory.due_at


@pytest.mark.parametrize(
    ("reason", "end"),
    [("hearing", "Tue 2026-03-31 18:00"), ("weather", "Mon 2026-03-30 18:00")],
)
async def test_the_case_stands_still_for_the_law_alone(licence, reason, end):
    go(licence, "Tue 2026-03-03 10:00")
    await pause(licence, "market", "Wed 2026-03-04 10:00", reason)
    await at(licence, "Wed 2026-03-04 10:00")

    assert await due(licence, "market") == moment("Tue 2026-03-31 18:00")
    assert await case_due(licence) == moment(end)


async def test_while_it_stands_still_the_case_is_not_late(licence):
    go(licence, "Tue 2026-03-03 10:00")
    await pause(licence, "market", "Thu 2026-04-30 10:00", "appraisal")
    await at(licence, "Tue 2026-04-28 10:00")

    assert not licence.said(CaseSupervised)


@pytest.fixture
async def joint(world):
    """A joint licence, of which two departments do a part each."""
    await ruled(world, "licence_joint", "housing", "market", "planning", kind="service")
    for department in ("housing", "market", "planning"):
        await world.sign(department)
    return world


async def test_the_case_runs_on_with_the_last_that_stood_still(joint):
    before = await case_due(joint)
    go(joint, "Tue 2026-03-03 10:00")
    await pause(joint, "market", "Wed 2026-03-04 10:00", "hearing")
    await pause(joint, "planning", "Fri 2026-03-06 10:00", "appraisal")
    await at(joint, "Mon 2026-03-16 10:00")

    gained = joint.norms.calendar.working_time(before, await case_due(joint))
    assert gained == 3 * joint.norms.calendar.hours.length


async def test_a_transfer_ends_the_pause_and_keeps_what_it_gained(licence):
    go(licence, "Tue 2026-03-03 10:00")
    await pause(licence, "market", "Fri 2026-03-06 10:00", "hearing")
    go(licence, "Wed 2026-03-04 10:00")
    await licence.transfer("market", "health")

    assert await due(licence, "health") == moment("Tue 2026-03-31 18:00")
    assert licence.said(TaskAssigned)[-1].due_at == moment("Tue 2026-03-31 18:00")
    assert await case_due(licence) == moment("Tue 2026-03-31 18:00")
    assert not (await licence.task("market")).clock.stopped


async def test_a_transfer_after_the_end_of_a_pause_gains_nothing_more(licence):
    go(licence, "Tue 2026-03-03 10:00")
    await pause(licence, "market", "Wed 2026-03-04 10:00", "hearing")
    go(licence, "Tue 2026-03-10 10:00")
    await licence.transfer("market", "health")

    assert await due(licence, "health") == moment("Tue 2026-03-31 18:00")
    assert await case_due(licence) == moment("Tue 2026-03-31 18:00")


async def test_who_takes_over_has_what_is_left_of_the_pauses(transit):
    for until in ("Tue 2026-03-03 10:00", "Tue 2026-03-03 11:00"):
        await pause(transit, "transport", until)
        await at(transit, until)
    await transit.transfer("transport", "housing")
    await transit.sign("housing")

    with pytest.raises(Rejected, match="paused-too-often"):
        await pause(transit, "housing", "Wed 2026-03-04 10:00")


async def test_a_part_that_goes_with_its_whole_does_not_hold_the_case(joint):
    below = Organisation("农业局下属", "community", parent="market")
    norms = joint.norms
    joint.norms = replace(norms, organisations=norms.organisations | {"health": below})
    to = {"departments": ("health",), "amount": 3, "unit": "working_days"}
    await joint.act("market", "sub-assign", **to)
    await joint.sign("health")
    await pause(joint, "health", "Thu 2026-03-05 10:00", "hearing")
    await joint.complete("market")

    assert (await joint.task("health")).state == "cancelled"
    assert not (await joint.handling()).statutory.clock.stopped
