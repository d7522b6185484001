"""Somebody who did not handle it asks: reached? resolved? satisfied?"""

import pytest

from contracts.routing import FollowUpRecorded
from services.kit.errors import Rejected


@pytest.fixture
async def done(world):
    """Led by transport, with urban-mgmt; housing had it first."""
    await world.accept(category="other")
    await world.assign("housing", "urban-mgmt")
    await world.transfer("housing", "transport")
    await world.do_all()
    return world


@pytest.mark.parametrize(
    ("resolved", "satisfied"),
    [(True, True), (True, False), (False, False), (None, None), (False, None)],
)
async def test_the_answers_are_told_as_given(done, resolved, satisfied):
    await done.follow_up(resolved=resolved, satisfied=satisfied)

    (fact,) = done.said(FollowUpRecorded)
    answers = (fact.reached, fact.resolved, fact.satisfied, fact.round)
    assert answers == ("reached", resolved, satisfied, 1)


@pytest.mark.parametrize("reached", ["refused", "unreachable"])
@pytest.mark.parametrize("answers", [{"resolved": False}, {"satisfied": True}])
async def test_only_who_was_reached_has_answered(done, reached, answers):
    with pytest.raises(Rejected, match="answers-need-contact"):
        await done.follow_up(reached, **answers)


async def test_who_was_not_reached_is_tried_again(done):
    for reached in ("unreachable", "unreachable", "reached"):
        await done.follow_up(reached)

    assert len(done.said(FollowUpRecorded)) == 3


@pytest.mark.parametrize("reached", ["reached", "refused"])
async def test_who_has_answered_or_refused_is_left_in_peace(done, reached):
    await done.follow_up(reached)

    with pytest.raises(Rejected, match="followed-up"):
        await done.follow_up()


@pytest.mark.parametrize("handler", ["transport", "urban-mgmt", "housing"])
async def test_nobody_who_had_it_follows_it_up(done, handler):
    with pytest.raises(Rejected, match="by-a-handler"):
        await done.follow_up(by=handler)


@pytest.mark.parametrize("other", [None, "hotline-desk"])
async def test_somebody_else_does(done, other):
    await done.follow_up(by=other)

    assert len(done.said(FollowUpRecorded)) == 1


async def test_each_round_is_followed_up_for_itself(done):
    await done.follow_up(resolved=False)
    await done.redo()
    await done.do_all()
    await done.follow_up(resolved=True)

    asked = [(fact.round, fact.resolved) for fact in done.said(FollowUpRecorded)]
    assert asked == [(1, False), (2, True)]


async def test_what_is_not_concluded_is_not_followed_up(world):
    await world.accept(category="transit")

    with pytest.raises(Rejected, match="wrong-state"):
        await world.follow_up()
