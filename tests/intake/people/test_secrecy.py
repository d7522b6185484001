"""Without a name, or with one that only the window knows."""

from typing import Any

import pytest

from contracts.intake import CaseEvaluated, ContactRegistered
from tests.intake import facts
from tests.intake.people.filing import a_report, complaints
from tests.intake.world import LI, RESIDENT, SUPERVISOR, World, clerk, form, officer

NOBODY: dict[str, Any] = {"applicant": None, "anonymity": "anonymous"}
PLANTED = ("张三", "139-0000-0001", "zhang.san@people.example", "110101199003071938")


async def test_who_is_anonymous_names_nobody(world: World):
    told = await complaints(world, anonymity="anonymous", agent=LI)

    assert set(told) == {"/applicant", "/agent"}
    assert await complaints(world, **NOBODY) == {}


async def test_nobody_can_reach_who_is_anonymous(world: World):
    told = await complaints(world, **NOBODY, preferences={"channels": ["sms"]})

    assert set(told) == {"/preferences/channels/0"}


@pytest.mark.parametrize("anonymity", ["confidential", "anonymous"])
@pytest.mark.parametrize(
    "other",
    [
        {"kind": "dispute", "request_type": None},
        {"kind": "service", "item": "construction-permit", "request_type": None},
    ],
)
async def test_only_a_request_can_be_made_without_a_name(
    world: World, anonymity: str, other: dict
):
    applicant = form()["applicant"] if anonymity == "confidential" else None

    told = await complaints(world, anonymity=anonymity, applicant=applicant, **other)
    assert "/anonymity" in told


async def test_an_anonymous_case_is_nobodys_and_is_followed_by_its_code(world: World):
    answer = await world.post(form(**NOBODY), by=RESIDENT)
    receipt = answer.json()

    assert answer.status_code == 201
    assert (await world.case(receipt["case_id"])).owner is None
    assert not [f for f in world.city.facts if isinstance(f, ContactRegistered)]
    assert (await world.progress(receipt)).json()["state"] == "accepted"


async def test_an_anonymous_evaluation_has_no_name(world: World):
    case_id = await world.answered(**NOBODY)
    await world.ask(case_id, "evaluate", {"grade": 1, "named": True})

    [fact] = [f for f in world.city.facts if isinstance(f, CaseEvaluated)]
    assert (fact.grade, fact.named) == (1, False)
    [kept] = (await world.case(case_id)).evaluations
    assert kept.named is False


async def test_a_confidential_case_reaches_its_department_without_its_people(
    world: World,
):
    receipt = await world.registered(
        anonymity="confidential",
        agent=LI,
        preferences={"interpreter": "sign", "large_print": True},
        language="en",
    )
    case_id = receipt["case_id"]
    await world.receive(facts.assigned(case_id, "housing"))

    [content] = world.granted("housing")
    assert (content.applicant, content.agent, content.preferences) == (None, None, None)
    assert content.language == "zh"
    assert (content.anonymity, content.text) == ("confidential", form()["text"])
    shown = await world.get(f"/v1/cases/{case_id}", officer("housing"))
    assert shown.json()["anonymity"] == "confidential"
    assert shown.json()["content"]["text"] == form()["text"]
    assert not [word for word in PLANTED if word in shown.text]


async def test_what_is_added_and_reported_does_not_name_them_either(world: World):
    case_id = (await world.registered(anonymity="confidential"))["case_id"]
    await world.receive(
        facts.assigned(case_id, "housing"),
        facts.assigned(case_id, "transport", "co_handler"),
    )
    await world.ask(case_id, "supplement", {"text": "今天还是一样"})
    await world.receive(facts.completed(case_id, "transport", world.answer("已看过")))

    contents = [*world.granted("housing"), *world.granted("transport")]
    assert len(contents) == 5
    assert {content.applicant for content in contents} == {None}


async def test_the_window_and_notification_still_know_who_it_is(world: World):
    case_id = (await world.registered(anonymity="confidential"))["case_id"]
    shown = await world.get(f"/v1/cases/{case_id}", clerk())

    assert shown.json()["content"]["applicant"]["name"] == "张三"
    assert [f for f in world.city.facts if isinstance(f, ContactRegistered)]
    over = await world.get(f"/v1/cases/{case_id}", SUPERVISOR)
    assert (over.json()["anonymity"], over.json()["content"]) == ("confidential", None)


@pytest.mark.parametrize(
    ("said", "holds"),
    [(None, "confidential"), ("named", "named"), ("confidential", "confidential")],
)
async def test_a_report_is_confidential_unless_it_is_named(
    world: World, said: str | None, holds: str
):
    case_id = (await world.registered(**a_report("housing"), anonymity=said))["case_id"]

    assert (await world.case(case_id)).anonymity == holds


async def test_everything_else_is_named(world: World):
    case_id = (await world.registered())["case_id"]

    assert (await world.case(case_id)).anonymity == "named"
