"""Over HTTP: who may do what, and what they are told when they may not."""

import pytest

from contracts.sealed import AnswerText
from services.kit.sealing.readers import Opener
from tests.routing.callers import DISPATCHER, HOUSING, INTAKE, MARKET, TRANSPORT, bearer
from tests.routing.world import CASE


@pytest.fixture
async def task(world):
    """Transport's, as lead; urban-mgmt has another of the same case."""
    await world.accept(category="transit")
    return f"/v1/tasks/{(await world.task('transport')).task_id}"


async def test_a_task_is_signed_returned_decided_and_completed(http, world, task):
    assert (await http.post(f"{task}/acknowledge", headers=TRANSPORT)).is_success
    said = {"reason": "not_our_duty", "law": "潍坊 22"}
    returned = await http.post(f"{task}/return", headers=TRANSPORT, json=said)
    assert returned.json()["tasks"][0]["state"] == "returned"
    said = {"decision": "dismissed"}
    await http.post(f"{task}/decide-return", headers=DISPATCHER, json=said)
    for action in ("acknowledge", "complete"):
        await world.act("urban-mgmt", action, outcome="explained")
    said = {"outcome": "resolved", "answer": "路面已经修好"}
    done = await http.post(f"{task}/complete", headers=TRANSPORT, json=said)

    assert done.json()["tasks"][0]["state"] == "completed"
    sealed = (await world.task("transport")).answer
    opened = Opener(INTAKE).open(sealed, AnswerText)
    assert opened.text == "路面已经修好"


async def test_who_has_the_power_is_named_and_shown(http, world):
    await world.accept(category="consumer")
    await world.sign("market")
    path = f"/v1/tasks/{(await world.task('market')).task_id}/complete"
    said = {"outcome": "not_our_power", "answer": "请去法院", "authority": "court"}
    done = await http.post(path, headers=MARKET, json=said)

    assert done.json()["tasks"][0]["authority"] == "court"


@pytest.mark.parametrize(
    ("answer", "status"),
    [("字" * 20_000, 200), ("😀" * 20_000, 200), ("字" * 20_001, 422)],
)
async def test_an_answer_may_be_so_long(http, world, answer, status):
    assert (await answered(http, world, answer)).status_code == status


@pytest.mark.parametrize("nothing", ["", " ", "\t\n", "\x01" * 20_000])
async def test_an_answer_in_which_nothing_can_be_read_is_none(http, world, nothing):
    refused = await answered(http, world, nothing)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/answer"


async def answered(http, world, answer):
    await world.accept(category="transit-bus")
    await world.sign("transport")
    path = f"/v1/tasks/{(await world.task('transport')).task_id}/complete"
    said = {"outcome": "explained", "answer": answer}
    return await http.post(path, headers=TRANSPORT, json=said)


async def test_the_limit_is_shown_with_its_arithmetic_in_words(http, task):
    shown = (await http.get(f"/v1/handlings/{CASE}", headers=DISPATCHER)).json()

    lead, co_handler = shown["tasks"]
    assert lead["limit"]["zh"] == (
        "5个工作日(本市规定 潍坊 20);自2026-03-02 17:00派单起算,当日不计;"
        "至2026-03-09 18:00止;已用0工作小时00分"
    )
    assert co_handler["limit"]["en"].startswith("3 working days (our default); from")
    assert lead["allowed"][0] == "acknowledge"
    assert lead["waits_for"] == ["urban-mgmt"]


async def test_a_lead_sees_its_task_and_those_that_it_waits_for(http, task):
    shown = await http.get(f"/v1/handlings/{CASE}", headers=TRANSPORT)

    departments = [row["department"] for row in shown.json()["tasks"]]
    assert departments == ["transport", "urban-mgmt"]
    assert "answer" not in shown.text


async def test_a_co_handler_sees_its_own_task(http, task):
    shown = await http.get(
        f"/v1/handlings/{CASE}", headers=bearer("department", "urban-mgmt")
    )

    assert [row["department"] for row in shown.json()["tasks"]] == ["urban-mgmt"]


@pytest.mark.parametrize(
    "caller",
    [HOUSING, bearer("dispatcher", area="990102"), bearer("supervisor", area="")],
)
async def test_others_do_not_learn_that_there_is_a_handling(http, task, caller):
    answer = await http.get(f"/v1/handlings/{CASE}", headers=caller)

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-known")


@pytest.mark.parametrize("action", ["acknowledge", "return", "complete"])
async def test_a_task_of_another_department_is_not_found(http, task, action):
    said = {"reason": "not_our_duty", "law": "潍坊 22", "outcome": "resolved"}
    strangers = await http.post(f"{task}/{action}", headers=HOUSING, json=said)
    partners = await http.post(
        f"{task}/{action}", headers=bearer("department", "urban-mgmt"), json=said
    )

    assert (strangers.status_code, partners.status_code) == (404, 404)


async def test_a_wrong_state_says_the_state_and_what_is_allowed(http, task):
    said = {"outcome": "resolved"}
    answer = await http.post(f"{task}/complete", headers=TRANSPORT, json=said)

    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == "/problems/wrong-state"
    assert "assigned" in problem["title"]
    assert "签收" in problem["title_zh"]


async def test_what_changed_meanwhile_is_not_overwritten(http, task):
    read = await http.get(f"/v1/handlings/{CASE}", headers=TRANSPORT)
    tag = TRANSPORT | {"If-Match": read.headers["ETag"]}
    first = await http.post(f"{task}/acknowledge", headers=tag)
    late = await http.post(f"{task}/request-mediation", headers=tag)

    assert (first.status_code, late.status_code) == (200, 412)


async def test_a_request_sent_again_is_answered_alike(http, task):
    key = TRANSPORT | {"Idempotency-Key": "the-first-one"}
    answers = [await http.post(f"{task}/acknowledge", headers=key) for _ in range(2)]
    body = await http.post(f"{task}/acknowledge", headers=key, json={})

    assert answers[0].json() == answers[1].json()
    assert body.json()["type"] == "/problems/idempotency-key-reused"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("return", {"reason": "not_our_duty"}),
        ("return", {"reason": "Not ours!", "law": "潍坊 22"}),
        ("complete", {}),
        ("complete", {"outcome": "resolved"}),
        ("complete", {"outcome": "resolved", "answer": ""}),
        ("complete", {"outcome": "resolved", "answer": "长" * 20_001}),
        ("complete", {"outcome": "vanished"}),
        ("complete", {"outcome": "not_our_power", "answer": "找法院"}),
    ],
)
async def test_a_wrong_body_is_refused_without_an_echo(http, task, path, said):
    await http.post(f"{task}/acknowledge", headers=TRANSPORT)
    answer = await http.post(f"{task}/{path}", headers=TRANSPORT, json=said)

    assert answer.status_code == 422
    assert "Not ours!" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "caller"),
    [
        ("POST", "/acknowledge", DISPATCHER),
        ("POST", "/decide-return", TRANSPORT),
        ("POST", "/decide-return", bearer("clerk")),
    ],
)
async def test_each_action_has_its_role(http, task, method, path, caller):
    said = {"decision": "dismissed"}
    answer = await http.request(method, task + path, headers=caller, json=said)

    assert answer.json()["type"] == "/problems/role-required"


async def test_the_dispatcher_places_what_no_rule_knew(http, world):
    await world.accept(category="other")
    said = {"lead": "housing", "co_handlers": ["urban-mgmt"]}
    path = f"/v1/handlings/{CASE}/assign"
    placed = await http.post(path, headers=DISPATCHER, json=said)
    again = await http.post(path, headers=DISPATCHER, json=said)

    assert (placed.json()["state"], placed.json()["rule"]) == (
        "in_progress",
        "dispatcher",
    )
    assert again.status_code == 409


async def test_a_case_of_another_area_cannot_be_placed(http, world):
    await world.accept(category="other")
    elsewhere = bearer("dispatcher", area="990102")
    answer = await http.post(
        f"/v1/handlings/{CASE}/assign", headers=elsewhere, json={"lead": "housing"}
    )

    assert answer.status_code == 404


async def test_a_key_is_for_one_action_on_one_task(http, world, task):
    """Most bodies are empty: the body alone would not tell one from the other."""
    await world.act("urban-mgmt", "acknowledge")
    await http.post(f"{task}/request-mediation", headers=TRANSPORT)
    key = TRANSPORT | {"Idempotency-Key": "the-first-one"}
    first = await http.post(f"{task}/acknowledge", headers=key)
    other = await http.post(f"{task}/request-mediation", headers=key)

    assert first.is_success
    assert other.json()["type"] == "/problems/idempotency-key-reused"
