"""After two returns a supervisor designates, and that stands (潍坊 22)."""

from datetime import timedelta

import pytest

from contracts.routing import ReturnDecided, TaskDesignated
from services.kit.errors import Rejected


@pytest.fixture
async def once(world):
    """Led by transport, which has returned it, with urban-mgmt."""
    await world.accept(category="transit")
    await world.give_back("transport")
    return world


@pytest.fixture
async def twice(once):
    await once.decide("transport", "upheld", "housing")
    await once.give_back("housing")
    return once


async def test_after_one_return_nobody_is_designated(once):
    with pytest.raises(Rejected, match="returns-first") as no:
        await once.designate("transport", "housing")
    assert no.value.law == "潍坊 22"


@pytest.mark.parametrize("decision", ["upheld", "dismissed"])
async def test_after_two_the_dispatcher_decides_no_more(twice, decision):
    with pytest.raises(Rejected, match="supervisor-designates") as no:
        await twice.decide("housing", decision, "planning")
    assert no.value.law == "潍坊 22"


async def test_two_returns_of_different_tasks_are_two_of_the_handling(once):
    await once.give_back("urban-mgmt")

    with pytest.raises(Rejected, match="supervisor-designates"):
        await once.decide("transport", "dismissed")


async def test_another_department_is_designated_with_the_clock_that_runs(twice):
    before = (await twice.task("housing")).clock
    await twice.designate("housing", "planning")
    after = await twice.task("planning")

    assert (after.designated, after.clock, after.state) == (True, before, "assigned")
    assert not (await twice.task("housing")).designated
    assert [f.decision for f in twice.said(ReturnDecided)] == ["upheld", "upheld"]


async def test_the_designated_department_is_told_that_it_is(twice):
    await twice.designate("housing", "planning")
    heard = [e.data for e in twice.city.bus.on("departments.planning.tasks")]

    assert heard[0].designated
    assert isinstance(heard[-1], TaskDesignated)
    assert not heard[-1].after_meeting


async def test_the_same_department_may_be_designated(twice):
    await twice.designate("housing", "housing")
    task = await twice.task("housing")

    assert (task.designated, task.state, task.returned) == (True, "assigned", None)
    assert twice.said(ReturnDecided)[-1].decision == "dismissed"


@pytest.mark.parametrize("to", ["housing", "planning"])
async def test_a_designated_department_cannot_return(twice, to):
    await twice.designate("housing", to)

    with pytest.raises(Rejected, match="designated") as no:
        await twice.give_back(to)
    assert no.value.law == "潍坊 22"


async def test_a_dispatcher_does_not_move_what_a_supervisor_designated(twice):
    await twice.designate("housing", "planning")

    with pytest.raises(Rejected, match="designated"):
        await twice.transfer("planning", "transport")


async def test_a_designated_department_cannot_return_it_when_it_comes_back(twice):
    await twice.designate("housing", "planning")
    await twice.do_all()
    await twice.evaluate(1)

    assert (await twice.task("planning")).round == 2
    with pytest.raises(Rejected, match="designated"):
        await twice.give_back("planning")


async def test_another_task_of_the_case_is_returned_to_the_supervisor(twice):
    await twice.designate("housing", "planning")
    await twice.give_back("urban-mgmt")
    await twice.designate("urban-mgmt", "urban-mgmt")

    assert (await twice.handling()).returns == 3
    assert [f.department for f in twice.said(TaskDesignated)] == [
        "planning",
        "urban-mgmt",
    ]


async def test_an_unknown_department_is_not_designated(twice):
    with pytest.raises(Rejected, match="unknown-department"):
        await twice.designate("housing", "ministry-of-walks")


async def test_only_what_is_returned_is_designated(twice):
    with pytest.raises(Rejected, match="wrong-state"):
        await twice.designate("urban-mgmt", "planning")


async def test_a_late_designation_still_keeps_the_end(twice):
    before = (await twice.task("housing")).due_at
    twice.city.clock.now = before + timedelta(days=3)
    await twice.designate("housing", "planning")

    assert (await twice.task("planning")).due_at == before
