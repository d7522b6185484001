"""A calendar is published: what was provisional is computed again, and told."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.routing import TaskRescheduled
from services.routing.domain.recomputing import recompute
from tests.kit.limits.world import moment
from tests.routing.limits.steps import at, due, go, pause, ruled


def publish(world, through="2026-12-31", rest=(), work=()):
    """As the State Council does."""
    known = world.norms.calendar
    calendar = replace(
        known,
        published_through=date.fromisoformat(through),
        rest_days=known.rest_days | {date.fromisoformat(day) for day in rest},
        working_weekends=known.working_weekends
        | {date.fromisoformat(day) for day in work},
    )
    world.norms = replace(world.norms, calendar=calendar)


@pytest.fixture
async def unknown(world):
    """Due on Monday 9 March, of which nobody knows whether it is worked."""
    publish(world, through="2026-03-06")
    await ruled(world, "complaint", "market", "health")
    await world.sign("market")
    return world


async def recomputed(world):
    await world.command(recompute, None)


async def test_beyond_the_calendar_an_end_is_provisional(unknown):
    lead, co_handler = (await unknown.handling()).tasks

    assert (lead.timing.provisional, co_handler.timing.provisional) == (True, False)
    assert (await unknown.handling()).index()["provisional"]


@pytest.mark.parametrize(
    ("plan", "end"),
    [
        ({"rest": ["2026-03-09", "2026-03-10"]}, "Wed 2026-03-11 18:00"),
        ({"work": ["2026-03-07"]}, "Sat 2026-03-07 18:00"),
    ],
    ids=["later", "earlier"],
)
async def test_published_an_end_moves_to_where_it_belongs(unknown, plan, end):
    publish(unknown, **plan)
    await recomputed(unknown)

    (told,) = unknown.said(TaskRescheduled)
    assert (told.department, told.due_at) == ("market", moment(end))
    assert not told.provisional
    assert await due(unknown, "market") == moment(end)
    assert not (await unknown.handling()).index()["provisional"]


async def test_what_was_said_for_certain_stays(unknown):
    before = await due(unknown, "health")
    publish(unknown, rest=["2026-03-03", "2026-03-09"])
    await recomputed(unknown)

    assert await due(unknown, "health") == before


async def test_an_end_that_stays_is_told_to_be_certain_now(unknown):
    before = await due(unknown, "market")
    publish(unknown)
    await recomputed(unknown)

    (told,) = unknown.said(TaskRescheduled)
    assert (told.due_at, told.provisional) == (before, False)


@pytest.mark.parametrize("state", ["acknowledged", "paused"])
async def test_started_again_without_news_nothing_is_said(unknown, state):
    if state == "paused":
        await pause(unknown, "market", "Fri 2026-03-06 10:00")
    go(unknown, "Thu 2026-03-05 10:00")
    await recomputed(unknown)

    assert not unknown.said(TaskRescheduled)


async def test_an_earlier_end_that_has_passed_is_late_at_once(unknown):
    await at(unknown, "Sun 2026-03-08 10:00")
    publish(unknown, work=["2026-03-07"])
    await recomputed(unknown)
    await at(unknown, "Sun 2026-03-08 10:01")

    assert (await unknown.task("market")).overdue


async def test_a_later_end_is_warned_of_again(unknown):
    await at(unknown, "Fri 2026-03-06 18:00")
    assert (await unknown.task("market")).warned
    publish(unknown, rest=["2026-03-09", "2026-03-10"])
    await recomputed(unknown)

    assert not (await unknown.task("market")).warned


async def test_the_end_by_law_is_found_and_computed_again_too(world):
    """Also where no task has one: in triage, nobody has it yet."""
    publish(world, through="2026-03-06")
    await ruled(world, "licence", None)
    assert (await world.handling()).index()["provisional"]
    publish(world, rest=["2026-03-30"])
    await recomputed(world)

    handling = await world.handling()
    assert handling.statutory.due_at == moment("Tue 2026-03-31 18:00")
    assert not handling.index()["provisional"]
