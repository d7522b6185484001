"""A case names an item in a version that is valid, where it is offered."""

from datetime import timedelta

import pytest

from contracts.intake import CaseAccepted
from tests.intake.catalogue.offered import example
from tests.intake.people.filing import COMPANY, MANAGER
from tests.intake.world import World, form


def allowance(version: int = 1, **changed):
    """In March 2026 version 1 is valid, from July on version 2."""
    named = {"kind": "service", "request_type": None, "category": "welfare"}
    answers = example("elder-allowance", version)
    return form(**named, item="elder-allowance", answers=answers) | changed


async def _errors(world: World, body: dict) -> list[dict]:
    answer = await world.post(body)
    assert answer.status_code == 422, answer.text
    assert world.said() == []
    return answer.json()["errors"]


@pytest.mark.parametrize("version", [None, 1])
async def test_a_case_keeps_the_version_it_was_handed_over_with(world: World, version):
    answer = await world.post(allowance(item_version=version))

    assert answer.status_code == 201, answer.text
    assert (await world.case(answer.json()["case_id"])).item_version == 1
    (accepted,) = [fact for fact in world.city.facts if isinstance(fact, CaseAccepted)]
    assert accepted.item_version == 1


@pytest.mark.parametrize(
    ("version", "days", "code", "zh"),
    [
        (2, 0, "not_begun", "该版本自2026-07-01起才施行,现行版本为1"),
        (1, 200, "ended", "该版本已于2026-06-30停用,现行版本为2"),
        (9, 0, "unknown", "没有这个版本,现行版本为1"),
    ],
)
async def test_another_version_is_told_with_the_one_valid_now(
    world: World, version, days, code, zh
):
    world.city.clock.advance(timedelta(days=days))
    (error,) = await _errors(world, allowance(item_version=version))

    assert (error["pointer"], error["code"]) == ("/item_version", code)
    assert error["zh"] == zh


async def test_an_item_is_for_people_or_for_organisations(world: World):
    for_a_company = allowance(applicant=COMPANY, agent=MANAGER)
    (error,) = await _errors(world, for_a_company)

    assert (error["pointer"], error["code"]) == ("/applicant/kind", "other_applicant")


async def test_the_day_is_the_citys(world: World):
    """At 16:30 UTC of June 30 it is July in 清河."""
    end = world.city.clock().replace(month=6, day=30, hour=16, minute=30)
    world.city.clock.advance(end - world.city.clock())

    assert (await world.post(allowance(2))).status_code == 201


@pytest.mark.parametrize("version", [0, -1, "1", 1.5, True, 10**30])
async def test_a_version_is_a_whole_number(world: World, version):
    (error,) = await _errors(world, allowance(item_version=version))

    assert error["pointer"] == "/item_version"


async def test_a_version_of_nothing_is_told(world: World):
    (error,) = await _errors(world, form(item_version=1))

    assert (error["pointer"], error["code"]) == ("/item_version", "item_missing")


async def test_an_item_is_asked_for_where_it_is_offered(world: World):
    site = {"kind": "service", "request_type": None, "category": "rural"}
    site |= {"item": "house-site", "answers": example("house-site")}
    (error,) = await _errors(world, form(**site))

    assert (error["pointer"], error["code"]) == ("/area", "out_of_scope")
    assert error["zh"] == "该事项只在柳树镇办理"
    assert error["en"] == "this item is offered in Liushu Town only"
    offered = form(**site, area="990102101001")
    assert (await world.post(offered)).status_code == 201


async def test_answers_are_told_field_by_field(world: World):
    answers = {"birth_date": "soon", "living": "alone", "colour": 1}
    errors = await _errors(world, allowance(answers=answers))

    assert {error["pointer"]: error["code"] for error in errors} == {
        "/answers/birth_date": "format",
        "/answers/bank_account": "missing",
        "/answers/*": "extra_forbidden",
    }


async def test_size_and_depth_come_before_the_form(world: World):
    (error,) = await _errors(world, allowance(answers={"birth_date": "\x00"}))

    assert error["code"] == "control_characters"


async def test_a_request_answers_as_it_likes(world: World):
    free = form(category="utilities", item="water", answers={"floor": 3})
    answer = await world.post(free)

    assert answer.status_code == 201, answer.text
    assert (await world.case(answer.json()["case_id"])).item_version == 1


async def test_a_dispute_about_a_service_has_no_form_to_fill_in(world: World):
    about = {"kind": "dispute", "request_type": None, "category": "rural"}
    answer = await world.post(form(**about, item="house-site"))

    assert answer.status_code == 201, answer.text


async def test_a_case_without_item_has_no_version(world: World):
    case_id = (await world.registered())["case_id"]

    assert (await world.case(case_id)).item_version is None


async def test_a_licence_is_examined_before_the_city_takes_it_up(world: World):
    shop = {"kind": "service", "request_type": None, "category": "consumer"}
    shop |= {"item": "food-licence", "answers": example("food-licence")}
    answer = await world.post(form(**shop))

    assert answer.json()["state"] == "registered", answer.text
    assert (await world.case(answer.json()["case_id"])).item_version == 1


async def test_what_is_only_about_a_licence_is_not(world: World):
    about = {"kind": "dispute", "request_type": None, "category": "consumer"}
    answer = await world.post(form(**about, item="food-licence"))

    assert answer.json()["state"] == "accepted", answer.text


@pytest.mark.parametrize(("version", "status"), [(1, 200), (2, 422)])
async def test_a_correction_is_held_against_the_version_of_its_case(
    world: World, version: int, status: int
):
    case_id = (await world.post(allowance(examine=True))).json()["case_id"]
    world.city.clock.advance(timedelta(days=200))
    answers = example("elder-allowance", version) | {"living": "family"}

    answer = await world.ask(case_id, "correct", {"answers": answers})

    assert answer.status_code == status, answer.text
