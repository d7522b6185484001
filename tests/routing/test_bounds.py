"""Whoever does the same again and again fills no case, and leaves room for others."""

from datetime import timedelta

import pytest

from contracts.intake import CaseEvaluated, CaseReopened
from contracts.routing import CaseSupervised, JointMeetingCalled
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.routing.domain.deciding.meetings import (
    FURTHEST,
    CallMeeting,
    call_meeting,
)
from services.routing.domain.handling import MOST_CALLED, MOST_ROUNDS, MOST_TASKS
from tests.routing.world import CASE

STREET, UNIT = "street-qingshi", "community-bingdili"


@pytest.fixture
async def street(world):
    """Led by the street, which has signed."""
    await world.accept(category="property-owners-committee")
    await world.sign(STREET)
    return world


async def hand_down(world):
    part = {"departments": (UNIT,), "amount": 1, "unit": "hours"}
    await world.act(STREET, "sub-assign", **part)
    await world.sign(UNIT)
    await world.complete(UNIT)


async def test_who_hands_down_for_ever_leaves_room_to_move_and_to_redo(street):
    for _ in range(MOST_CALLED - len((await street.handling()).tasks)):
        await hand_down(street)

    with pytest.raises(Rejected, match="too-many-called"):
        await hand_down(street)
    with pytest.raises(Rejected, match="too-many-called"):
        await street.act(STREET, "whistle", departments=("health",))
    with pytest.raises(Rejected, match="too-many-called"):
        await street.act(STREET, "request-mediation")
    await street.transfer(STREET, "housing")
    assert (await street.handling()).lead.department == "housing"


@pytest.mark.parametrize("ahead", [timedelta(0), FURTHEST + timedelta(seconds=1)])
async def test_a_meeting_is_called_for_a_day_to_come_and_not_too_far(street, ahead):
    with pytest.raises(Rejected, match="meeting-is-not-near"):
        await street.command(call_meeting, CallMeeting((STREET,), MONDAY + ahead))

    await street.command(call_meeting, CallMeeting((STREET,), MONDAY + FURTHEST))
    assert len(street.said(JointMeetingCalled)) == 1


REOPENED = CaseReopened(case_id=CASE, reason="not_solved")


async def full_of_tasks(world):
    await world.accept(category="consumer")
    holder, other = "market", "housing"
    for _ in range(MOST_TASKS - 1):
        await world.transfer(holder, other)
        holder, other = other, holder
    await world.sign(holder)
    await world.complete(holder)


async def full_of_rounds(world):
    await world.accept(category="consumer")
    for round in range(1, MOST_ROUNDS + 1):
        await world.sign("market")
        await world.complete("market")
        if round < MOST_ROUNDS:
            await world.hear(REOPENED)


@pytest.mark.parametrize("fill", [full_of_tasks, full_of_rounds])
async def test_what_has_no_room_for_another_round_goes_to_the_office(world, fill):
    await fill(world)
    await world.hear(REOPENED)

    told = world.said(CaseSupervised)[-1]
    assert (told.level, told.reason) == (2, "reopened")
    assert (await world.handling()).supervised == ("reopened", 2)


async def test_a_bad_evaluation_without_room_for_a_round_goes_to_the_office(world):
    await full_of_tasks(world)
    await world.hear(CaseEvaluated(case_id=CASE, grade=1, named=True))

    assert (await world.handling()).supervised == ("bad_rounds", 2)
