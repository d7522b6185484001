"""A co-handler silent past its limit may be waived, with a reason, never silently."""

from datetime import timedelta

import pytest

from contracts.routing import CoHandlerReported, TaskWaived
from services.kit.errors import Rejected
from services.routing.domain.deciding.wishes import (
    DecideExtension,
    Decider,
    decide_extension,
)

A_MOMENT = timedelta(milliseconds=1)
DISPATCHER = Decider("dispatcher-1", frozenset({"dispatcher"}))


@pytest.fixture
async def transit(world):
    """Led by transport, with urban-mgmt."""
    await world.accept(category="transit")
    await world.sign("transport")
    return world


@pytest.fixture
async def silent(transit):
    transit.city.clock.now = (await transit.task("urban-mgmt")).due_at
    return transit


async def test_nobody_is_waived_before_the_limit(silent):
    silent.city.clock.advance(-A_MOMENT)

    with pytest.raises(Rejected, match="not-overdue") as no:
        await silent.waive("urban-mgmt")
    assert "2026-03-05 18:00" in no.value.zh


async def test_from_its_limit_on_it_is_and_all_are_told(silent):
    await silent.waive("urban-mgmt")

    (waived,), (told,) = silent.said(TaskWaived), silent.said(CoHandlerReported)
    assert (waived.department, waived.reason) == ("urban-mgmt", "silent")
    assert (told.department, told.result, told.open) == ("transport", "waived", 0)


async def test_the_lead_may_complete_without_it(silent):
    await silent.waive("urban-mgmt")
    await silent.complete("transport")

    assert silent.concluded() == ["resolved"]


async def test_whoever_was_waived_can_do_nothing_more(silent):
    await silent.waive("urban-mgmt")

    with pytest.raises(Rejected, match="wrong-state") as no:
        await silent.complete("urban-mgmt")
    assert no.value.en == "the task is waived; allowed now: nothing"


async def test_the_lead_is_never_waived(silent):
    silent.city.clock.now = (await silent.task("transport")).due_at

    with pytest.raises(Rejected, match="not-a-co-handler"):
        await silent.waive("transport")


@pytest.mark.parametrize("reason", ["tired", ""])
async def test_a_waiver_has_a_reason_of_the_citys_list(silent, reason):
    with pytest.raises(Rejected, match="unknown-reason"):
        await silent.waive("urban-mgmt", reason)


async def test_who_was_given_more_time_is_waited_for(transit):
    await transit.sign("urban-mgmt")
    await transit.act("urban-mgmt", "extend", reason="complex_matter")
    task = await transit.task("urban-mgmt")
    yes = DecideExtension(task.task_id, "granted", DISPATCHER)
    await transit.command(decide_extension, yes)
    transit.city.clock.now = task.due_at

    with pytest.raises(Rejected, match="not-overdue"):
        await transit.waive("urban-mgmt")


async def test_a_part_of_ones_own_unit_may_be_waived_as_well(silent):
    await silent.sign("urban-mgmt")
    silent.city.clock.now -= timedelta(days=2)
    await silent.hand_down("urban-mgmt", "chengdong-brigade")
    silent.city.clock.now = (await silent.task("chengdong-brigade")).due_at
    await silent.waive("chengdong-brigade")

    (told,) = silent.said(CoHandlerReported)
    assert (told.department, told.open) == ("urban-mgmt", 0)
