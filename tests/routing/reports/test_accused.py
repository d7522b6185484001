"""举报: a report reaches nobody whom it accuses, whatever anybody decides."""

from dataclasses import replace

import pytest

from contracts.routing import HandlingPlanned, TaskAssigned, TriageRequested
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from services.routing.domain.accused import ACCUSED, is_accused
from services.routing.domain.deciding.moving import CallIn, call_in
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Ruling
from services.routing.domain.planning import plan
from tests.routing.people import OTHER_CASE
from tests.routing.world import CASE_NO, World, case_accepted, city

REPORT = {"request_type": "report"}
BUREAU, BRIGADE = "urban-mgmt", "chengdong-brigade"
LATER = "202603020000025"


async def reported(world: World, *accused: str, **said: str) -> Handling:
    return await world.accept(**REPORT | {"accused": accused} | said)


async def refused(doing) -> Rejected:
    with pytest.raises(Rejected) as no:
        await doing
    assert no.value.reason == "accused"
    assert "举报" in no.value.zh
    return no.value


@pytest.mark.parametrize(
    ("department", "accused", "is_it"),
    [
        (BUREAU, (BUREAU,), True),
        (BRIGADE, (BUREAU,), True),
        (BUREAU, (BRIGADE,), False),
        ("housing", (BUREAU,), False),
        (BUREAU, (), False),
        ("forgotten", ("forgotten",), True),
        ("forgotten", (BUREAU,), False),
    ],
)
def test_who_is_below_is_accused_too(department, accused, is_it):
    assert is_accused(department, accused, city().norms.organisations) is is_it


async def test_an_accused_lead_leaves_it_to_a_person(world):
    handling = await reported(world, BUREAU, category="sanitation")

    assert (handling.state, handling.rule) == ("triage", ACCUSED)
    assert handling.open_tasks == ()
    assert "举报不交给被举报单位" in "".join(handling.why_zh)
    assert "the report is about" in "".join(handling.why_en).lower()
    assert [type(fact) for fact in world.city.facts] == [TriageRequested]


async def test_accused_co_handlers_are_left_out_and_it_is_told(world):
    handling = await reported(world, "housing", "fire-rescue")

    [planned] = world.said(HandlingPlanned)
    assert (planned.lead, planned.co_handlers) == ("street-qingshi", (BUREAU,))
    assert "略去一个:举报不交给被举报单位及其下属单位" in handling.why_zh[0]


async def test_a_rule_that_means_the_community_finds_no_accused_one(world):
    handling = await reported(world, "street-qingshi")

    assert handling.state == "triage"


async def test_the_plan_drops_whom_a_rule_file_does_not(world):
    """Belt and braces: whatever a ruling names."""
    limit, norms = city().limits["report"], world.norms
    case = case_accepted(**REPORT, accused=(BUREAU,))
    by_rule = Ruling(limit, "v1", BRIGADE, ("housing",), "a-rule")
    led = plan(norms, by_rule, None, case, MONDAY)
    helping = replace(by_rule, lead="housing", co_handlers=(BRIGADE,))
    helped = plan(norms, helping, None, case, MONDAY)

    assert led is not None
    assert (led.state.state, led.state.rule) == ("triage", ACCUSED)
    assert "举报" in led.state.why_zh[-1]
    assert helped is not None
    assert [task.department for task in helped.state.tasks] == ["housing"]


@pytest.mark.parametrize("accused", [BUREAU, BRIGADE])
async def test_the_dispatcher_cannot_name_the_accused(world, accused):
    await reported(world, BUREAU, category="sanitation")

    await refused(world.assign(accused))
    await refused(world.assign("housing", accused))
    await world.assign("housing", "street-qingshi")
    assert {fact.department for fact in world.assigned()} == {
        "housing",
        "street-qingshi",
    }


@pytest.mark.parametrize("accused", [BUREAU, BRIGADE])
async def test_nobody_moves_or_calls_it_to_the_accused(world, accused):
    await reported(world, BUREAU)
    await world.sign("street-qingshi")

    await refused(world.transfer("street-qingshi", accused))
    await refused(world.command(call_in, CallIn(accused)))
    await refused(world.whistle("street-qingshi", accused))
    await refused(world.whistle("street-qingshi", "market", accused))
    await refused(world.call_meeting("housing", accused))
    departments = {task.department for task in (await world.handling()).tasks}
    assert departments == {"street-qingshi", "housing", "fire-rescue"}


async def test_a_return_does_not_end_at_the_accused(world):
    await reported(world, BUREAU)
    await world.give_back("housing")
    await refused(world.decide("housing", "upheld", BRIGADE))
    await world.decide("housing", "dismissed")
    await world.give_back("housing")

    await refused(world.designate("housing", BUREAU))
    await world.designate("housing", "market")
    assert (await world.task("market")).designated


async def test_a_part_is_not_handed_down_to_the_accused(world):
    await reported(world, "community-bingdili")
    await world.sign("street-qingshi")

    await refused(world.hand_down("street-qingshi", "community-bingdili"))
    await world.hand_down("street-qingshi", "community-shuyuan")


async def test_mediators_that_are_accused_do_not_mediate(world):
    await reported(world, "mediation-centre")
    await world.sign("street-qingshi")

    await refused(world.act("street-qingshi", "request-mediation"))


async def test_a_former_lead_that_works_under_the_accused_by_now_is_passed_over(world):
    await reported(world, BRIGADE, category="sanitation-street-trading")
    await world.do_all()
    known = world.norms.organisations
    below = known | {BUREAU: replace(known[BUREAU], parent=BRIGADE)}
    world.norms = replace(world.norms, organisations=below)
    await world.redo()

    handling = await world.handling()
    assert (handling.state, handling.open_tasks) == ("triage", ())


async def test_a_report_is_not_merged_into_what_the_accused_handles(world):
    await world.accept_another(OTHER_CASE, case_no=CASE_NO)
    await reported(world, BUREAU, case_no=LATER)

    with pytest.raises(Rejected) as no:
        await world.merge()
    assert no.value.reason == "into-the-accused"


async def test_a_case_that_accuses_nobody_is_as_before(world):
    handling = await world.accept(category="sanitation")

    assert (handling.accused, handling.lead.department) == ((), BUREAU)
    assert TaskAssigned in map(type, world.city.facts)
