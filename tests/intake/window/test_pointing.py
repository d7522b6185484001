"""What a notice points at is there, and has a name that people know."""

from datetime import timedelta

import pytest

from tests.intake.attachments.cupboard import Cupboard
from tests.intake.catalogue.offered import example
from tests.intake.world import World

LICENCE = {
    "kind": "service",
    "request_type": None,
    "item": "food-licence",
    "category": "consumer",
    "answers": example("food-licence"),
}


async def noticed(world: World, receipt: dict[str, str], *pointers: str):
    defects = [{"pointer": each, "reason": "missing"} for each in pointers]
    case_id = receipt["case_id"]
    return await world.ask(case_id, "request-correction", {"defects": defects})


async def named(world: World, receipt: dict[str, str], language: str) -> list[str]:
    told = (await world.progress(receipt, language)).json()
    return [each["words"].partition(":")[0] for each in told["to_correct"]]


async def test_a_field_of_the_form_and_a_paper_are_called_what_they_are(world: World):
    receipt = await world.registered(**LICENCE)
    answer = await noticed(
        world, receipt, "/answers/shop_name", "/materials/licence", "/applicant/phone"
    )

    assert answer.status_code == 200, answer.text
    assert await named(world, receipt, "zh") == ["店铺名称", "营业执照", "申请人 电话"]
    assert (await named(world, receipt, "en"))[2] == "applicant phone"


@pytest.mark.parametrize(
    "pointer",
    [
        "/applicant/telephone",
        "/agent/张三",
        "/materials/the-moon",
        "/materials/0",
        "/title/first",
        "/attachments/张三的照片",
        "/answers/moon",
    ],
)
async def test_what_is_not_there_cannot_be_missing(world: World, pointer: str):
    receipt = await world.registered(**LICENCE)
    answer = await noticed(world, receipt, pointer)

    [error] = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/defects/0/pointer", "no_field")
    assert "张三" not in answer.text


async def test_a_matter_without_an_item_has_no_papers_of_its_own(world: World):
    receipt = await world.registered(examine=True)

    assert (await noticed(world, receipt, "/materials/id-card")).status_code == 422
    assert (await noticed(world, receipt, "/materials")).status_code == 200


async def test_a_file_is_pointed_at_by_its_place_or_its_id(world: World):
    receipt = await world.registered(**LICENCE)
    id = "5f0c2b1e-7f7a-5d6c-9a43-0e6f1b2c3d4e"

    answer = await noticed(world, receipt, "/attachments/0", f"/attachments/{id}")
    assert answer.status_code == 200, answer.text


async def test_a_paper_comes_as_a_file_and_only_that_file_may_be_wrong(world: World):
    """With nothing in the form to put right."""
    receipt = await world.registered(**LICENCE)
    await noticed(world, receipt, "/materials/licence")
    world.city.clock.advance(timedelta(hours=1))
    id = await Cupboard(world).kept(receipt["case_id"])
    corrected = await world.ask(receipt["case_id"], "correct", {})

    assert corrected.json()["state"] == "registered", corrected.text
    assert (await noticed(world, receipt, "/materials/layout")).status_code == 409
    again = await noticed(world, receipt, "/materials/licence", f"/attachments/{id}")
    assert again.json()["state"] == "correction_requested", again.text
