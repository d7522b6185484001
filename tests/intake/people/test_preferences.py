"""How somebody wants to be spoken to goes with the case and to notification."""

import pytest

from contracts.intake import ContactRegistered
from contracts.sealed import ContactCard
from services.kit.sealing.readers import Opener
from tests.intake import facts
from tests.intake.people.filing import complaints
from tests.intake.world import LI, ZHANG, World, clerk

WISHES = {
    "channels": ["visit", "voice"],
    "large_print": True,
    "interpreter": "ethnic",
    "interpreter_language": "ug",
    "human": True,
}
AT_HOME = ZHANG | {"address": "并蒂里一号楼"}


@pytest.mark.parametrize(
    ("applicant", "channels", "pointers"),
    [
        (ZHANG, ["sms", "voice", "email", "in_app"], []),
        (AT_HOME, ["letter", "visit"], []),
        (ZHANG, ["letter", "visit"], [0, 1]),
        (ZHANG | {"phone": None}, ["email", "sms", "voice"], [1, 2]),
        (ZHANG | {"email": None}, ["email"], [0]),
    ],
)
async def test_a_way_needs_where_it_leads(
    world: World, applicant: dict, channels: list[str], pointers: list[int]
):
    told = await complaints(
        world, applicant=applicant, preferences={"channels": channels}
    )

    assert list(told) == [f"/preferences/channels/{place}" for place in pointers]


@pytest.mark.parametrize(
    ("pointer", "wishes"),
    [
        ("/preferences/channels/0", {"channels": ["pigeon"]}),
        ("/preferences/channels/1", {"channels": ["sms", "sms"]}),
        ("/preferences/interpreter", {"interpreter": "loud"}),
        ("/preferences/interpreter_language", {"interpreter": "ethnic"}),
        ("/preferences/interpreter_language", {"interpreter_language": "u\x07"}),
    ],
)
async def test_what_is_no_wish_is_named(world: World, pointer: str, wishes: dict):
    assert set(await complaints(world, preferences=wishes)) == {pointer}


async def test_the_department_knows_whom_they_need_when_they_meet(world: World):
    wished = {"preferences": WISHES, "language": "en"}
    case_id = (await world.registered(applicant=AT_HOME, **wished))["case_id"]
    await world.receive(facts.assigned(case_id, "housing"))

    [content] = world.granted("housing")
    assert content.preferences is not None
    assert content.preferences.interpreter_language == "ug"
    assert content.language == "en"
    assert content.applicant is not None
    assert content.applicant.address == AT_HOME["address"]
    shown = (await world.get(f"/v1/cases/{case_id}", clerk())).json()["content"]
    assert shown["preferences"] == WISHES


async def test_notification_is_told_and_given_no_more_than_it_needs(world: World):
    await world.registered(applicant=AT_HOME, agent=LI, preferences=WISHES)
    [fact] = [f for f in world.city.facts if isinstance(f, ContactRegistered)]
    card = Opener(world.private["notification"]).open(fact.contact, ContactCard)

    assert card.preferences is not None
    assert card.preferences.human is True
    assert card.applicant is not None
    assert card.applicant.address == AT_HOME["address"]
    assert ZHANG["id_number"] not in card.model_dump_json()
    assert "written_mandate" not in card.model_dump_json()


async def test_an_address_alone_is_a_way_to_reach_somebody(world: World):
    await world.registered(applicant={"name": "张三", "address": "并蒂里一号楼"})

    assert [f for f in world.city.facts if isinstance(f, ContactRegistered)]
