"""The clock of the case: from acceptance, whatever departments do with theirs."""

import pytest

from contracts.routing import CaseSupervised
from services.routing.domain.deciding.afterwards import Redo, redo
from tests.kit.limits.world import moment
from tests.routing.limits.steps import ask, at, due, head_of, pause, rule, ruled


def late(world):
    return [f for f in world.said(CaseSupervised) if f.reason == "statutory"]


async def test_it_runs_from_acceptance_and_a_tasks_from_dispatch(world):
    """Saturday 28 February is worked for the Spring Festival."""
    accepted = {"accepted_at": moment("Thu 2026-02-26 10:00")}
    await ruled(world, "licence", "market", **accepted)

    statutory = (await world.handling()).statutory
    assert statutory.clock.started_at == moment("Thu 2026-02-26 10:00")
    assert statutory.due_at == moment("Wed 2026-03-25 18:00")
    assert await due(world, "market") == moment("Mon 2026-03-30 18:00")


async def test_deemed_accepted_it_runs_from_the_receipt(world):
    """许可法 32(4): five working days without a notice, and it was on the day."""
    received = moment("Fri 2026-02-13 10:00")
    await ruled(world, "licence", "market", received_at=received, accepted_at=received)

    statutory = (await world.handling()).statutory
    assert statutory.due_at == moment("Thu 2026-03-19 18:00")


@pytest.mark.parametrize("limit", ["complaint", "urgent", "commitment"])
async def test_what_no_law_limits_has_no_such_clock(world, limit):
    await ruled(world, limit, "market")

    assert (await world.handling()).statutory is None


async def test_past_it_the_office_hears_of_it_once(licence):
    await at(licence, "Mon 2026-03-30 17:59")
    assert not late(licence)
    for _ in range(2):
        await at(licence, "Mon 2026-03-30 18:00")

    assert [fact.level for fact in late(licence)] == [2]


async def test_extended_after_it_was_missed_it_can_be_missed_again(licence):
    await ask(licence, "market")
    await at(licence, "Mon 2026-03-30 18:00")
    await rule(licence, "market", "granted", head_of("market"))
    await at(licence, "Tue 2026-04-14 17:59")
    assert len(late(licence)) == 1
    await at(licence, "Tue 2026-04-14 18:00")

    assert len(late(licence)) == 2


async def test_a_case_in_triage_is_under_its_law_already(world):
    await ruled(world, "licence", None)
    await at(world, "Tue 2026-03-31 10:00")

    assert len(late(world)) == 1


async def test_what_was_decided_in_time_is_not_late_when_it_comes_back(licence):
    await licence.complete("market")
    await at(licence, "Wed 2026-04-15 10:00")
    await licence.command(redo, Redo())
    await at(licence, "Wed 2026-04-15 11:00")

    assert not late(licence)


async def test_a_transfer_leaves_it_where_it_was(licence):
    before = (await licence.handling()).statutory
    await licence.transfer("market", "health")

    assert (await licence.handling()).statutory == before


async def test_a_clock_that_stands_still_for_one_task_is_not_moved_by_another(world):
    await ruled(world, "licence_joint", "housing", "market")
    for department in ("housing", "market"):
        await world.sign(department)
    before = (await world.handling()).statutory.due_at
    await pause(world, "market", "Fri 2026-03-06 10:00", "hearing")
    await pause(world, "housing", "Tue 2026-03-03 10:00")
    await at(world, "Tue 2026-03-03 10:00")

    statutory = (await world.handling()).statutory
    assert (statutory.due_at, statutory.clock.stopped) == (before, True)
