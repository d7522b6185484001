"""举报: a report never reaches whom it accuses, nor anybody below them."""

import pytest

from contracts.intake import CaseAccepted
from services.intake.handlers import handlers
from services.kit.sealing.keys import new_private_jwk, public_jwk
from tests.intake import facts
from tests.intake.people.filing import a_report, complaints
from tests.intake.world import RESIDENT, ZHANG, World, bearer, form, officer

BUREAU, BRIGADE = "urban-mgmt", "chengdong-brigade"


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"request_type": "report"}, "/accused"),
        ({"accused": {"organisations": [BUREAU]}}, "/accused"),
        (a_report(), "/accused/words"),
        (a_report(BUREAU, "ministry-of-magic"), "/accused/organisations/1"),
        (a_report(accused={"words": "某某公司\x07"}), "/accused/words"),
    ],
)
async def test_a_report_says_whom_it_is_about(
    world: World, changed: dict, pointer: str
):
    told = await complaints(world, **changed)

    assert set(told) == {pointer}


async def test_what_was_said_of_the_accused_is_not_repeated(world: World):
    secret = "planted-9f3"
    accused = {"organisations": [secret], "words": f"{secret}\x07"}
    answer = await world.post(form(**a_report(accused=accused)))

    assert answer.status_code == 422
    assert secret not in answer.text


async def test_routing_is_told_by_code_and_words_stay_sealed(world: World):
    accused = {"organisations": [BUREAU], "words": "青石街的王队长"}
    case_id = (await world.registered(**a_report(accused=accused)))["case_id"]

    [fact] = [f for f in world.city.facts if isinstance(f, CaseAccepted)]
    assert fact.accused == (BUREAU,)
    assert not [f for f in world.city.facts if "王队长" in f.model_dump_json()]
    await world.receive(facts.assigned(case_id, "housing"))
    [content] = world.granted("housing")
    assert content.accused is not None
    assert content.accused.words == "青石街的王队长"


@pytest.fixture
def brigade(world: World) -> str:
    """The accused bureau's own unit, with a key like everybody's."""
    own = new_private_jwk()
    (world.keys / f"{BRIGADE}.jwk").write_text(public_jwk(own))
    world.private[BRIGADE] = own
    known = (*world.city.departments, BRIGADE)
    world.handlers = handlers(world.repository, world.contents, known)
    return BRIGADE


@pytest.mark.parametrize("department", [BUREAU, BRIGADE])
async def test_the_accused_is_granted_nothing_whoever_gives_the_task(
    world: World, brigade: str, department: str
):
    case_id = (await world.registered(**a_report(BUREAU)))["case_id"]
    await world.receive(
        facts.assigned(case_id, department),
        facts.assigned(case_id, "housing", "co_handler"),
    )
    await world.ask(case_id, "supplement", {"text": "今天还是一样"})
    await world.receive(facts.completed(case_id, "housing", world.answer("已看过")))

    assert world.granted(department) == []
    assert len(world.granted("housing")) == 2
    assert (await world.case(case_id)).state == "in_progress"


@pytest.mark.parametrize("who", ["department", "clerk", "supervisor", "dispatcher"])
@pytest.mark.parametrize("department", [BUREAU, BRIGADE])
async def test_nobody_of_the_accused_sees_that_it_is_there(
    world: World, brigade: str, department: str, who: str
):
    case_id = (await world.registered(**a_report(BUREAU)))["case_id"]
    await world.receive(facts.assigned(case_id, department))
    reader = f"{who}/9901/{department}"

    assert (await world.get(f"/v1/cases/{case_id}", reader)).status_code == 404
    assert (await world.get("/v1/cases", reader)).json() == []
    if who == "clerk":
        added = await world.ask(case_id, "urge", by=reader)
        assert added.status_code == 404
    other = await world.get(f"/v1/cases/{case_id}", f"{who}/9901/housing")
    assert other.status_code == (404 if who == "department" else 200)


async def test_who_reports_the_own_house_still_sees_the_own_case(world: World):
    by = f"resident//{BUREAU}"
    answer = await world.post(form(**a_report(BUREAU)), by=by)
    path = f"/v1/cases/{answer.json()['case_id']}"

    assert (await world.get(path, by)).json()["content"]["text"] == form()["text"]
    assert len((await world.get("/v1/cases", by)).json()) == 1
    assert (await world.get(path, RESIDENT)).status_code == 404


async def test_who_is_above_the_accused_may_have_it(world: World):
    case_id = (await world.registered(**a_report(BRIGADE)))["case_id"]
    await world.receive(facts.assigned(case_id, BUREAU))

    assert len(world.granted(BUREAU)) == 1
    shown = await world.get(f"/v1/cases/{case_id}", officer(BUREAU))
    assert shown.json()["content"]["text"] == form()["text"]


@pytest.mark.parametrize("department", [BUREAU, BRIGADE])
async def test_no_other_way_leads_the_accused_to_it(world: World, department: str):
    """Looked up by a person, from the archive, in the read log, or to be erased."""
    case_id = await world.answered(**a_report(BUREAU))
    side = f"9901/{department}"
    asked = {"reason": "court_request", "reference": "〔2026〕12号"}
    erase = {"reason": "asked"}

    headers = bearer(f"clerk/{side}")
    body = {"phone": ZHANG["phone"]}
    found = await world.http.post("/v1/people/look-up", json=body, headers=headers)
    assert (found.status_code, found.json()) == (200, [])
    archived = await world.ask(case_id, "archive-access", asked, f"archivist/{side}")
    log = await world.get(f"/v1/cases/{case_id}/readings", f"auditor/{side}")
    erased = await world.ask(case_id, "erase", erase, f"operator/{side}")
    statuses = [each.status_code for each in (archived, log, erased)]
    assert statuses == [404, 404, 404]
    assert world.readings.noted == []


async def test_a_report_that_is_only_begun_is_kept_from_them_too(world: World):
    named = {"organisations": [BUREAU, {"no": "code"}], "words": None}
    body = form(**a_report(accused=named), channel="web")
    headers = bearer(RESIDENT) | {"Idempotency-Key": "a-report-begun"}
    begun = await world.http.post("/v1/drafts", json=body, headers=headers)
    path = f"/v1/drafts/{begun.json()['case_id']}"

    assert begun.status_code == 201
    assert (await world.get(path, f"clerk/9901/{BUREAU}")).status_code == 404
    assert (await world.get(path, RESIDENT)).status_code == 200
    again = form(**a_report("housing"), channel="web")
    await world.http.put(path, json=again, headers=bearer(RESIDENT))
    assert (await world.get(path, "clerk/9901/housing")).status_code == 404
