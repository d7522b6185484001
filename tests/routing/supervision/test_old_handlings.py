"""What a version of last year stored still rings, and says nothing twice."""

import pytest

from contracts.routing import CaseSupervised, TaskOverdue, TaskSupervised
from services.routing.domain.handling import Handling
from tests.kit.limits.world import moment
from tests.routing.limits.steps import at
from tests.routing.world import CASE, CASE_NO

DUE = moment("Mon 2026-03-09 18:00")
LIMIT = {"amount": 5, "unit": "working_days", "source": "local", "rule": "潍坊 20"}


def old_task(**more):
    usual = {
        "task_id": CASE,
        "department": "market",
        "role": "lead",
        "limit": LIMIT,
        "started_at": moment("Mon 2026-03-02 17:00"),
        "assigned_at": moment("Mon 2026-03-02 17:00"),
        "due_at": DUE,
        "ladder": [DUE, moment("Wed 2026-03-11 18:00")],
        "state": "acknowledged",
    }
    return usual | more


def old_handling(**more):
    usual = {
        "case_id": CASE,
        "case_no": CASE_NO,
        "kind": "request",
        "category": "consumer",
        "area": "990101",
        "urgency": "normal",
        "state": "in_progress",
        "limit": LIMIT,
        "tasks": [],
    }
    return usual | more


async def stored(world, state):
    """As it lies in the database since then."""
    lifted = Handling.model_validate(Handling.UPCASTERS[1](state))
    await world.handlings.create([(CASE, lifted)])


async def test_an_old_task_falls_due(world):
    await stored(world, old_handling(tasks=[old_task()]))
    await at(world, "Wed 2026-03-11 18:00")

    assert [fact.due_at for fact in world.said(TaskOverdue)] == [DUE]
    assert [fact.level for fact in world.said(TaskSupervised)] == [1, 2]
    assert (await world.handling()).wake_at is None


async def test_what_had_been_said_of_it_is_not_said_again(world):
    await stored(world, old_handling(tasks=[old_task(overdue=True, level=1)]))
    await at(world, "Wed 2026-03-11 18:00")

    assert not world.said(TaskOverdue)
    assert [fact.level for fact in world.said(TaskSupervised)] == [2]


@pytest.mark.parametrize(("late", "levels"), [(False, [1]), (True, [])])
async def test_an_old_triage_still_escalates(world, late, levels):
    waiting = {"state": "triage", "triage_due_at": DUE, "triage_overdue": late}
    await stored(world, old_handling(**waiting))
    await at(world, "Wed 2026-03-11 18:00")

    assert [fact.level for fact in world.said(CaseSupervised)] == levels


async def test_an_old_return_can_be_decided_and_completed(world):
    asked = {"state": "returned", "return_reason": "not_our_duty"}
    task = old_task(**asked, return_law="潍坊 22", acknowledged_at=DUE)
    await stored(world, old_handling(tasks=[task]))
    await world.decide("market", "dismissed")
    await world.complete("market")

    assert (await world.handling()).state == "concluded"


async def test_an_old_task_can_be_paused(world):
    await stored(world, old_handling(tasks=[old_task()]))
    until = moment("Wed 2026-03-04 10:00")
    own = {"reason": "hearing", "evidence": "1", "until": until}
    await world.act("market", "pause", **own)
    await at(world, "Wed 2026-03-04 10:00")

    assert (await world.task("market")).due_at > DUE
