"""吹哨报到: a street calls, departments come, and both sides are assessed."""

from datetime import UTC, datetime

import pytest

from contracts.routing import CoHandlerReported, TaskAssessed
from services.kit.errors import Rejected

STREET = "street-qingshi"


@pytest.fixture
async def street(world):
    """Leads alone, signed; due on Monday 9 March."""
    await world.accept(category="other")
    await world.assign(STREET)
    await world.sign(STREET)
    return world


async def called(world, department="housing"):
    await world.whistle(STREET, department)
    await world.sign(department)


async def test_whoever_is_called_co_handles_under_a_part_of_the_leads_limit(street):
    await street.whistle(STREET, "housing", "urban-mgmt")

    came = street.assigned()[1:]
    assert [(task.department, task.role, task.whistled_by) for task in came] == [
        ("housing", "co_handler", STREET),
        ("urban-mgmt", "co_handler", STREET),
    ]
    assert {task.due_at for task in came} == {datetime(2026, 3, 5, 10, tzinfo=UTC)}


async def test_the_street_waits_for_whom_it_called(street):
    await called(street)
    with pytest.raises(Rejected, match="co-handlers-open"):
        await street.complete(STREET)
    await street.complete("housing")

    assert street.said(CoHandlerReported)[0].open == 0
    await street.complete(STREET)
    assert street.concluded() == ["resolved"]


@pytest.mark.parametrize("kind", ["bureau", "community", "utility", "society"])
async def test_only_a_street_whistles(world, kind):
    organisations = world.norms.organisations
    who = next(code for code, one in organisations.items() if one.kind == kind)
    await world.accept(category="other")
    await world.assign(STREET, who)
    await world.sign(who)

    with pytest.raises(Rejected, match="streets-only"):
        await world.whistle(who, "housing")


async def test_a_town_whistles_too(world):
    await world.accept(category="other")
    await world.assign("town-liushu")
    await world.sign("town-liushu")
    await world.whistle("town-liushu", "agriculture")

    assert world.assigned()[-1].whistled_by == "town-liushu"


async def test_who_is_there_already_is_not_called_twice(street):
    await street.whistle(STREET, "housing", "housing")
    await street.whistle(STREET, "housing", "urban-mgmt")

    come = [task.department for task in street.assigned()]
    assert come == [STREET, "housing", "urban-mgmt"]


@pytest.mark.parametrize(
    ("departments", "reason"),
    [
        ((), "departments-needed"),
        (("ministry-of-walks",), "unknown-department"),
        ((STREET,), "there-already"),
    ],
)
async def test_a_whistle_names_others_of_the_city(street, departments, reason):
    with pytest.raises(Rejected, match=reason):
        await street.whistle(STREET, *departments)


async def test_both_sides_judge_each_other(street):
    await called(street)
    await street.assess(STREET, 4, "housing")
    await street.assess("housing", 2)

    judged = [(f.by, f.department, f.grade) for f in street.said(TaskAssessed)]
    assert judged == [(STREET, "housing", 4), ("housing", STREET, 2)]
    assert (await street.task(STREET)).grades == {"housing": 2}


async def test_each_side_judges_once(street):
    await called(street)
    await street.assess("housing", 2)

    with pytest.raises(Rejected, match="assessed-before"):
        await street.assess("housing", 5)


@pytest.mark.parametrize("departments", [(), ("urban-mgmt",)])
async def test_only_those_who_were_called_are_judged(street, departments):
    await called(street)

    with pytest.raises(Rejected, match="nobody-whistled"):
        await street.assess(STREET, 5, *departments)


async def test_a_co_handler_nobody_whistled_for_judges_nobody(world):
    await world.accept(category="property")

    with pytest.raises(Rejected, match="nobody-whistled"):
        await world.assess("housing", 1, STREET)


async def test_it_is_judged_after_the_case_is_concluded_too(street):
    await called(street)
    await street.do_all()
    await street.assess(STREET, 5, "housing")

    assert len(street.said(TaskAssessed)) == 1


async def test_another_round_is_judged_for_itself(street):
    for grade in (1, 5):
        await called(street)
        await street.do_all()
        await street.assess(STREET, grade, "housing")
        await street.assess("housing", grade)
        await street.redo()
        await street.sign(STREET)

    judged = {fact.task_id: fact.grade for fact in street.said(TaskAssessed)}
    assert sorted(judged.values()) == [1, 1, 5, 5]


async def test_a_grade_stays_with_the_department_that_earned_it(street):
    await called(street)
    await street.assess(STREET, 1, "housing")
    await street.transfer("housing", "planning")
    await street.assess(STREET, 5, "planning")

    assert (await street.task("planning")).grades == {STREET: 5}
    assert (await street.task("housing")).grades == {STREET: 1}


async def test_a_street_that_came_itself_judges_both_ways(street):
    await called(street, "street-dongguan")
    await street.whistle("street-dongguan", "housing")
    await street.assess("street-dongguan", 3)
    await street.assess("street-dongguan", 4, "housing")

    judged = [(fact.department, fact.grade) for fact in street.said(TaskAssessed)]
    assert judged == [(STREET, 3), ("housing", 4)]


async def test_in_another_round_the_part_is_of_that_rounds_limit(world):
    """What was urgent had 24 hours; what comes back has five working days."""
    await world.accept(category="other", urgency="urgent")
    await world.assign(STREET)
    await world.do_all()
    await world.redo()
    await world.sign(STREET)
    await world.whistle(STREET, "housing")

    limit = (await world.task("housing")).clock.limit
    assert (limit.amount, limit.unit) == (3, "working_days")
