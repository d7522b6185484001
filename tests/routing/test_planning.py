from datetime import UTC, datetime

import pytest

from contracts.routing import (
    CaseSupervised,
    HandlingPlanned,
    TaskAssigned,
    TriageRequested,
)
from services.kit.errors import Rejected
from services.kit.testing.platform import arrived
from tests.routing.world import CASE, case_accepted


async def test_the_rules_name_a_lead_and_co_handlers(world):
    await world.accept(category="property")

    planned, *assigned = world.city.facts
    assert isinstance(planned, HandlingPlanned)
    assert (planned.lead, planned.rule) == ("street-qingshi", "property")
    assert planned.rules_version.startswith("qinghe-2026-4-")
    assert [(task.department, task.role) for task in assigned] == [
        ("street-qingshi", "lead"),
        ("housing", "co_handler"),
        ("fire-rescue", "co_handler"),
        ("urban-mgmt", "co_handler"),
    ]


async def test_each_department_hears_of_its_own_task_only(world):
    await world.accept(category="property")

    heard = world.city.bus.on("departments.housing.tasks")
    assert [event.data.department for event in heard] == ["housing"]


async def test_a_co_handler_has_three_fifths_of_the_leads_time(world):
    await world.accept(request_type="complaint")

    assert (await world.task("street-qingshi")).due_at == datetime(
        2026, 3, 9, 10, tzinfo=UTC
    )
    assert (await world.task("housing")).due_at == datetime(2026, 3, 5, 10, tzinfo=UTC)


async def test_the_same_case_twice_is_handled_once(world):
    await world.accept()
    await world.city.deliver(world.handlers, arrived(case_accepted(), sequence=9))

    assert len(world.said(HandlingPlanned)) == 1


async def test_why_is_kept_in_words(world):
    handling = await world.accept(category="transit", urgency="urgent")

    who, how_long, what_first = handling.why_zh
    assert "分类为“公共交通与道路”,所以主办为交通运输局" in who
    assert "紧急程度为“紧急”,所以时限为24小时" in how_long
    assert "优先级为1" in what_first
    assert len(handling.why_en) == len(handling.why_zh)


@pytest.mark.parametrize(
    "case", [{"category": "other"}, {"area": "990102"}, {"category": "utilities"}]
)
async def test_what_no_rule_can_place_goes_to_the_dispatcher(world, case):
    """No category, no street office for so wide an area, no item to tell by."""
    handling = await world.accept(**case)

    assert (handling.state, handling.tasks) == ("triage", ())
    assert [type(fact) for fact in world.city.facts] == [TriageRequested]


async def test_a_triage_that_is_late_is_marked(world):
    handling = await world.accept(category="other")
    world.city.clock.now = handling.unassigned.due_at
    await world.city.ring()

    (fact,) = world.said(CaseSupervised)
    assert (fact.level, fact.reason) == (1, "nobody_assigned")


async def test_the_dispatcher_names_departments_and_their_clock_starts(world):
    await world.accept(category="other")
    await world.assign("housing", "urban-mgmt", "housing")

    planned = world.said(HandlingPlanned)[0]
    assert (planned.rule, planned.co_handlers) == ("dispatcher", ("urban-mgmt",))
    assert [task.department for task in world.assigned()] == ["housing", "urban-mgmt"]
    assert (await world.handling()).state == "in_progress"


async def test_departments_are_named_once(world):
    await world.accept(category="other")
    await world.assign("housing")

    with pytest.raises(Rejected, match="wrong-state"):
        await world.assign("urban-mgmt")


async def test_a_department_the_city_has_not_cannot_be_named(world):
    await world.accept(category="other")

    with pytest.raises(Rejected, match="unknown-department"):
        await world.assign("ministry-of-walks")


async def test_a_case_nobody_handles_cannot_be_assigned(world):
    with pytest.raises(Rejected, match="unknown-case"):
        await world.assign("housing")


async def test_a_date_beyond_the_published_calendar_is_told_as_provisional(world):
    world.city.clock.now = datetime(2026, 12, 30, 2, tzinfo=UTC)
    await world.accept(category="consumer")

    assert world.assigned()[0].provisional


async def test_the_case_is_found_by_what_it_owes(world):
    handling = await world.accept(category="transit")
    document = await world.handlings.documents.find(CASE)

    assert document["departments"] == ["transport", "urban-mgmt"]
    assert document["task_ids"] == [task.task_id for task in handling.tasks]
    assert document["wake_at"] == min(task.timing.sign_by for task in handling.tasks)
    assert isinstance(world.assigned()[0], TaskAssigned)
