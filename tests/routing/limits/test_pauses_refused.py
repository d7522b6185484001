"""What is no ground for a pause, and how much of it there may be."""

from dataclasses import replace
from datetime import datetime

import pytest

from services.kit.errors import Rejected
from services.kit.limits.clock import Stop
from services.routing.domain.acting import parking, pausing
from services.routing.domain.acting.own import OwnTask, TaskAction
from services.routing.domain.task import MOST_STOPS
from tests.kit.limits.world import moment
from tests.routing.limits.steps import EVIDENCE, STARTED, at, due, go, pause

USUAL = {
    "reason": "weather",
    "evidence": EVIDENCE,
    "until": moment("Wed 2026-03-04 10:00"),
}


@pytest.mark.parametrize(
    ("wrong", "refused"),
    [
        ({"reason": None}, "reason-needed"),
        ({"reason": "holiday_trip"}, "unknown-reason"),
        ({"evidence": None}, "evidence-needed"),
        ({"until": None}, "until-needed"),
        ({"until": STARTED}, "until-is-not-near"),
        ({"until": datetime.fromisoformat("9999-12-31T23:59Z")}, "until-is-not-near"),
    ],
)
async def test_a_pause_needs_reason_evidence_and_an_end_to_come(
    transit, wrong, refused
):
    with pytest.raises(Rejected, match=refused):
        await transit.act("transport", "pause", **(USUAL | wrong))


@pytest.mark.parametrize(
    "late", ["Mon 2026-03-09 18:00", "Mon 2026-03-09 18:01", "Fri 2026-03-13 10:00"]
)
async def test_what_is_due_cannot_be_paused(transit, late):
    go(transit, late)

    with pytest.raises(Rejected, match="pause-too-late"):
        await pause(transit, "transport", "Mon 2026-03-16 10:00")


async def test_nobody_pauses_what_is_not_signed(world):
    await world.accept(category="transit")

    with pytest.raises(Rejected, match="wrong-state"):
        await pause(world, "transport", "Wed 2026-03-04 10:00")


async def paused_for_a_day(world, days, reason="weather"):
    """Each from ten o'clock of one day to ten o'clock of the next."""
    lead = (await world.handling()).lead.department
    for first, last in days:
        await at(world, f"{first} 10:00")
        await pause(world, lead, f"{last} 10:00", reason)
        await at(world, f"{last} 10:00")


TWO_DAYS = [("Tue 2026-03-03", "Wed 2026-03-04"), ("Thu 2026-03-05", "Fri 2026-03-06")]


async def test_a_third_pause_is_refused(transit):
    await paused_for_a_day(transit, TWO_DAYS)

    with pytest.raises(Rejected, match="paused-too-often"):
        await pause(transit, "transport", "Fri 2026-03-06 11:00")


async def test_exclusions_by_law_are_not_counted_among_them(licence):
    await paused_for_a_day(licence, TWO_DAYS, reason="hearing")
    await pause(licence, "market", "Mon 2026-03-09 10:00", "appraisal")
    await at(licence, "Mon 2026-03-09 10:00")
    await pause(licence, "market", "Mon 2026-03-09 11:00")

    assert (await licence.task("market")).state == "paused"


@pytest.mark.parametrize(
    ("until", "allowed"),
    [("Tue 2026-03-24 10:00", True), ("Tue 2026-03-24 10:01", False)],
)
async def test_fifteen_working_days_are_the_most(transit, until, allowed):
    go(transit, "Tue 2026-03-03 10:00")
    if not allowed:
        with pytest.raises(Rejected, match="pause-over-cap"):
            await pause(transit, "transport", until)
        return
    await pause(transit, "transport", until)
    await at(transit, until)
    assert await due(transit, "transport") == moment("Mon 2026-03-30 18:00")


async def test_what_no_statute_limits_is_capped_for_every_reason(transit):
    go(transit, "Tue 2026-03-03 10:00")

    with pytest.raises(Rejected, match="pause-over-cap"):
        await pause(transit, "transport", "Tue 2026-06-30 10:00", "appraisal")


async def test_exclusions_by_law_are_not_capped(licence):
    go(licence, "Tue 2026-03-03 10:00")
    await pause(licence, "market", "Tue 2026-06-30 10:00", "appraisal")

    assert (await licence.task("market")).state == "paused"


@pytest.mark.parametrize(
    ("until", "allowed"),
    [("Wed 2026-03-25 10:00", True), ("Wed 2026-03-25 10:01", False)],
)
async def test_both_pauses_share_the_fifteen_days(transit, until, allowed):
    """What was stood still counts, not what was asked for: one day of fourteen."""
    go(transit, "Tue 2026-03-03 10:00")
    await pause(transit, "transport", "Mon 2026-03-23 10:00")
    await at(transit, "Wed 2026-03-04 10:00")
    await transit.act("transport", "resume")
    go(transit, "Thu 2026-03-05 10:00")

    if allowed:
        await pause(transit, "transport", until)
        return
    with pytest.raises(Rejected, match="pause-over-cap"):
        await pause(transit, "transport", until)


async def test_what_the_law_does_not_count_leaves_the_fifteen_days_whole(licence):
    go(licence, "Tue 2026-03-03 10:00")
    await pause(licence, "market", "Thu 2026-03-05 10:00", "hearing")
    await at(licence, "Thu 2026-03-05 10:00")
    await pause(licence, "market", "Thu 2026-03-26 10:00")

    assert (await licence.task("market")).state == "paused"


async def test_no_clock_is_stopped_without_end_not_even_by_law(transit):
    handling, task = await transit.handling(), await transit.task("transport")
    once = Stop(reason="statutory", since=STARTED, until=STARTED)
    clock = task.clock.model_copy(update={"stops": (once,) * MOST_STOPS})
    full = handling.with_task(task.but(clock=clock))
    own = OwnTask(transit.norms, full, full.task(task.task_id), STARTED)
    wish = USUAL | {"reason": "hearing"}
    paused = TaskAction("1", "transport", task.task_id, "pause", **wish)
    parked = replace(paused, action="request-parking", reason="no_budget")

    for ask, action in ((pausing.pause, paused), (parking.ask, parked)):
        with pytest.raises(Rejected, match="stopped-too-often"):
            ask(own, action)
