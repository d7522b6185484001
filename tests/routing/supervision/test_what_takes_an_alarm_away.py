"""Done in time, nothing is said; left undone, people hear in the order of the clock."""

import pytest

from contracts.intake import CaseUrged, CaseWithdrawn
from contracts.routing import (
    CaseSupervised,
    FirstContactMissed,
    TaskDueSoon,
    TaskOverdue,
    TaskSupervised,
)
from tests.kit.limits.world import moment
from tests.routing.limits.steps import ask, at, go, pause, rule
from tests.routing.supervision.alarms import ALARMS
from tests.routing.world import CASE


@pytest.fixture
async def consumer(world):
    """Market alone leads it, and has not signed."""
    await world.accept(category="consumer")
    return world


def reasons(world, kind=TaskSupervised):
    return [(fact.reason, fact.level) for fact in world.said(kind)]


async def test_who_signs_in_time_is_not_asked_why(consumer):
    await at(consumer, "Tue 2026-03-03 11:59")
    await consumer.sign("market")
    await at(consumer, "Tue 2026-03-03 18:00")

    assert reasons(consumer) == []


async def test_who_signs_late_climbs_no_further(consumer):
    await at(consumer, "Tue 2026-03-03 12:00")
    await consumer.sign("market")
    await at(consumer, "Mon 2026-03-09 10:00")

    assert reasons(consumer) == [("unsigned", 1)]


@pytest.mark.parametrize("reached", [True, False])
async def test_a_first_contact_or_its_failure_is_recorded_in_time(consumer, reached):
    await consumer.act("market", "record-contact", reached=reached)
    await at(consumer, "Wed 2026-03-04 18:00")

    assert not consumer.said(FirstContactMissed)


async def more_time(world):
    await ask(world, "market")
    await rule(world, "market", "granted")


async def a_pause(world):
    await pause(world, "market", "Tue 2026-03-03 10:00")
    await at(world, "Tue 2026-03-03 10:00")


@pytest.mark.parametrize("moves", [more_time, a_pause])
async def test_a_contact_that_was_recorded_is_not_missed_when_the_end_moves(
    consumer, moves
):
    await consumer.sign("market")
    await consumer.act("market", "record-contact", reached=True)
    await moves(consumer)
    await at(consumer, "Fri 2026-03-06 10:00")

    assert not consumer.said(FirstContactMissed)


async def test_who_takes_over_owes_a_first_word_of_its_own(consumer):
    await at(consumer, "Tue 2026-03-03 18:00")
    await consumer.transfer("market", "health")
    await at(consumer, "Wed 2026-03-04 18:00")

    missed = [fact.department for fact in consumer.said(FirstContactMissed)]
    assert missed == ["market", "health"]


async def test_nobody_waits_for_a_first_word_about_a_service(world):
    await world.accept(kind="service", item="elder-allowance", category="welfare")
    await at(world, "Fri 2026-03-06 10:00")

    assert not world.said(FirstContactMissed)


async def test_an_end_that_moved_is_warned_of_and_missed_anew(consumer):
    await consumer.sign("market")
    await ask(consumer, "market")
    await at(consumer, "Mon 2026-03-09 18:00")
    await rule(consumer, "market", "granted")
    await at(consumer, "Thu 2026-03-12 18:00")

    ends = [moment("Mon 2026-03-09 18:00"), moment("Thu 2026-03-12 18:00")]
    assert [fact.due_at for fact in consumer.said(TaskOverdue)] == ends
    assert [fact.due_at for fact in consumer.said(TaskDueSoon)] == ends
    assert reasons(consumer) == [("overdue", 1), ("overdue", 1)]


async def test_a_return_without_ground_is_the_heads_once(consumer):
    for _ in range(2):
        await consumer.give_back("market")
        handling = await consumer.handling()
        if handling.returns < 2:
            await consumer.decide("market", "dismissed")

    assert reasons(consumer) == [("refused", 1)]


async def test_a_decision_in_time_is_not_asked_for(consumer):
    await at(consumer, "Tue 2026-03-03 10:00")
    await consumer.give_back("market")
    await at(consumer, "Tue 2026-03-03 15:59")
    await consumer.decide("market", "dismissed")
    await at(consumer, "Wed 2026-03-04 10:00")

    assert not consumer.said(CaseSupervised)


async def test_each_return_that_nobody_decides_is_told(consumer):
    await at(consumer, "Tue 2026-03-03 10:00")
    await consumer.give_back("market")
    await at(consumer, "Tue 2026-03-03 16:00")
    await consumer.decide("market", "dismissed")
    await consumer.give_back("market")
    await at(consumer, "Wed 2026-03-04 12:00")

    assert reasons(consumer, CaseSupervised) == [("return_undecided", 1)] * 2


async def test_who_takes_over_climbs_a_ladder_of_its_own(consumer):
    await at(consumer, "Tue 2026-03-03 12:00")
    await consumer.transfer("market", "health")
    await at(consumer, "Wed 2026-03-04 12:00")

    told = [f.department for f in consumer.said(TaskSupervised) if f.level == 1]
    assert told == ["market", "health"]


async def test_urged_twice_the_head_hears_of_it_once(consumer):
    for _ in range(3):
        await consumer.hear(CaseUrged(case_id=CASE))

    assert reasons(consumer) == [("urged", 1)]


async def test_named_in_time_nobody_hears_of_the_triage(world):
    await world.accept(category="other")
    await at(world, "Mon 2026-03-02 20:59")
    await world.assign("housing")
    await at(world, "Tue 2026-03-03 10:00")

    assert reasons(world, CaseSupervised) == []


async def test_named_late_the_triage_climbs_no_further(world):
    await world.accept(category="other")
    await at(world, "Mon 2026-03-02 21:00")
    await world.assign("housing")
    await at(world, "Tue 2026-03-03 10:00")

    assert reasons(world, CaseSupervised) == [("nobody_assigned", 1)]


@pytest.mark.parametrize("name", ["warn", "due", "contact", "unsigned-1", "pause"])
async def test_what_was_withdrawn_rings_no_more(world, name):
    alarm = ALARMS[name]
    await alarm.begin(world)
    await world.hear(CaseWithdrawn(case_id=CASE))
    await at(world, "Wed 2026-05-06 10:00")

    assert not alarm.said(world)
    assert (await world.handling()).wake_at is None


async def test_several_alarms_due_at_once_ring_in_the_order_of_their_moments(consumer):
    before = len(consumer.city.facts)
    await at(consumer, "Mon 2026-03-30 10:00")

    told = [_told(fact) for fact in consumer.city.facts[before:]]
    assert told == [
        "unsigned 1",
        "FirstContactMissed",
        "unsigned 2",
        "TaskDueSoon",
        "unsigned 3",
        "TaskOverdue",
        "overdue 1",
        "overdue 2",
        "overdue 3",
    ]


def _told(fact):
    if isinstance(fact, TaskSupervised):
        return f"{fact.reason} {fact.level}"
    return type(fact).__name__


async def test_a_pause_that_ended_long_ago_lets_the_rest_ring_after_it(consumer):
    await consumer.sign("market")
    await consumer.act("market", "record-contact", reached=True)
    go(consumer, "Tue 2026-03-03 10:00")
    await pause(consumer, "market", "Wed 2026-03-04 10:00")
    before = len(consumer.city.facts)
    await at(consumer, "Wed 2026-03-11 10:00")

    told = [_told(fact) for fact in consumer.city.facts[before:]]
    assert told == ["TaskResumed", "TaskDueSoon", "TaskOverdue", "overdue 1"]
