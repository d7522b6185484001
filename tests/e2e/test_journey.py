"""From the window to the last department and back, as the people on the way see it."""

from typing import Any
from uuid import uuid4

import pytest

from deploy.local.waiting import until
from tests.e2e.town import PATIENCE, Case, Town, handler

ANSWER = "垃圾桶已经增加到六个,每天清运两次。"
LEAD, HELPER, STRANGER = "urban-mgmt", "street-qingshi", "housing"


def matter(kind: str, category: str, address: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "request_type": None if kind == "dispute" else "suggestion",
        "category": category,
        "area": "990101001",
        "channel": "counter",
        "title": "垃圾桶太少",
        "text": "周末总是满出来,想请有关单位看一看。",
        "applicant": {"name": "张三", "phone": "13900000001", "email": address},
    }


def address(who: str) -> str:
    return f"{who}-{uuid4().hex[:12]}@resident.example"


@pytest.fixture(scope="module")
def applicant() -> str:
    return address("applicant")


@pytest.fixture(scope="module")
def case(town: Town, applicant: str) -> Case:
    """Handed over once; the tests below follow it, in their order."""
    return town.hand_over(matter("request", "sanitation", applicant))


def test_1_the_window_says_at_once_who_has_it(case: Case):
    assert case.says("市里已经受理")
    assert case.says("已交给城市管理局主办")
    assert case.says("青石街道办事处参与协办")
    progress = case.progress
    assert progress["state"] == "in_progress"
    assert set(progress["with_whom"]) == {"城市管理局", "青石街道办事处"}
    assert progress["expected_at"]
    assert "您不用做什么" in progress["next"]


def test_2_a_department_reads_what_it_has_a_task_for(case: Case):
    assert until(lambda: case.seen_by(HELPER).status_code == 200, PATIENCE)
    content = case.seen_by(HELPER).json()["content"]
    assert content["title"] == "垃圾桶太少"
    assert not content["applicant"].get("id_number")


def test_3_another_department_cannot_even_tell_that_it_exists(case: Case):
    answer = case.seen_by(STRANGER)
    assert answer.status_code == 404
    assert "垃圾桶" not in answer.text


def test_4_the_helper_answers_over_http_and_its_right_to_read_ends(
    town: Town, case: Case
):
    path, who = f"/v1/tasks/{case.task_of(HELPER)}", handler(HELPER)
    assert town.post("routing", f"{path}/acknowledge", {}, **who).is_success
    assert case.says("青石街道办事处已经签收")
    done = {"outcome": "resolved", "answer": "已到现场看过。"}
    assert town.post("routing", f"{path}/complete", done, **who).is_success
    assert case.says("青石街道办事处已经办完")
    assert case.seen_by(HELPER).status_code == 404
    assert case.seen_by(LEAD).status_code == 200


def test_5_the_lead_answers_over_kafka_and_the_resident_reads_it(
    town: Town, case: Case
):
    task, answer = case.task_of(LEAD), town.sealed_for_intake(ANSWER)
    town.reply(LEAD, case.id, task, action="acknowledge")
    assert case.says("城市管理局已经签收")
    done = {"action": "complete", "outcome": "resolved", "answer": answer}
    town.reply(LEAD, case.id, task, **done)
    assert case.says("各单位已经答复:已经解决")
    progress = case.progress
    assert (progress["state"], progress["answer"]) == ("answered", ANSWER)
    assert progress["with_whom"] == []
    assert case.seen_by(LEAD).status_code == 404


def test_6_the_resident_has_two_letters(town: Town, case: Case, applicant: str):
    assert case.is_told("case-accepted")
    assert case.is_told("case-answered")
    letters = town.letters_to(applicant)
    assert len(letters) == 2
    assert all("张三" in letter for letter in letters)
    assert not any(ANSWER in letter for letter in letters)


def test_7_one_trace_goes_through_every_service(town: Town, case: Case):
    wanted = {"intake", "routing", "notification"}
    assert until(lambda: wanted <= town.services_in(case.trace_id), PATIENCE)


@pytest.fixture
def parties() -> list[str]:
    return [address("one-side"), address("other-side")]


@pytest.fixture
def dispute(town: Town, parties: list[str]) -> Case:
    """Nobody but the mediation centre has to do with it."""
    body = matter("dispute", "other", parties[0])
    other = {"name": "李四", "email": parties[1]}
    return town.hand_over(body | {"answers": {"parties": [other]}})


def answers(town: Town, party: str, accepts: bool) -> None:
    body = {"token": town.token_for(party), "accepts": accepts}
    assert town.post("dispute", "/v1/invitations/answer", body).is_success


MEDIATOR = {"roles": ["mediator"], "subject": "demo-mediator"}


def chosen(town: Town, path: str, parties: list[str]) -> None:
    """All leave it to the body, which appoints; the mediator takes it."""
    for party in parties:
        wish = {"mediators": []}
        assert town.by_link(party, "/v1/my-mediation/preference", wish).is_success
    code = {"mediator": "chen-he"}
    body = town.post("dispute", f"{path}/appoint", code, roles=["body_admin"])
    taken = town.post("dispute", f"{path}/confirm", {}, **MEDIATOR)
    assert body.is_success
    assert taken.is_success


def mediation_of(town: Town, case: Case) -> str:
    path = f"/v1/mediations?case_id={case.id}"
    (row,) = town.get("dispute", path, **MEDIATOR).json()
    return f"/v1/mediations/{row['mediation_id']}"


def test_a_dispute_is_agreed(town: Town, dispute: Case, parties: list[str]):
    for party in parties:
        answers(town, party, True)
    path, terms = mediation_of(town, dispute), "每家轮流倒一周垃圾。"
    chosen(town, path, parties)
    words = {"terms": terms, "performed_at_once": True}
    agreed = town.post("dispute", f"{path}/agree", words, **MEDIATOR)
    assert agreed.is_success
    assert dispute.says("调解达成了协议")
    assert dispute.says("各单位已经答复:已经解决")
    assert dispute.is_told("mediation-agreed")
    assert terms not in str(dispute.progress)


def test_the_mediation_centre_answers_last(town: Town, parties: list[str]):
    other = {"name": "李四", "email": parties[1]}
    body = matter("dispute", "sanitation", parties[0])
    case = town.hand_over(body | {"answers": {"parties": [other]}})
    for party in parties:
        answers(town, party, True)
    path, terms = mediation_of(town, case), "每家轮流倒一周垃圾。"
    chosen(town, path, parties)
    words = {"terms": terms, "performed_at_once": True}
    agreed = town.post("dispute", f"{path}/agree", words, **MEDIATOR)
    assert agreed.is_success
    assert case.says("调解达成了协议")
    assert case.progress["state"] == "in_progress"
    assert town.completes(case, LEAD).is_success
    assert case.says("各单位已经答复:已经解决")


def test_a_lead_that_is_too_early_is_told_for_whom_it_waits(town: Town):
    case = town.hand_over(matter("request", "sanitation", address("early")))
    early = town.completes(case, LEAD)
    assert early.status_code == 409
    assert early.json()["type"].endswith("co-handlers-open")
    assert town.completes(case, HELPER).is_success
    assert town.completes(case, LEAD).is_success
    assert case.says("各单位已经答复:已经解决")


def test_a_party_refuses_and_the_mediation_ends(
    town: Town, dispute: Case, parties: list[str]
):
    answers(town, parties[0], True)
    answers(town, parties[1], False)
    assert dispute.says("调解没有达成协议:有一方不同意调解")
    assert dispute.progress["state"] in {"in_progress", "answered"}
    assert dispute.says("各单位已经答复:已经向您解释说明")
    assert dispute.is_told("mediation-ended")


def test_an_elder_is_visited_for_the_mediation_too_with_large_print(
    town: Town, parties: list[str]
):
    """What was wished at the window counts for the letter of its mediation."""
    body = matter("dispute", "other", parties[0])
    home = {"address": "并蒂里一号楼", "email": parties[0]}
    wished = {"channels": ["visit"], "large_print": True}
    person = {"applicant": body["applicant"] | home, "preferences": wished}
    other = {"name": "李四", "email": parties[1]}
    case = town.hand_over(body | person | {"answers": {"parties": [other]}})
    assert town.token_for(parties[1])

    clerk = {"roles": ["clerk"], "subject": "clerk-of-visits"}
    asked = f"/v1/messages?case_id={case.id}&state=handed_to_person"

    def invited() -> list[dict[str, Any]]:
        rows = town.get("notification", asked, **clerk).json()
        return [row for row in rows if row["template"] == "invitation"]

    assert until(lambda: bool(invited()), PATIENCE)
    [line] = invited()
    path = f"/v1/worklist/{line['message_id']}"
    shown = town.get("notification", path, **clerk).json()
    assert (line["channel"], shown["preferences"]["large_print"]) == ("visit", True)
    lines = [line for line in shown["words"].splitlines() if "://" not in line]
    assert max(map(len, lines)) <= 40
    assert town.letters_to(parties[0]) == []
