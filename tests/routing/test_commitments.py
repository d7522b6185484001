"""What was promised in a deliberation is owed like anything else, until that day."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.codes import derived_id
from contracts.dispute import CommitmentMade
from contracts.routing import HandlingPlanned, TaskAssigned, TriageRequested
from services.routing.domain.planning import Assign, assign
from tests.routing.world import CASE, CASE_NO

FRIDAY_EVENING = datetime(2026, 3, 6, 10, tzinfo=UTC)


def promise(until=FRIDAY_EVENING, **said):
    usual = {
        "case_id": derived_id("a topic"),
        "commitment_id": CASE,
        "case_no": CASE_NO,
        "department": "housing",
        "co_handlers": ("street-qingshi",),
        "category": "old-estate",
        "area": "990101001001",
        "promised_by": until,
    }
    return CommitmentMade.model_validate(usual | said)


async def test_a_promise_is_a_handling_of_its_own(world):
    await world.hear(promise())
    handling = await world.handling()

    assert (handling.kind, handling.rule) == ("commitment", "commitment")
    assert [(t.department, t.role) for t in handling.tasks] == [
        ("housing", "lead"),
        ("street-qingshi", "co_handler"),
    ]
    assert {fact.case_id for fact in world.said(TaskAssigned)} == {CASE}


@pytest.mark.parametrize("hour", [0, 9, 17, 23])
@pytest.mark.parametrize("said_at", [0, 9, 17, 23])
async def test_it_is_due_with_the_promised_day_whatever_the_hour(world, hour, said_at):
    """Monday and Friday in Shanghai; a Friday is not to become the Monday after."""
    world.city.clock.now = datetime(2026, 3, 1, 16, tzinfo=UTC) + timedelta(
        hours=said_at
    )
    friday = datetime(2026, 3, 5, 16, tzinfo=UTC) + timedelta(hours=hour)
    await world.hear(promise(friday))

    assert (await world.task("housing")).due_at == FRIDAY_EVENING


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(days=400)])
async def test_a_day_that_has_passed_leaves_one_day(world, ago):
    await world.hear(promise(world.city.clock.now - ago))

    assert (await world.task("housing")).due_at == datetime(2026, 3, 3, 10, tzinfo=UTC)


async def test_the_same_promise_twice_is_one_handling(world):
    for _ in range(2):
        await world.hear(promise())

    assert len(world.said(HandlingPlanned)) == 1


@pytest.mark.parametrize(
    "named",
    [
        {"department": "ministry-of-walks", "co_handlers": ()},
        {"co_handlers": ("ministry-of-walks",)},
    ],
)
async def test_whom_the_city_does_not_know_the_dispatcher_replaces(world, named):
    await world.hear(promise(**named))
    assert [type(fact) for fact in world.city.facts] == [TriageRequested]
    await world.command(assign, Assign("housing"))

    handling = await world.handling()
    assert (handling.kind, handling.state) == ("commitment", "in_progress")


async def test_no_resident_waits_for_a_first_word(world):
    await world.hear(promise())
    assert (await world.task("housing")).timing.contact_by is None
    await world.do_all()
    await world.redo()

    assert (await world.task("housing")).timing.contact_by is None


async def test_it_may_be_returned_and_completed_like_any_other(world):
    await world.hear(promise())
    await world.give_back("housing")
    await world.decide("housing", "upheld", "planning")
    await world.do_all()

    assert world.concluded() == ["resolved"]


async def test_it_is_completed_without_an_answer_to_a_resident(world):
    await world.hear(promise(co_handlers=()))
    await world.sign("housing")
    await world.act("housing", "complete", outcome="resolved", answer=None)

    assert (await world.task("housing")).state == "completed"
