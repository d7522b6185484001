"""A case that comes back: bad evaluations, reopening, a supervisor's order."""

from datetime import UTC, datetime

import pytest

from contracts.routing import CaseConcluded, CaseSupervised, TaskSupervised
from services.kit.errors import Rejected

TUESDAY_EVENING = datetime(2026, 3, 3, 10, tzinfo=UTC)
REDO_ENDS = datetime(2026, 3, 9, 10, tzinfo=UTC)


@pytest.fixture
async def done(world):
    """Led by transport, with urban-mgmt, resolved in an hour's time."""
    await world.accept(category="transit")
    await world.do_all()
    return world


async def round_of(world):
    handling = await world.handling()
    return handling.state, handling.round


def supervised(world, kind=TaskSupervised):
    return [(fact.reason, fact.level) for fact in world.said(kind)]


@pytest.mark.parametrize("grade", [1, 2])
async def test_bad_and_with_a_name_begins_another_round(done, grade):
    await done.evaluate(grade)

    assert await round_of(done) == ("in_progress", 2)
    again = done.assigned()[-1]
    assert (again.department, again.role, again.round) == ("transport", "lead", 2)


async def test_the_round_has_a_limit_and_a_clock_of_its_own(done):
    await done.evaluate(1)
    task = await done.task("transport")

    assert task.due_at == REDO_ENDS
    assert task.clock.started_at == done.city.clock.now


@pytest.mark.parametrize("kind", ["request", "service", "dispute"])
async def test_who_complained_is_spoken_to_within_a_working_day(world, kind):
    await world.accept(category="transit", kind=kind)
    await world.do_all()
    await world.evaluate(1)

    assert (await world.handling()).lead.timing.contact_by == TUESDAY_EVENING


@pytest.mark.parametrize(("grade", "named"), [(1, False), (2, False), (3, True)])
async def test_nobody_is_called_back_without_a_name_or_a_complaint(done, grade, named):
    await done.evaluate(grade, named)

    assert await round_of(done) == ("concluded", 1)


async def test_the_head_hears_that_what_was_resolved_was_not(done):
    await done.evaluate(1)

    assert supervised(done) == [("reopened", 1)]


async def test_no_head_hears_of_what_was_only_explained(world):
    await world.accept(category="transit")
    await world.do_all("explained")
    await world.evaluate(1)

    assert await round_of(world) == ("in_progress", 2)
    assert not supervised(world)


async def test_a_second_evaluation_of_the_same_round_changes_nothing(done):
    await done.evaluate(1)
    await done.evaluate(2)

    assert await round_of(done) == ("in_progress", 2)
    assert (await done.handling()).bad_rounds == 1


async def test_a_round_concludes_for_itself(done):
    await done.evaluate(1)
    await done.do_all("partly_resolved")

    ends = [(fact.outcome, fact.round) for fact in done.said(CaseConcluded)]
    assert ends == [("resolved", 1), ("partly_resolved", 2)]


@pytest.fixture
async def bad_twice(done):
    await done.evaluate(1)
    await done.do_all()
    await done.evaluate(2)
    return done


async def test_two_bad_rounds_are_the_supervisors(bad_twice):
    assert supervised(bad_twice, CaseSupervised) == [("bad_rounds", 2)]
    assert await round_of(bad_twice) == ("concluded", 2)


async def test_it_is_told_once(bad_twice):
    await bad_twice.evaluate(1)

    assert supervised(bad_twice, CaseSupervised) == [("bad_rounds", 2)]


async def test_the_supervisor_orders_another_round(bad_twice):
    await bad_twice.redo()

    assert await round_of(bad_twice) == ("in_progress", 3)
    assert (await bad_twice.handling()).supervised == (None, 0)


async def test_a_resident_who_reopens_it_waits_for_no_supervisor(bad_twice):
    """Intake has told them that it is taken up again: so it is."""
    await bad_twice.reopen()

    assert await round_of(bad_twice) == ("in_progress", 3)


async def test_a_supervisor_orders_it_without_any_complaint(done):
    await done.redo()

    assert await round_of(done) == ("in_progress", 2)
    assert (await done.handling()).bad_rounds == 0


async def test_nothing_is_ordered_while_it_is_handled(done):
    await done.redo()

    with pytest.raises(Rejected, match="wrong-state"):
        await done.redo()


async def test_what_is_reopened_begins_another_round(done):
    await done.reopen()

    assert await round_of(done) == ("in_progress", 2)
    assert supervised(done) == [("reopened", 1)]


async def test_reopened_and_judged_badly_is_one_round_more(done):
    await done.reopen()
    await done.evaluate(1)
    await done.reopen()

    assert await round_of(done) == ("in_progress", 2)


async def test_what_was_withdrawn_does_not_come_back(world):
    await world.accept(category="transit")
    await world.withdraw()
    await world.reopen()
    await world.evaluate(1)

    assert await round_of(world) == ("cancelled", 1)


async def test_the_last_lead_gets_it_again(world):
    await world.accept(category="transit")
    await world.transfer("transport", "housing")
    await world.do_all()
    await world.evaluate(1)

    assert (await world.handling()).lead.department == "housing"
    assert [t.department for t in (await world.handling()).open_tasks] == ["housing"]
