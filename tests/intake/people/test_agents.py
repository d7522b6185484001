"""Who acts for another says by what right, and something shows it."""

from typing import Any

import pytest

from contracts.sealed import Evidence
from tests.intake import facts
from tests.intake.attachments.cupboard import Cupboard
from tests.intake.people.filing import CHILD, COMPANY, MANAGER, complaints
from tests.intake.world import LI, ZHANG, World, bearer, clerk, form

DOCUMENT = {"kind": "document", "number": "(2026)清证字第1号"}


def a_file(id: str) -> dict[str, str]:
    return {"kind": "attachment", "attachment": id}


@pytest.mark.parametrize("evidence", [DOCUMENT, {"kind": "seen_original"}])
async def test_one_thing_that_shows_it_is_enough(world: World, evidence: dict):
    assert await complaints(world, agent=LI | {"evidence": [evidence]}) == {}


@pytest.mark.parametrize(
    ("pointer", "changed"),
    [
        ("/agent/authority", {"authority": None}),
        ("/agent/authority", {"authority": "legal_representative"}),
        ("/agent/authority", {"authority": "guardian"}),
        ("/agent/authority", {"authority": "friend"}),
        ("/agent/evidence", {"evidence": []}),
        ("/agent/evidence/0/number", {"evidence": [{"kind": "document"}]}),
        ("/agent/evidence/0/attachment", {"evidence": [{"kind": "attachment"}]}),
        ("/agent/evidence/0/attachment", {"evidence": [a_file("a-1")]}),
        ("/agent/evidence/0/number", {"evidence": [DOCUMENT | {"number": "\x07"}]}),
        ("/agent/evidence/0/kind", {"evidence": [{"kind": "his word"}]}),
        ("/agent/phone", {"phone": "12300000000"}),
    ],
)
async def test_what_is_missing_is_named(world: World, pointer: str, changed: dict):
    assert set(await complaints(world, agent=LI | changed)) == {pointer}


async def test_a_file_shows_it_while_it_is_one_of_this_matter(world: World):
    files, headers = Cupboard(world), bearer(clerk())

    async def handed_in(draft: str, file: str) -> int:
        body = form(agent=LI | {"evidence": [a_file(file)]})
        await world.http.put(f"/v1/drafts/{draft}", json=body, headers=headers)
        path = f"/v1/drafts/{draft}/hand-in"
        return (await world.http.post(path, headers=headers)).status_code

    one, other = await begun(world, "draft-0001"), await begun(world, "draft-0002")
    of_one, taken_back = await files.kept(one), await files.kept(one)
    await files.take_back(one, taken_back)
    assert await handed_in(other, of_one) == 422
    assert await handed_in(one, taken_back) == 422
    assert await handed_in(one, of_one) == 200


async def begun(world: World, key: str) -> str:
    headers = bearer(clerk()) | {"Idempotency-Key": key}
    answer = await world.http.post("/v1/drafts", json=form(), headers=headers)
    return answer.json()["case_id"]


async def test_an_agent_acts_for_somebody(world: World):
    told = await complaints(world, applicant=None, agent=LI)

    assert set(told) == {"/applicant"}


@pytest.mark.parametrize(
    ("agent", "pointers"),
    [
        (None, {"/agent"}),
        (MANAGER, set()),
        (LI, set()),
        (LI | {"authority": "guardian"}, {"/agent/authority"}),
    ],
)
async def test_an_organisation_acts_by_somebody(
    world: World, agent: Any, pointers: set[str]
):
    assert set(await complaints(world, applicant=COMPANY, agent=agent)) == pointers


async def test_everything_about_people_is_said_at_once(world: World):
    told = await complaints(
        world,
        applicant=CHILD | {"phone": "1", "birth_date": "2014-03-08"},
        agent=LI | {"evidence": []},
        helper={"kind": "family"},
        request_type="report",
        preferences={"channels": ["email", "letter"], "interpreter": "ethnic"},
    )

    assert set(told) == {
        "/applicant/phone",
        "/applicant/birth_date",
        "/agent/authority",
        "/agent/evidence",
        "/helper/consent",
        "/accused",
        "/preferences/channels/1",
        "/preferences/interpreter_language",
    }


async def test_the_department_is_told_the_right_and_not_what_shows_it(world: World):
    agent = LI | {"evidence": [DOCUMENT], "id_number": ZHANG["id_number"]}
    case_id = (await world.registered(agent=agent))["case_id"]
    await world.receive(facts.assigned(case_id, "housing"))

    [content] = world.granted("housing")
    assert content.agent is not None
    assert content.agent.authority == "written_mandate"
    assert (content.agent.evidence, content.agent.id_number) == ((), None)


async def test_the_window_keeps_what_shows_it(world: World):
    agent = LI | {"evidence": [DOCUMENT]}
    case_id = (await world.registered(agent=agent))["case_id"]
    content = await world.contents.read(await world.case(case_id))

    assert content is not None
    assert content.agent is not None
    assert content.agent.evidence == (Evidence(**DOCUMENT),)
    shown = await world.get(f"/v1/cases/{case_id}", clerk())
    assert shown.json()["content"]["agent"]["evidence"][0]["kind"] == "document"


async def test_what_was_sealed_before_there_were_rights_is_still_read(world: World):
    case_id = (await world.registered(**form()))["case_id"]
    sealed = await world.case(case_id)
    content = await world.contents.read(sealed)

    assert content is not None
    assert content.applicant is not None
    assert content.applicant.kind == "person"
    former = {"case_no": "1", "title": "t", "text": "t", "agent": {"name": "李四"}}
    assert type(content).model_validate(former).agent.authority is None
