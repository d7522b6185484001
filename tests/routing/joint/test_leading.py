"""The lead completes last, hears of everybody, and leads until another is named."""

import pytest

from contracts.routing import CaseConcluded, CoHandlerReported, TaskCompleted
from services.kit.errors import Rejected
from tests.routing.world import ANSWER


@pytest.fixture
async def estate(world):
    """Led by the street, with housing, fire-rescue and urban-mgmt; all signed."""
    handling = await world.accept(category="property")
    for task in handling.tasks:
        await world.sign(task.department)
    return world


def reports(world):
    told = world.said(CoHandlerReported)
    return [(fact.department, fact.by, fact.result, fact.open) for fact in told]


async def test_the_lead_cannot_complete_before_the_others_and_is_told_whom(estate):
    await estate.complete("fire-rescue")

    with pytest.raises(Rejected, match="co-handlers-open") as no:
        await estate.complete("street-qingshi")
    assert "housing, urban-mgmt" in no.value.en
    assert "housing, urban-mgmt" in no.value.zh


async def test_each_report_tells_the_lead_how_many_are_still_to_come(estate):
    for department in ("housing", "urban-mgmt", "fire-rescue"):
        await estate.complete(department, "explained")

    assert reports(estate) == [
        ("street-qingshi", "housing", "completed", 2),
        ("street-qingshi", "urban-mgmt", "completed", 1),
        ("street-qingshi", "fire-rescue", "completed", 0),
    ]


async def test_a_report_is_in_the_leads_feed_and_in_nobody_elses(estate):
    await estate.complete("housing", "explained")
    heard = {
        department: [
            event.data.by
            for event in estate.city.bus.on(f"departments.{department}.tasks")
            if isinstance(event.data, CoHandlerReported)
        ]
        for department in ("street-qingshi", "housing", "urban-mgmt")
    }

    assert heard == {"street-qingshi": ["housing"], "housing": [], "urban-mgmt": []}


async def test_nobody_is_told_of_the_leads_own_end(estate):
    await estate.do_all()

    assert {by for _, by, *_ in reports(estate)} == {
        "housing",
        "fire-rescue",
        "urban-mgmt",
    }
    assert estate.concluded() == ["resolved"]


async def test_a_co_handler_may_report_without_words(estate):
    await estate.act("housing", "complete", outcome="explained", answer=None)

    assert (await estate.task("housing")).state == "completed"


@pytest.mark.parametrize("answer", [None, ""])
async def test_the_lead_does_not_complete_without_an_answer(world, answer):
    await world.accept(category="consumer")
    await world.sign("market")

    with pytest.raises(Rejected, match="answer-needed") as no:
        await world.act("market", "complete", outcome="resolved", answer=answer)
    assert ("answer" in no.value.en, "answer" in no.value.zh) == (True, True)


async def test_the_answer_of_the_case_is_the_leads(estate):
    for department in ("housing", "fire-rescue", "urban-mgmt"):
        await estate.act(
            department, "complete", outcome="explained", answer="b.b.b.b.b"
        )
    await estate.complete("street-qingshi")

    said = [fact.answer for fact in estate.said(TaskCompleted)]
    assert said == ["b.b.b.b.b"] * 3 + [ANSWER]
    assert [task.answer for task in (await estate.handling()).tasks][1:] == [None] * 3


async def test_a_co_handler_whose_return_is_undecided_has_not_reported(estate):
    await estate.give_back("housing")
    for department in ("fire-rescue", "urban-mgmt"):
        await estate.complete(department)

    with pytest.raises(Rejected, match="co-handlers-open"):
        await estate.complete("street-qingshi")


async def test_whoever_received_it_first_leads_while_its_return_is_undecided(estate):
    await estate.give_back("street-qingshi")

    assert (await estate.handling()).lead == await estate.task("street-qingshi")


async def test_the_lead_hears_reports_while_its_return_is_undecided(estate):
    await estate.give_back("street-qingshi")
    await estate.complete("housing")

    assert reports(estate) == [("street-qingshi", "housing", "completed", 2)]


async def test_once_another_is_named_reports_go_to_the_new_lead(estate):
    await estate.give_back("street-qingshi")
    await estate.decide("street-qingshi", "upheld", "planning")
    await estate.complete("housing")

    assert reports(estate) == [("planning", "housing", "completed", 2)]
    assert (await estate.handling()).lead.department == "planning"


async def test_a_co_handler_that_goes_elsewhere_is_still_waited_for(estate):
    """One of its tasks has ended, and another department has it now."""
    await estate.give_back("housing")
    await estate.decide("housing", "upheld", "planning")

    assert reports(estate) == [("street-qingshi", "housing", "returned", 3)]
    assert (await estate.task("planning")).role == "co_handler"


async def test_no_department_decides_by_itself_that_a_case_is_merged(estate):
    """A merge needs "no new facts", which is for the dispatcher to find."""
    with pytest.raises(Rejected, match="unknown-outcome"):
        await estate.complete("housing", "merged")


@pytest.fixture
async def market(world):
    """Led by market alone, which has signed."""
    await world.accept(category="consumer")
    await world.sign("market")
    return world


async def test_who_has_the_power_is_told_with_the_end(market):
    elsewhere = {"outcome": "not_our_power", "authority": "court"}
    await market.act("market", "complete", **elsewhere)

    (done,), (end,) = market.said(TaskCompleted), market.said(CaseConcluded)
    assert (done.authority, end.authority) == ("court", "court")


@pytest.mark.parametrize(
    ("authority", "no"), [(None, "authority-needed"), ("moon", "unknown-authority")]
)
async def test_nobody_is_sent_away_without_a_place_to_go(market, authority, no):
    said = {"outcome": "not_our_power", "authority": authority}

    with pytest.raises(Rejected, match=no):
        await market.act("market", "complete", **said)


async def test_a_co_handler_says_where_its_part_goes_too(estate):
    with pytest.raises(Rejected, match="authority-needed"):
        await estate.complete("housing", "not_our_power")


async def test_where_the_city_has_the_power_nobody_else_is_named(market):
    await market.act("market", "complete", outcome="resolved", authority="court")

    assert market.said(CaseConcluded)[0].authority is None
