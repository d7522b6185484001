"""A return needs a reason and its legal basis, comes in time, and somebody decides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contracts.routing import (
    CaseSupervised,
    ReturnDecided,
    TaskReturned,
    TaskSupervised,
)
from services.kit.errors import Rejected

UNTIL = datetime(2026, 3, 3, 10, tzinfo=UTC)
"""The end of the first working day after Monday's dispatch."""


@pytest.fixture
async def transit(world):
    """Led by transport, with urban-mgmt."""
    await world.accept(category="transit")
    return world


def refused(world):
    told = [f for f in world.said(TaskSupervised) if f.reason == "refused"]
    return [(fact.department, fact.level) for fact in told]


async def test_a_task_is_returned_until_the_end_of_a_working_day(transit):
    transit.city.clock.now = UNTIL
    await transit.give_back("transport")

    assert (await transit.task("transport")).state == "returned"


async def test_after_that_it_is_not(transit):
    transit.city.clock.now = UNTIL + timedelta(milliseconds=1)

    with pytest.raises(Rejected, match="return-too-late") as no:
        await transit.give_back("transport")
    assert "2026-03-03 18:00" in no.value.en


async def test_who_has_signed_may_find_out_that_it_is_not_theirs(transit):
    await transit.sign("transport")
    await transit.give_back("transport")

    assert (await transit.task("transport")).state == "returned"


async def test_a_return_names_the_rule_that_sent_it_there(transit):
    await transit.give_back("transport")

    (fact,) = transit.said(TaskReturned)
    assert (fact.rule, fact.department) == ("transit", "transport")


async def test_every_return_counts_whoever_returns(transit):
    await transit.give_back("transport")
    await transit.give_back("urban-mgmt")

    assert (await transit.handling()).returns == 2


async def test_a_returned_task_waits_for_the_dispatcher(transit):
    await transit.give_back("transport")

    for action in ("acknowledge", "complete", "return", "request-mediation"):
        with pytest.raises(Rejected, match="wrong-state"):
            await transit.act("transport", action, outcome="resolved")


async def test_the_clock_runs_while_it_is_decided(transit):
    before = await transit.task("transport")
    await transit.give_back("transport")
    transit.city.clock.advance(timedelta(hours=3))
    await transit.decide("transport", "dismissed")

    after = await transit.task("transport")
    assert (after.due_at, after.clock) == (before.due_at, before.clock)


async def test_a_dispatcher_who_is_late_is_supervised_not_the_department(transit):
    """Four working hours from Monday 17:00: until Tuesday 12:00."""
    await transit.give_back("transport")
    transit.city.clock.now = datetime(2026, 3, 3, 4, tzinfo=UTC)
    for _ in range(2):
        await transit.city.ring()

    (fact,) = transit.said(CaseSupervised)
    assert (fact.level, fact.reason) == (1, "return_undecided")


async def test_a_dismissed_return_is_told_to_the_head_of_the_department(transit):
    await transit.give_back("transport")
    await transit.decide("transport", "dismissed")

    assert refused(transit) == [("transport", 1)]
    assert [f.decision for f in transit.said(ReturnDecided)] == ["dismissed"]


async def test_an_upheld_return_is_nobodys_fault(transit):
    await transit.give_back("transport")
    await transit.decide("transport", "upheld", "housing")

    assert not refused(transit)
    assert (await transit.task("transport")).state == "reassigned"


async def test_who_takes_it_over_may_return_it_within_a_day_of_its_own(transit):
    transit.city.clock.now = UNTIL
    await transit.give_back("transport")
    await transit.decide("transport", "upheld", "housing")
    transit.city.clock.now = datetime(2026, 3, 4, 10, tzinfo=UTC)
    await transit.give_back("housing")

    assert (await transit.handling()).returns == 2


async def test_a_return_is_decided_once(transit):
    await transit.give_back("transport")
    await transit.decide("transport", "dismissed")

    with pytest.raises(Rejected, match="wrong-state"):
        await transit.decide("transport", "upheld", "housing")


async def test_the_head_is_told_once_of_the_same_task(transit):
    """Where a city lets departments return more than twice."""
    transit.norms = lenient(transit.norms)
    for _ in range(2):
        await transit.give_back("transport")
        await transit.decide("transport", "dismissed")

    assert refused(transit) == [("transport", 1)]


def lenient(norms):
    return replace(norms, counts=replace(norms.counts, returns=5))
