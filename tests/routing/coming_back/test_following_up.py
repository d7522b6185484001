"""Somebody who did not handle it asks: reached? resolved? satisfied?"""

import pytest

from contracts.routing import CaseSupervised, FollowUpRecorded, TaskSupervised
from services.kit.errors import Rejected
from tests.routing.callers import DISPATCHER
from tests.routing.people import CASE


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
    await done.do_all()
    await done.follow_up(resolved=True)

    asked = [(fact.round, fact.resolved) for fact in done.said(FollowUpRecorded)]
    assert asked == [(1, False), (2, True)]


async def test_what_is_not_concluded_is_not_followed_up(world):
    await world.accept(category="transit")

    with pytest.raises(Rejected, match="wrong-state"):
        await world.follow_up()


async def ended_as(done, outcome):
    """Once more, with another outcome."""
    await done.redo()
    await done.do_all(outcome)
    return (await done.handling()).round


async def test_what_was_called_solved_and_is_not_begins_another_round(done):
    await done.follow_up(resolved=False)

    again = done.assigned()[-1]
    assert (again.department, again.role, again.round) == ("transport", "lead", 2)
    assert [f.reason for f in done.said(TaskSupervised)] == ["reopened"]


async def test_the_round_is_that_of_a_bad_evaluation(done):
    await done.follow_up(resolved=False)
    await done.evaluate(1)

    handling = await done.handling()
    assert (handling.round, handling.bad_rounds) == (2, 1)
    assert handling.lead.timing.contact_by is not None


async def test_a_second_time_it_is_the_supervisors(done):
    for _ in range(2):
        await done.follow_up(resolved=False)
        if (await done.handling()).open_tasks:
            await done.do_all()

    (fact,) = done.said(CaseSupervised)
    assert (fact.reason, fact.level) == ("bad_rounds", 2)
    assert (await done.handling()).state == "concluded"


async def test_a_round_that_was_judged_bad_already_counts_once(done):
    for _ in range(2):
        await done.evaluate(1)
        if (await done.handling()).open_tasks:
            await done.do_all()
    await done.follow_up(resolved=False)

    assert (await done.handling()).bad_rounds == 2
    assert len(done.said(CaseSupervised)) == 1


@pytest.mark.parametrize(("satisfied", "rounds"), [(False, 1), (None, 0), (True, 0)])
@pytest.mark.parametrize("outcome", ["explained", "partly_resolved"])
async def test_what_was_not_called_solved_comes_back_if_it_is_not_accepted(
    done, outcome, satisfied, rounds
):
    before = await ended_as(done, outcome)
    await done.follow_up(resolved=False, satisfied=satisfied)

    assert (await done.handling()).round == before + rounds


@pytest.mark.parametrize("satisfied", [True, False, None])
@pytest.mark.parametrize("resolved", [True, None])
async def test_what_is_solved_or_not_known_stays_as_it_is(done, resolved, satisfied):
    await done.follow_up(resolved=resolved, satisfied=satisfied)

    assert (await done.handling()).state == "concluded"


async def test_over_http_the_next_round_is_shown_at_once(http, done):
    said = {"reached": "reached", "contacted": True, "resolved": False}
    path = f"/v1/handlings/{CASE}/follow-up"
    shown = (await http.post(path, headers=DISPATCHER, json=said)).json()

    assert (shown["state"], shown["round"]) == ("in_progress", 2)
    assert shown["follow_ups"][0]["contacted"] is True
