"""Each alarm rings at its moment and once, whatever clocks and processes do."""

from datetime import timedelta

import pytest

from services.kit.limits.clock import NOTHING
from tests.routing.supervision.alarms import ALARMS
from tests.routing.world import CASE, World

MILLISECOND = timedelta(milliseconds=1)
STEP = timedelta(minutes=5)
each_alarm = pytest.mark.parametrize("name", ALARMS)


async def rung(world, moment):
    world.city.clock.now = moment
    await world.city.ring()


@each_alarm
async def test_it_rings_at_its_moment_and_not_before(world, name):
    alarm = ALARMS[name]
    await alarm.begin(world)
    await rung(world, alarm.moment - MILLISECOND)
    assert not alarm.said(world)

    await rung(world, alarm.moment)
    assert len(alarm.said(world)) == 1


@each_alarm
@pytest.mark.parametrize("first", [-STEP, NOTHING, STEP], ids=["behind", "on", "ahead"])
async def test_a_clock_that_steps_to_and_fro_makes_it_ring_once(world, name, first):
    """Of two processes one is five minutes behind, or the hour is set right."""
    alarm = ALARMS[name]
    await alarm.begin(world)
    for step in (first, -STEP, NOTHING, -STEP, STEP, NOTHING, STEP):
        await rung(world, alarm.moment + step)

    assert len(alarm.said(world)) == 1


@each_alarm
async def test_missed_for_a_day_it_rings_once_all_the_same(world, name):
    alarm = ALARMS[name]
    await alarm.begin(world)
    for late in (timedelta(days=1), timedelta(days=1, minutes=5)):
        await rung(world, alarm.moment + late)

    assert len(alarm.said(world)) == 1


@each_alarm
async def test_all_it_needs_is_what_is_stored(world, name):
    """Another process, with nothing but the documents of the first."""
    alarm = ALARMS[name]
    await alarm.begin(world)
    another = World()
    document = await world.handlings.documents.find(CASE)
    await another.handlings.documents.add([document])
    await rung(another, alarm.moment)

    assert len(alarm.said(another)) == 1


@each_alarm
async def test_it_never_rings_for_ever(world, name):
    """After every alarm has rung, the next one is later than now, or there is none."""
    alarm = ALARMS[name]
    await alarm.begin(world)
    for days in (0, 1, 30, 365):
        now = alarm.moment + timedelta(days=days)
        await rung(world, now)
        wake_at = (await world.handling()).wake_at
        assert wake_at is None or wake_at > now
