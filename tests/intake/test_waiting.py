"""Whose clock stands still, until when, and what is expected from then on."""

from datetime import timedelta

import pytest

from contracts.routing import (
    ExtensionDecided,
    OfTask,
    TaskOverdue,
    TaskParked,
    TaskPaused,
    TaskRescheduled,
    TaskResumed,
    TaskTransferred,
    TaskWaived,
)
from tests.intake import facts
from tests.intake.facts import DUE, about
from tests.intake.world import World

CITY = "urban-mgmt"
LATER = DUE + timedelta(days=4)
WAITS = {"reason": "other", "until": LATER}
PAUSED = WAITS | {"statutory": False, "evidence": "QH-1"}
PARKED = {"reason": "other", "review_at": LATER}


async def _with_a_task(world: World, *more: type[OfTask]) -> str:
    case_id = (await world.registered())["case_id"]
    await world.receive(facts.assigned(case_id, CITY))
    await world.receive(*(about(fact, case_id, due_at=DUE) for fact in more))
    return case_id


@pytest.mark.parametrize(
    ("fact", "more", "status"),
    [(TaskPaused, PAUSED, "paused"), (TaskParked, PARKED, "parked")],
)
async def test_while_it_waits_no_date_is_promised(world: World, fact, more, status):
    case_id = await _with_a_task(world)
    await world.receive(about(fact, case_id, **more))

    case = await world.case(case_id)
    [holder] = case.holders
    assert (holder.status, holder.waits_until) == (status, LATER)
    assert case.expected_at is None


@pytest.mark.parametrize(
    ("signed", "status"), [((), "assigned"), ((facts.acknowledged,), "acknowledged")]
)
async def test_back_at_work_it_has_the_new_date(world: World, signed, status):
    case_id = await _with_a_task(world)
    await world.receive(*(fact(case_id, CITY) for fact in signed))
    await world.receive(about(TaskPaused, case_id, **PAUSED))
    await world.receive(about(TaskResumed, case_id, due_at=LATER))

    case = await world.case(case_id)
    [holder] = case.holders
    assert (holder.status, holder.waits_until) == (status, None)
    assert case.expected_at == LATER


@pytest.mark.parametrize(
    ("fact", "more", "due"),
    [
        (ExtensionDecided, {"decision": "granted"}, LATER),
        (ExtensionDecided, {"decision": "refused"}, DUE),
        (TaskRescheduled, {"provisional": True}, LATER),
    ],
)
async def test_only_what_was_decided_moves_the_date(world: World, fact, more, due):
    case_id = await _with_a_task(world)
    await world.receive(about(fact, case_id, due_at=due, **more))

    [holder] = (await world.case(case_id)).holders
    assert (holder.due_at, holder.status) == (due, "assigned")
    assert holder.provisional is more.get("provisional", False)


async def test_more_time_in_time_is_late_no_more(world: World):
    case_id = await _with_a_task(world, TaskOverdue)
    await world.receive(
        about(ExtensionDecided, case_id, due_at=LATER, decision="granted")
    )

    assert [h.overdue for h in (await world.case(case_id)).holders] == [False]


@pytest.mark.parametrize(
    ("fact", "more"),
    [
        (TaskWaived, {"reason": "silent"}),
        (TaskTransferred, {"to": "housing"}),
    ],
)
async def test_what_ends_a_task_ends_the_right_to_read(world: World, fact, more):
    case_id = await _with_a_task(world)
    await world.receive(about(fact, case_id, **more))

    assert world.said()[-1] == "content-revoked"
    assert (await world.case(case_id)).holders == ()


async def test_facts_about_a_task_nobody_has_change_no_date(world: World):
    case_id = (await world.registered())["case_id"]
    await world.receive(
        about(TaskPaused, case_id, **PAUSED), about(TaskResumed, case_id, due_at=LATER)
    )

    assert (await world.case(case_id)).holders == ()
