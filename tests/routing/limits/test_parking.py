"""挂账: a supervisor has to agree, and looks at it again every thirty days."""

import pytest

from contracts.routing import ParkingRefused, TaskParked, TaskResumed, TaskSupervised
from services.kit.errors import Rejected
from tests.kit.limits.world import moment
from tests.routing.limits.steps import agree, at, due, go, park, review


@pytest.fixture
async def parked(transit):
    """Since Tuesday at ten."""
    await at(transit, "Tue 2026-03-03 10:00")
    await park(transit, "transport")
    return transit


def reviews(world):
    return [f for f in world.said(TaskSupervised) if f.reason == "review"]


async def test_nothing_is_parked_until_a_supervisor_agrees(transit):
    await transit.act("transport", "request-parking", reason="no_budget")

    task = await transit.task("transport")
    assert (task.state, task.clock.stopped) == ("acknowledged", False)


async def test_the_resident_is_told_why_and_until_when_it_waits(parked):
    told = parked.said(TaskParked)[0]

    assert told.reason == "no_budget"
    assert told.review_at == moment("Thu 2026-04-02 18:00")


async def test_parked_it_is_never_late(parked):
    await at(parked, "Fri 2026-03-20 10:00")

    task = await parked.task("transport")
    assert (task.warned, task.overdue) == (False, False)


async def test_nobody_looks_and_the_office_hears_of_it_every_thirty_days(parked):
    for day in ("Thu 2026-04-02 18:00", "Wed 2026-05-06 18:00", "Fri 2026-06-05 18:00"):
        await at(parked, day)
        await at(parked, day)

    assert [fact.level for fact in reviews(parked)] == [2, 2, 2]


async def test_told_late_the_office_has_thirty_days_from_then(parked):
    """Routing was down for a season: the months in between are not told one by one."""
    for day in ("Mon 2026-07-06 10:00", "Tue 2026-08-04 18:00", "Wed 2026-08-05 18:00"):
        await at(parked, day)

    assert len(reviews(parked)) == 2


async def test_kept_again_and_again_it_is_reviewed_again_and_again(parked):
    await at(parked, "Thu 2026-04-02 10:00")
    await review(parked, "transport", keep=True)
    await at(parked, "Wed 2026-04-29 10:00")
    await review(parked, "transport", keep=True)

    dates = [fact.review_at for fact in parked.said(TaskParked)]
    assert dates[1:] == [moment("Wed 2026-05-06 18:00"), moment("Fri 2026-05-29 18:00")]
    assert not reviews(parked)


@pytest.mark.parametrize("who", ["supervisor", "department"])
async def test_found_solvable_its_clock_runs_on_where_it_stood(parked, who):
    await at(parked, "Thu 2026-03-12 10:00")
    if who == "supervisor":
        await review(parked, "transport", keep=False)
    else:
        await parked.act("transport", "resume")

    assert await due(parked, "transport") == moment("Wed 2026-03-18 18:00")
    assert parked.said(TaskResumed)[0].due_at == moment("Wed 2026-03-18 18:00")


async def test_what_was_late_when_it_was_parked_is_as_late_afterwards(transit):
    await at(transit, "Wed 2026-03-11 10:00")
    await park(transit, "transport")
    await at(transit, "Thu 2026-03-12 10:00")
    await transit.act("transport", "resume")

    task = await transit.task("transport")
    assert task.overdue
    assert task.due_at == moment("Tue 2026-03-10 18:00")


async def test_refused_it_goes_on_and_may_be_asked_for_again(transit):
    before = await due(transit, "transport")
    await park(transit, "transport", "refused")
    assert await due(transit, "transport") == before
    await park(transit, "transport")

    assert len(transit.said(ParkingRefused)) == 1
    assert (await transit.task("transport")).state == "parked"


async def test_it_is_not_asked_for_twice_at_once(transit):
    await transit.act("transport", "request-parking", reason="no_budget")

    with pytest.raises(Rejected, match="asked-already"):
        await transit.act("transport", "request-parking", reason="no_land")


async def test_nobody_parks_what_was_not_asked_for(transit):
    with pytest.raises(Rejected, match="nothing-asked"):
        await agree(transit, "transport")


async def test_resumed_it_can_be_parked_once_more(parked):
    await parked.act("transport", "resume")
    await park(parked, "transport")

    assert (await parked.task("transport")).state == "parked"


async def test_parking_is_no_exclusion_by_law(licence):
    go(licence, "Tue 2026-03-03 10:00")
    await park(licence, "market")
    await at(licence, "Mon 2026-03-30 18:00")

    assert (await licence.handling()).statutory.overdue
