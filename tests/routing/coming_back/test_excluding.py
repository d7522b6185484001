"""An unreasonable demand may be left out of the rates: another decides, and why."""

import pytest

from contracts.routing import ExclusionDecided, ExclusionRequested
from services.kit.errors import Rejected
from services.routing.domain.deciding.wishes import (
    DecideExclusion,
    Decider,
    decide_exclusion,
)
from tests.routing.people import OFFICE


@pytest.fixture
async def asked(world):
    """Led by market alone, done, and asked to be left out."""
    await world.accept(category="consumer")
    await world.do_all("explained")
    await world.act("market", "request-exclusion", reason="beyond_means")
    return world


async def test_it_is_asked_with_a_reason_of_the_list(asked):
    (fact,) = asked.said(ExclusionRequested)

    assert (fact.department, fact.reason) == ("market", "beyond_means")


@pytest.mark.parametrize("decision", ["granted", "refused"])
async def test_the_decision_and_its_reason_are_kept(asked, decision):
    await asked.decide_exclusion("market", decision)
    kept = (await asked.task("market")).exclusion
    (told,) = asked.said(ExclusionDecided)

    assert (kept.state, kept.decided_for) == (decision, told.reason)
    assert told.decision == decision


@pytest.mark.parametrize(
    ("decision", "reason"),
    [("granted", "reasonable"), ("refused", "found_beyond_means")],
)
async def test_the_reason_is_one_of_that_verdict(asked, decision, reason):
    task_id = (await asked.task("market")).task_id

    with pytest.raises(Rejected, match="unknown-reason"):
        await asked.command(
            decide_exclusion, DecideExclusion(task_id, decision, reason, OFFICE)
        )


async def test_nobody_asks_with_a_reason_of_the_verdict(world):
    await world.accept(category="consumer")
    await world.do_all()

    with pytest.raises(Rejected, match="unknown-reason"):
        await world.act("market", "request-exclusion", reason="reasonable")


async def test_the_department_does_not_decide_on_its_own(asked):
    own = Decider("chief-1", frozenset({"supervisor"}), "market")

    with pytest.raises(Rejected, match="own-wish"):
        await asked.decide_exclusion("market", by=own)


async def test_it_is_decided_once(asked):
    await asked.decide_exclusion("market")

    with pytest.raises(Rejected, match="nothing-asked"):
        await asked.decide_exclusion("market", "refused", OFFICE)


async def test_it_is_asked_once(asked):
    await asked.decide_exclusion("market", "refused")

    with pytest.raises(Rejected, match="asked-already"):
        await asked.act("market", "request-exclusion", reason="against_law")


async def test_it_is_asked_of_what_is_done(world):
    await world.accept(category="consumer")
    await world.sign("market")

    with pytest.raises(Rejected, match="wrong-state"):
        await world.act("market", "request-exclusion", reason="beyond_means")


async def test_what_nobody_asked_for_is_not_decided(world):
    await world.accept(category="consumer")
    await world.do_all()

    with pytest.raises(Rejected, match="nothing-asked"):
        await world.decide_exclusion("market")
