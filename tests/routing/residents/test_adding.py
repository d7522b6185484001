"""补充 resets nothing, and is a new fact: what has one is not merged."""

from datetime import timedelta

import pytest

from contracts.routing import CaseConcluded, TaskCancelled, TriageRequested
from services.kit.errors import Rejected
from tests.routing.people import CASE, OTHER_CASE


@pytest.fixture
async def two(world):
    """One case led by transport with urban-mgmt, and another that says the same."""
    await world.accept(category="transit")
    await world.accept_another(OTHER_CASE, category="transit")
    return world


async def test_what_is_added_moves_no_clock_and_tells_nothing(two):
    before, told = (await two.handling()).tasks, len(two.city.published)
    two.city.clock.advance(timedelta(minutes=20))
    await two.supplement()

    handling = await two.handling()
    assert (handling.tasks, handling.supplements) == (before, 1)
    assert len(two.city.published) == told


async def test_the_same_case_ends_where_it_is_handled_already(two):
    await two.merge()

    (fact,) = two.said(CaseConcluded)
    assert (fact.case_id, fact.outcome, fact.merged_into) == (
        CASE,
        "merged",
        OTHER_CASE,
    )
    gone = [(fact.department, fact.reason) for fact in two.said(TaskCancelled)]
    assert gone == [("transport", "merged"), ("urban-mgmt", "merged")]


async def test_what_waits_for_the_dispatcher_may_be_merged(world):
    await world.accept(category="other")
    await world.accept_another(OTHER_CASE)
    await world.merge()

    handling = await world.handling()
    assert (handling.state, handling.wake_at) == ("concluded", None)


async def test_whoever_finds_new_facts_does_not_merge(two):
    with pytest.raises(Rejected, match="new-facts"):
        await two.merge(new_facts=True)


async def test_what_the_resident_added_is_a_new_fact(two):
    await two.supplement()

    with pytest.raises(Rejected, match="new-facts"):
        await two.merge()


async def test_a_case_is_not_merged_into_itself(two):
    with pytest.raises(Rejected, match="into-itself"):
        await two.merge(CASE)


async def test_two_cases_are_not_merged_into_each_other(two):
    """Nobody would handle either of them."""
    await two.merge()
    other = await two.handlings.load(CASE)
    assert other.merged_into == OTHER_CASE

    with pytest.raises(Rejected, match="into-itself"):
        await two.merge_another(OTHER_CASE, CASE)


async def test_two_cases_that_are_merged_at_one_moment_never_cross(world):
    """Each is read before the other is written: only one of the two directions is."""
    await world.accept(category="transit", case_no="202603020000017")
    later = {"category": "transit", "case_no": "202603020000025"}
    await world.accept_another(OTHER_CASE, **later)

    with pytest.raises(Rejected, match="into-a-later") as refused:
        await world.merge()
    assert "merge 202603020000025 into this" in refused.value.en
    await world.merge_another(OTHER_CASE, CASE)


async def test_nothing_is_merged_into_what_was_withdrawn(two):
    await two.withdraw()

    with pytest.raises(Rejected, match="into-itself"):
        await two.merge_another(OTHER_CASE, CASE)


async def test_it_may_be_merged_into_what_has_been_answered(two):
    await two.do_all()
    await two.merge_another(OTHER_CASE, CASE)

    assert (await two.handlings.load(OTHER_CASE)).merged_into == CASE


@pytest.mark.parametrize("again", ["withdraw", "urge"])
async def test_what_was_merged_is_the_other_cases_matter(two, again):
    await two.merge()
    told = len(two.city.published)
    await getattr(two, again)()
    await two.evaluate(1)

    assert (await two.handling()).state == "concluded"
    assert len(two.city.published) == told


@pytest.mark.parametrize("then", ["merge", "redo", "follow_up"])
async def test_what_was_merged_is_over(two, then):
    await two.merge()

    with pytest.raises(Rejected, match="wrong-state"):
        await getattr(two, then)()


async def test_what_was_merged_and_is_another_matter_is_looked_at_by_a_person(two):
    await two.merge()
    await two.reopen()
    (asked,) = two.said(TriageRequested)
    await two.assign("housing")

    handling = await two.handling()
    assert asked.case_id == CASE
    assert (handling.state, handling.merged_into) == ("in_progress", None)
    assert two.assigned()[-1].round == 2
