"""Who does not want it any more ends it: nobody owes anything from then on."""

import pytest

from contracts.routing import CaseConcluded, TaskCancelled
from services.kit.errors import Rejected


@pytest.fixture
async def transit(world):
    """Led by transport, with urban-mgmt."""
    await world.accept(category="transit")
    return world


async def test_every_open_task_is_cancelled_and_its_department_told(transit):
    await transit.sign("transport")
    await transit.give_back("urban-mgmt")
    await transit.withdraw()

    gone = [(fact.department, fact.reason) for fact in transit.said(TaskCancelled)]
    assert gone == [("transport", "withdrawn"), ("urban-mgmt", "withdrawn")]
    handling = await transit.handling()
    assert (handling.state, handling.open_tasks) == ("cancelled", ())
    assert not transit.said(CaseConcluded)


async def test_what_was_done_before_stays_done(transit):
    await transit.sign("urban-mgmt")
    await transit.complete("urban-mgmt")
    await transit.withdraw()

    assert [fact.department for fact in transit.said(TaskCancelled)] == ["transport"]
    assert (await transit.task("urban-mgmt")).state == "completed"


async def test_nothing_rings_any_more(transit):
    await transit.withdraw()

    assert (await transit.handling()).wake_at is None


async def test_nobody_has_to_be_named_for_it_any_more(world):
    await world.accept(category="other")
    await world.withdraw()

    assert (await world.handling()).wake_at is None
    with pytest.raises(Rejected, match="wrong-state"):
        await world.assign("housing")


@pytest.mark.parametrize("action", ["acknowledge", "complete", "return"])
async def test_a_department_learns_that_it_is_over(transit, action):
    await transit.withdraw()

    with pytest.raises(Rejected, match="wrong-state") as no:
        await transit.act("transport", action, outcome="resolved")
    assert "已撤销" in no.value.zh


async def test_a_round_that_was_taken_up_again_is_withdrawn_too(transit):
    await transit.do_all()
    await transit.reopen()
    await transit.withdraw()

    assert (await transit.handling()).state == "cancelled"


@pytest.mark.parametrize("times", [1, 2])
async def test_what_is_concluded_is_not_withdrawn(transit, times):
    await transit.do_all()
    for _ in range(times):
        await transit.withdraw()

    assert (await transit.handling()).state == "concluded"


async def test_of_an_unknown_case_nothing_is_withdrawn(world):
    await world.withdraw()

    assert not world.city.published
