"""下沉: a part goes down a level under its own deadline; the giver stays answerable."""

from dataclasses import replace

import pytest

from contracts.routing import CoHandlerReported, TaskCancelled, TaskSubAssigned
from services.kit.errors import Rejected

STREET, COMMUNITY = "street-qingshi", "community-bingdili"


@pytest.fixture
async def street(world):
    """Leads alone; its community Bingdili has a part for one working day."""
    await world.accept(category="other")
    await world.assign(STREET, "urban-mgmt")
    for department in (STREET, "urban-mgmt"):
        await world.sign(department)
    await world.hand_down(STREET, COMMUNITY)
    return world


async def states(world, *departments):
    return [(await world.task(department)).state for department in departments]


async def test_a_part_knows_whose_it_is_and_has_its_own_deadline(street):
    whole, part = await street.task(STREET), await street.task(COMMUNITY)
    fact = street.said(TaskSubAssigned)[0]

    assert (part.parent, part.role) == (whole.task_id, "co_handler")
    assert part.due_at < whole.due_at
    assert (fact.task_id, fact.sub_task_id) == (whole.task_id, part.task_id)
    assert street.assigned()[-1].parent_task == whole.task_id


async def test_handing_down_moves_no_clock_of_the_giver(street):
    task = await street.task(STREET)

    assert task.clock.stops == ()
    assert task.state == "acknowledged"


@pytest.mark.parametrize("to", ["community-chezhan", "housing", "chengdong-brigade"])
async def test_a_part_goes_only_to_ones_own(street, to):
    with pytest.raises(Rejected, match="not-below"):
        await street.hand_down(STREET, to)


async def test_a_bureau_hands_down_to_its_own_unit(street):
    await street.hand_down("urban-mgmt", "chengdong-brigade")

    parent = (await street.task("chengdong-brigade")).parent
    assert parent == (await street.task("urban-mgmt")).task_id


async def test_a_part_cannot_be_due_after_the_whole(street):
    with pytest.raises(Rejected, match="beyond-ones-own"):
        await street.hand_down(STREET, "community-shuyuan", days=6)


async def test_a_part_due_with_the_whole_is_allowed(street):
    await street.hand_down(STREET, "community-shuyuan", days=5)

    due = (await street.task("community-shuyuan")).due_at
    assert due == (await street.task(STREET)).due_at


async def test_the_same_unit_is_not_given_two_parts_at_once(street):
    with pytest.raises(Rejected, match="there-already"):
        await street.hand_down(STREET, COMMUNITY)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "departments-needed"),
        ({"departments": (COMMUNITY, "community-shuyuan")}, "departments-needed"),
        ({"departments": ("community-shuyuan",)}, "amount-needed"),
        ({"departments": ("community-shuyuan",), "amount": 1}, "unknown-unit"),
        (
            {"departments": ("community-shuyuan",), "amount": 1, "unit": "moons"},
            "unknown-unit",
        ),
    ],
)
async def test_a_part_names_one_unit_and_a_limit(street, said, reason):
    with pytest.raises(Rejected, match=reason):
        await street.act(STREET, "sub-assign", **said)


async def test_a_part_reports_to_whoever_gave_it(street):
    await street.hand_down("urban-mgmt", "chengdong-brigade")
    for department in ("chengdong-brigade", COMMUNITY):
        await street.sign(department)
        await street.complete(department)

    told = [(f.department, f.by, f.open) for f in street.said(CoHandlerReported)]
    assert told == [("urban-mgmt", "chengdong-brigade", 0), (STREET, COMMUNITY, 1)]


async def test_who_completes_the_whole_ends_its_open_part(street):
    await street.complete("urban-mgmt")
    await street.complete(STREET)

    gone = street.said(TaskCancelled)[0]
    assert (gone.department, gone.reason) == (COMMUNITY, "parent_ended")
    assert street.concluded() == ["resolved"]


async def test_a_part_of_a_part_goes_with_the_whole(street):
    """The city's own tree has two levels; the rule has any number."""
    under(street, COMMUNITY, "anju-property")
    await street.sign(COMMUNITY)
    await street.act(
        COMMUNITY, "sub-assign", departments=("anju-property",), amount=1, unit="hours"
    )
    await street.transfer(STREET, "street-dongguan")

    assert await states(street, COMMUNITY, "anju-property") == ["cancelled"] * 2


@pytest.mark.parametrize("how", ["transfer", "return", "waive"])
async def test_a_part_goes_when_its_whole_does(street, how):
    await street.hand_down("urban-mgmt", "chengdong-brigade")
    await end(street, how)

    there = await states(street, "chengdong-brigade", COMMUNITY)
    assert there == ["cancelled", "assigned"]
    assert street.said(TaskCancelled)[0].reason == "parent_ended"


async def test_a_dismissed_return_leaves_the_part_where_it_is(street):
    await street.give_back(STREET)
    await street.decide(STREET, "dismissed")

    assert await states(street, COMMUNITY) == ["assigned"]
    assert not street.said(TaskCancelled)


async def test_a_withdrawn_case_ends_parts_as_well(street):
    await street.withdraw()

    assert await states(street, STREET, COMMUNITY) == ["cancelled"] * 2


def under(world, parent, unit):
    organisations = dict(world.norms.organisations)
    organisations[unit] = replace(organisations[unit], parent=parent)
    world.norms = replace(world.norms, organisations=organisations)


async def end(world, how):
    if how == "transfer":
        return await world.transfer("urban-mgmt", "housing")
    if how == "return":
        await world.give_back("urban-mgmt")
        return await world.decide("urban-mgmt", "upheld", "housing")
    world.city.clock.now = (await world.task("urban-mgmt")).due_at
    return await world.waive("urban-mgmt")
