"""A document as the first version stored it loads, and goes on working."""

from datetime import UTC, datetime

import pytest

from contracts.routing import CaseConcluded, CaseSupervised, TaskOverdue
from services.kit.testing.clock import MONDAY
from services.routing.domain.handling import Handling
from tests.routing.world import ANSWER, CASE, CASE_NO

DUE = datetime(2026, 3, 9, 10, tzinfo=UTC)
LIMIT = {"amount": 5, "unit": "working_days", "source": "local", "rule": "潍坊 20"}
LEAD = {
    "task_id": "0190aaaa-0000-7000-8000-000000000001",
    "department": "transport",
    "role": "lead",
    "limit": LIMIT,
    "started_at": MONDAY,
    "assigned_at": MONDAY,
    "due_at": DUE,
    "provisional": False,
    "ladder": [DUE, datetime(2026, 3, 11, 10, tzinfo=UTC)],
    "level": 0,
    "overdue": False,
    "state": "acknowledged",
    "acknowledged_at": MONDAY,
    "completed_at": None,
    "return_reason": None,
    "return_law": None,
    "outcome": None,
    "answer": None,
}
CO_HANDLER = LEAD | {
    "task_id": "0190aaaa-0000-7000-8000-000000000002",
    "department": "urban-mgmt",
    "role": "co_handler",
}
DONE = {"state": "completed", "completed_at": MONDAY, "outcome": "resolved"}
STATE = {
    "case_id": CASE,
    "case_no": CASE_NO,
    "kind": "request",
    "category": "transit",
    "area": "990101001001",
    "urgency": "normal",
    "state": "in_progress",
    "limit": LIMIT,
    "rule": "transit",
    "rules_version": "v1",
    "why": ["由谁办: transit"],
    "triage_due_at": None,
    "triage_overdue": False,
    "tasks": [LEAD, CO_HANDLER],
    "returns": 1,
    "answered": {"transport": ["an-earlier-answer"]},
}


async def stored(world, **state):
    """In the outer form that every version has used."""
    whole = STATE | state
    document = {
        "_id": CASE,
        "version": 7,
        "schema": 1,
        "state": whole,
        "seen": [],
        "sequence": 9,
        "outbox": [],
        "unpublished_since": None,
        "wake_at": DUE,
        "area": whole["area"],
        "task_ids": [task["task_id"] for task in whole["tasks"]],
    }
    await world.handlings.documents.add([document])
    return await world.handling()


def test_the_first_schema_is_lifted():
    assert 1 + max(Handling.UPCASTERS) == Handling.SCHEMA


async def test_nothing_that_mattered_is_lost(world):
    handling = await stored(world)
    lead = handling.lead

    assert (lead.clock.limit.rule, lead.clock.started_at) == ("潍坊 20", MONDAY)
    assert (lead.due_at, lead.acknowledged_at) == (DUE, MONDAY)
    assert (handling.returns, handling.why_zh) == (1, ("由谁办: transit",))
    assert handling.heard("transport", "an-earlier-answer")


async def test_it_is_completed_and_judged_as_today(world):
    await stored(world)
    await world.do_all()
    await world.evaluate(1)

    assert world.said(CaseConcluded)[0].round == 1
    assert (await world.handling()).round == 2


async def test_it_is_kept_in_todays_form_after_its_first_change(world):
    await stored(world)
    await world.act("transport", "record-contact", reached=True)
    document = await world.handlings.documents.find(CASE)

    assert (document["schema"], document["version"]) == (Handling.SCHEMA, 8)
    assert document["concerned"] == ["transport", "urban-mgmt"]


async def test_a_lead_that_was_done_first_still_has_the_word(world):
    """At that time the lead did not have to wait."""
    lead = LEAD | DONE | {"answer": ANSWER, "outcome": "explained"}
    await stored(world, tasks=[lead, CO_HANDLER])
    await world.complete("urban-mgmt", "resolved")

    (end,) = world.said(CaseConcluded)
    assert (end.outcome, end.answer) == ("explained", ANSWER)


async def test_an_undecided_return_is_the_second_and_a_supervisor_designates(world):
    own = {
        "state": "returned",
        "return_reason": "not_our_duty",
        "return_law": "潍坊 22",
    }
    handling = await stored(world, tasks=[LEAD | own, CO_HANDLER], returns=2)
    await world.designate("transport", "housing")

    assert handling.lead.returned.reason == "not_our_duty"
    assert (await world.handling()).lead.designated


@pytest.mark.parametrize("late", [False, True])
async def test_a_triage_goes_on(world, late):
    waiting = {"state": "triage", "triage_due_at": DUE, "triage_overdue": late}
    await stored(world, **waiting, tasks=[])
    world.city.clock.now = DUE
    await world.city.ring()
    await world.assign("housing")

    assert len(world.said(CaseSupervised)) == (not late)
    assert (await world.handling()).state == "in_progress"


@pytest.mark.parametrize(("overdue", "told"), [(False, 2), (True, 0)])
async def test_what_was_said_to_be_late_is_not_said_again(world, overdue, told):
    late = {"overdue": overdue, "level": int(overdue)}
    await stored(world, tasks=[LEAD | late, CO_HANDLER | late])
    world.city.clock.now = DUE
    await world.city.ring()

    assert len(world.said(TaskOverdue)) == told


async def test_a_concluded_one_comes_back(world):
    handling = await stored(
        world, state="concluded", tasks=[LEAD | DONE, CO_HANDLER | DONE]
    )
    await world.follow_up(resolved=False)
    await world.evaluate(2)

    assert handling.conclusion.outcome == "resolved"
    assert [t.department for t in (await world.handling()).open_tasks] == ["transport"]


async def test_a_reassigned_lead_is_not_the_one_who_had_the_last_word(world):
    gone = LEAD | {"task_id": "gone", "department": "housing", "state": "reassigned"}
    handling = await stored(world, tasks=[gone, LEAD, CO_HANDLER])

    assert handling.lead.department == "transport"
