"""The dispatcher moves a task; whoever takes it over has the time that is left."""

from datetime import timedelta

import pytest

from contracts.routing import CoHandlerReported, TaskAssigned, TaskTransferred
from services.kit.errors import Rejected
from services.routing.domain.deciding.moving import CallIn, call_in


@pytest.fixture
async def transit(world):
    """Led by transport, with urban-mgmt; some time has passed."""
    await world.accept(category="transit")
    world.city.clock.advance(timedelta(hours=20))
    await world.sign("transport")
    return world


async def test_the_clock_goes_on_where_it_is(transit):
    before = await transit.task("transport")
    await transit.transfer("transport", "housing")

    after = await transit.task("housing")
    assert (after.clock, after.due_at) == (before.clock, before.due_at)
    assert after.assigned_at == transit.city.clock.now


async def test_the_new_department_has_its_own_time_to_sign_and_to_return(transit):
    await transit.transfer("transport", "housing")
    after = await transit.task("housing")

    assert (after.state, after.acknowledged_at) == ("assigned", None)
    assert after.timing.sign_by > transit.city.clock.now
    await transit.give_back("housing")


async def test_the_resident_waits_for_a_first_word_of_the_new_lead_too(transit):
    await transit.act("transport", "record-contact", reached=True)
    await transit.transfer("transport", "housing")

    assert (await transit.task("housing")).timing.contact_by is not None


async def test_both_departments_are_told(transit):
    await transit.transfer("transport", "housing")
    left = transit.city.bus.on("departments.transport.tasks")[-1].data
    come = transit.city.bus.on("departments.housing.tasks")[-1].data

    assert (type(left), left.to) == (TaskTransferred, "housing")
    assert (type(come), come.role) == (TaskAssigned, "lead")


async def test_a_co_handler_moved_is_told_to_the_lead_who_goes_on_waiting(transit):
    await transit.transfer("urban-mgmt", "housing")

    (told,) = transit.said(CoHandlerReported)
    assert (told.by, told.result, told.open) == ("urban-mgmt", "transferred", 1)


async def test_who_was_moved_away_can_do_nothing_more(transit):
    await transit.transfer("transport", "housing")

    with pytest.raises(Rejected, match="wrong-state"):
        await transit.complete("transport")


@pytest.mark.parametrize(
    ("to", "reason"),
    [("transport", "same-department"), ("ministry-of-walks", "unknown-department")],
)
async def test_it_moves_to_another_department_of_the_city(transit, to, reason):
    with pytest.raises(Rejected, match=reason):
        await transit.transfer("transport", to)


async def test_what_is_returned_is_decided_on_and_not_moved(transit):
    await transit.give_back("transport")

    with pytest.raises(Rejected, match="wrong-state") as no:
        await transit.transfer("transport", "housing")
    assert "transfer needs one that is assigned" in no.value.en


async def test_a_move_is_no_return(transit):
    await transit.transfer("transport", "housing")

    assert (await transit.handling()).returns == 0


async def test_a_dispatcher_calls_one_more_department_in(transit):
    await transit.command(call_in, CallIn("planning"))

    assert (await transit.task("planning")).role == "co_handler"
    with pytest.raises(Rejected, match="there-already"):
        await transit.command(call_in, CallIn("planning"))


async def test_who_is_called_into_a_later_round_has_its_part_of_that_round(transit):
    await transit.do_all()
    await transit.reopen()
    await transit.command(call_in, CallIn("planning"))

    called = await transit.task("planning")
    assert (called.round, called.clock.limit.amount) == (2, 3)
