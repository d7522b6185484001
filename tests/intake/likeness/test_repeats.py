"""What was probably handed in before is shown: to whom it concerns, never its words."""

import asyncio
from datetime import timedelta

import pytest

from contracts.codes import derived_id
from services.intake.receiving.form import CaseForm
from tests.intake import facts
from tests.intake.world import RESIDENT, SUPERVISOR, ZHANG, World, clerk, form, officer

QINGSHI, WANGHU = "990101001", "990102001"
MANDATE = {"authority": "written_mandate", "evidence": [{"kind": "seen_original"}]}
LI = {"name": "李四", "phone": "139-0000-0002", "id_number": "11010119900307803X"}
OTHER = "孩子今年九月要上小学,房子是租的,想问一问入学登记需要带哪些材料去学校。"
BINS = "小区门口的四个垃圾桶已经三天没有人清运,夏天气味很大,请尽快派人来处理。"


async def shown(world: World, case_id: str, by: str = clerk()) -> dict:
    answer = await world.get(f"/v1/cases/{case_id}/repeats", by)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_same_person_and_item_is_shown_at_once(world: World):
    first = await world.registered(text=BINS)
    world.city.clock.advance(timedelta(days=2))
    again = await world.registered(text=OTHER, title="又来问一次")

    assert first["repeats"] == []
    assert again["repeats"] == [first["case_no"]]
    [repeat] = (await shown(world, again["case_id"]))["cases"]
    assert repeat["why"] == "same-person-and-item"
    assert (repeat["case_no"], repeat["state"]) == (first["case_no"], "accepted")


async def test_a_category_and_one_above_it_may_be_one_matter(world: World):
    below = await world.registered(text=BINS, category="utilities-water-quality")
    beside = await world.registered(text=OTHER, category="utilities-power")
    above = await world.registered(text=OTHER[::-1], category="utilities")

    assert beside["repeats"] == []
    assert set(above["repeats"]) == {below["case_no"], beside["case_no"]}
    [repeat] = (await shown(world, below["case_id"]))["cases"]
    assert repeat["why"] == "same-person-and-item"


async def test_a_near_same_text_is_shown_whoever_sends_it(world: World):
    first = await world.registered(text=BINS, applicant=ZHANG)
    again = await world.registered(
        text=f"<p>{BINS}!!</p>谢谢😀", applicant=LI, category="property"
    )

    [repeat] = (await shown(world, again["case_id"]))["cases"]
    assert again["repeats"] == [first["case_no"]]
    assert repeat["why"] == "near-same-text"


@pytest.mark.parametrize(
    "changed",
    [{"applicant": LI}, {"applicant": None}, {"category": "property"}],
)
async def test_another_person_or_matter_is_no_repeat(world: World, changed: dict):
    await world.registered(text=BINS)
    other = await world.registered(text=OTHER, title="入学", **changed)

    assert other["repeats"] == []
    assert await shown(world, other["case_id"]) == {"count": 0, "cases": []}


async def test_an_agent_acts_for_many(world: World):
    await world.registered(text=BINS, applicant=ZHANG, agent=LI | MANDATE)
    again = await world.registered(
        text=OTHER, title="入学", applicant=LI, agent=ZHANG | MANDATE
    )

    assert again["repeats"] == []


async def test_a_month_later_or_withdrawn_it_is_none(world: World):
    gone = await world.registered(text=BINS)
    await world.ask(gone["case_id"], "withdraw")
    kept = await world.registered(text=BINS)
    world.city.clock.advance(timedelta(days=31))
    later = await world.registered(text=BINS)

    assert (kept["repeats"], later["repeats"]) == ([], [])


async def test_two_at_the_same_moment_show_each_other(world: World):
    keys = ("counter-1/0001", "counter-2/0001")
    both = await asyncio.gather(*(world.post(form(text=BINS), key=key) for key in keys))
    one, other = (answer.json() for answer in both)

    for mine, theirs in ((one, other), (other, one)):
        found = await shown(world, mine["case_id"])
        assert [each["case_no"] for each in found["cases"]] == [theirs["case_no"]]


async def test_a_retry_gets_the_same_receipt(world: World):
    await world.registered(text=BINS)
    first = await world.post(form(text=BINS))
    await world.registered(text=BINS)
    again = await world.post(form(text=BINS))

    assert first.json()["repeats"]
    assert again.json() == first.json()


async def test_every_case_has_its_own_course(world: World):
    first, again = await world.registered(), await world.registered()

    assert first["case_no"] != again["case_no"]
    assert world.said().count("case-accepted") == 2


async def test_a_clerk_is_shown_the_own_area_alone(world: World):
    there = await world.registered(area=WANGHU, text=BINS)
    here = await world.registered(area=QINGSHI, text=BINS)

    found = await shown(world, here["case_id"], clerk("990101"))
    assert found == {"count": 1, "cases": []}
    assert there["case_no"] not in str(found)
    city = await shown(world, here["case_id"], SUPERVISOR)
    assert [each["case_no"] for each in city["cases"]] == [there["case_no"]]


async def test_a_department_is_told_of_those_that_it_has(world: World):
    hers, other, mine = [await world.registered(text=BINS) for _ in range(3)]
    for each in (hers, mine):
        await world.receive(facts.assigned(each["case_id"], "housing"))
    await world.receive(facts.assigned(other["case_id"], "transport"))

    found = await shown(world, mine["case_id"], officer("housing"))
    assert found["count"] == 1
    assert [each["case_no"] for each in found["cases"]] == [hers["case_no"]]
    case = await world.get(f"/v1/cases/{mine['case_id']}", officer("housing"))
    assert case.json()["repeats"] == found


async def test_a_resident_is_shown_own_cases_and_no_count_of_others(world: World):
    await world.registered(text=BINS, applicant=LI)
    first = await world.post(form(text=BINS), by=RESIDENT, key="resident-1")
    mine = await world.post(form(text=BINS), by=RESIDENT, key="resident-2")

    found = await shown(world, mine.json()["case_id"], RESIDENT)
    assert found["count"] == 1
    assert [each["case_no"] for each in found["cases"]] == [first.json()["case_no"]]
    assert mine.json()["repeats"] == []


async def test_who_may_not_see_the_case_sees_no_repeats(world: World):
    case_id = (await world.registered(area=QINGSHI))["case_id"]

    for path in (
        f"/v1/cases/{case_id}/repeats",
        f"/v1/cases/{derived_id('?')}/repeats",
    ):
        assert (await world.get(path, clerk("990102"))).status_code == 404
    answer = await world.get(f"/v1/cases/{case_id}/repeats", "mediator/9901/")
    assert answer.status_code == 403


async def test_the_case_itself_says_what_was_found_and_nothing_of_the_words(
    world: World,
):
    first = await world.registered(text=BINS, title="垃圾桶没有清运")
    again = await world.registered(text=BINS, applicant=LI)
    answer = await world.get(f"/v1/cases/{again['case_id']}", clerk())

    assert answer.json()["repeats"]["count"] == 1
    assert answer.json()["repeats"]["cases"][0]["case_no"] == first["case_no"]
    assert "垃圾桶没有清运" not in answer.text
    assert "persons" not in answer.text


async def test_nothing_that_is_kept_can_be_read(world: World):
    case_id = (await world.registered(text=BINS, answers={}))["case_id"]
    document = str(await world.repository.documents.find(case_id))

    planted = ("张三", "13900000001", "139-0000-0001", ZHANG["id_number"], BINS[:6])
    assert [words for words in planted if words in document] == []


async def test_a_crowd_is_many_people_of_one_street_in_one_day(world: World):
    async def come(**changed) -> int:
        """How many have come by now, this one too."""
        said = CaseForm(**form(**{"area": QINGSHI} | changed))
        now = world.city.clock()
        found = await world.window.finder.before(derived_id("new"), said, None, now)
        await world.registered(**{"area": QINGSHI} | changed)
        return found.crowd

    crowds = [await come(), await come(), await come(applicant=LI)]
    crowds += [await come(applicant=None), await come(area=WANGHU)]
    world.city.clock.advance(timedelta(hours=25))
    assert [*crowds, await come()] == [1, 1, 2, 3, 1, 1]
