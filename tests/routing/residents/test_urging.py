"""催办: who asks how far it is moves no clock; the second time the head is told."""

import pytest

from contracts.routing import CaseSupervised, TaskSupervised, TaskUrged


@pytest.fixture
async def transit(world):
    """Led by transport, with urban-mgmt."""
    await world.accept(category="transit")
    return world


async def urged(world, times):
    for _ in range(times):
        await world.urge()


def heads(world):
    told = [f for f in world.said(TaskSupervised) if f.reason == "urged"]
    return [(fact.department, fact.level) for fact in told]


async def test_all_who_owe_something_are_told_how_often(transit):
    await urged(transit, 2)

    told = [(fact.department, fact.times) for fact in transit.said(TaskUrged)]
    assert told == [
        ("transport", 1),
        ("urban-mgmt", 1),
        ("transport", 2),
        ("urban-mgmt", 2),
    ]


async def test_who_has_done_its_part_is_left_in_peace(transit):
    await transit.sign("urban-mgmt")
    await transit.complete("urban-mgmt")
    await urged(transit, 1)

    assert [fact.department for fact in transit.said(TaskUrged)] == ["transport"]


async def test_no_clock_moves(transit):
    before = [(t.clock, t.timing) for t in (await transit.handling()).tasks]
    await urged(transit, 3)

    after = [(t.clock, t.timing) for t in (await transit.handling()).tasks]
    assert after == before


@pytest.mark.parametrize(("times", "told"), [(1, 0), (2, 1), (3, 1), (9, 1)])
async def test_the_head_of_the_lead_is_told_the_second_time_and_once(
    transit, times, told
):
    await urged(transit, times)

    assert heads(transit) == [("transport", 1)] * told


async def test_a_new_leads_head_is_told_when_it_is_urged_again(transit):
    await urged(transit, 2)
    await transit.transfer("transport", "housing")
    await urged(transit, 1)

    assert heads(transit) == [("transport", 1), ("housing", 1)]


async def test_a_case_that_nobody_has_is_looked_at_itself(world):
    await world.accept(category="other")
    await urged(world, 3)

    told = [(fact.reason, fact.level) for fact in world.said(CaseSupervised)]
    assert told == [("urged", 1)]
    assert (await world.handling()).supervised == ("urged", 1)


@pytest.mark.parametrize("end", ["do_all", "withdraw"])
async def test_what_is_over_is_not_urged(transit, end):
    await getattr(transit, end)()
    await urged(transit, 2)

    assert not transit.said(TaskUrged)
    assert (await transit.handling()).urges == 0
