from datetime import UTC, datetime, timedelta

import pytest

from contracts.routing import (
    CaseConcluded,
    TaskCompleted,
    TaskDueSoon,
    TaskOverdue,
    TaskSupervised,
)
from services.kit.limits.limit import Limit
from services.routing.domain.timing import ladder
from tests.routing.world import city

DUE = datetime(2026, 3, 9, 10, tzinfo=UTC)


@pytest.fixture
async def consumer(world):
    """Led by market alone and signed; due on Monday 9 March at 18:00 in Shanghai."""
    await world.accept(category="consumer")
    await world.sign("market")
    return world


async def at(world, moment):
    world.city.clock.now = moment
    await world.city.ring()


def levels(world):
    return [fact.level for fact in world.said(TaskSupervised)]


async def test_nothing_is_late_before_it_is_due(consumer):
    await at(consumer, DUE - timedelta(milliseconds=1))

    assert not consumer.said(TaskOverdue)


async def test_overdue_is_said_once_and_the_head_is_told(consumer):
    for _ in range(3):
        await at(consumer, DUE)

    assert [fact.due_at for fact in consumer.said(TaskOverdue)] == [DUE]
    assert levels(consumer) == [1]


@pytest.mark.parametrize(
    ("day", "reached"), [(10, [1]), (11, [1, 2]), (12, [1, 2, 3]), (30, [1, 2, 3])]
)
async def test_levels_follow_as_the_limit_goes_on_running_out(consumer, day, reached):
    """A quarter of 5 working days is 2, three quarters are 4, of at most 3."""
    await at(consumer, datetime(2026, 3, day, 10, tzinfo=UTC))

    assert levels(consumer) == reached
    assert len(consumer.said(TaskOverdue)) == 1


async def test_after_the_last_level_it_wakes_no_more(consumer):
    await at(consumer, datetime(2026, 4, 1, 10, tzinfo=UTC))

    assert (await consumer.handling()).wake_at is None


async def test_what_is_done_is_never_late(consumer):
    await consumer.complete("market")
    await at(consumer, datetime(2026, 4, 1, 10, tzinfo=UTC))

    assert not consumer.said(TaskOverdue)


async def test_a_return_does_not_stop_the_clock(consumer):
    await consumer.give_back("market")
    await at(consumer, DUE)

    assert len(consumer.said(TaskOverdue)) == 1


async def test_who_takes_a_late_task_over_is_late(consumer):
    await consumer.give_back("market")
    await at(consumer, DUE)
    await consumer.decide("market", "upheld", "urban-mgmt")
    await consumer.city.ring()

    late = [fact.department for fact in consumer.said(TaskOverdue)]
    assert late == ["market", "urban-mgmt"]


async def test_nobody_is_saved_by_an_alarm_that_is_late(consumer):
    """Done after its end, before the alarm rang: overdue, and said before the end."""
    consumer.city.clock.now = DUE + timedelta(minutes=1)
    await consumer.complete("market")

    assert [type(fact) for fact in consumer.city.facts][-5:] == [
        TaskDueSoon,
        TaskOverdue,
        TaskSupervised,
        TaskCompleted,
        CaseConcluded,
    ]


@pytest.mark.parametrize(
    ("amount", "unit", "waits"),
    [
        (1, "hours", (0, 2, 4)),
        (24, "hours", (0, 6, 18)),
        (4, "hours", (0, 2, 4)),
        (5, "working_days", (0, 48, 72)),
        (20, "working_days", (0, 72, 74)),
    ],
)
def test_a_level_waits_a_share_of_the_limit_within_bounds(amount, unit, waits):
    limit = Limit(amount=amount, unit=unit, source="ours")

    reached = ladder(city().norms, limit, DUE)

    assert reached == tuple(DUE + timedelta(hours=wait) for wait in waits)
