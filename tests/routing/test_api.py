"""Over HTTP: who may do what, and what they are told when they may not."""

from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest

from contracts.codes import derived_id
from contracts.sealed import AnswerText
from services.kit.running.settings import ServiceSettings
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_private_jwk, new_secret, public_jwk
from services.kit.sealing.readers import Opener, Sealer
from services.kit.serving.api import service_api
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from services.routing.api import Desk, router
from tests.routing.memory import MemoryHandlings
from tests.routing.world import CASE

INTAKE, SIGNING = new_private_jwk(), new_private_jwk()


@asynccontextmanager
async def lifespan(api):
    yield


@pytest.fixture
def keys(tmp_path):
    (tmp_path / "tokens.jwk").write_text(public_jwk(SIGNING))
    (tmp_path / "intake.jwk").write_text(public_jwk(INTAKE))
    return tmp_path


@pytest.fixture
async def http(world, keys):
    settings = ServiceSettings(service="routing", public_keys=keys)
    api = service_api(settings, "routing", lifespan, router)
    api.state.digests = Digests(new_secret())
    api.state.desk = Desk(
        handlings=world.handlings,
        who_has=MemoryHandlings(world.handlings),
        inbox=world.inbox,
        norms=world.norms,
        sealer=Sealer(keys),
        clock=world.city.clock,
    )
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        yield http


def bearer(role, department=None, area="9901"):
    somebody = Principal(
        subject=f"{role}-1", roles={role}, department=department, area=area
    )
    return {"Authorization": f"Bearer {issue(SIGNING, somebody)}"}


TRANSPORT, HOUSING = bearer("department", "transport"), bearer("department", "housing")
DISPATCHER = bearer("dispatcher")


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
    said = {"outcome": "resolved", "answer": "路面已经修好"}
    done = await http.post(f"{task}/complete", headers=TRANSPORT, json=said)

    assert done.json()["tasks"][0]["state"] == "completed"
    sealed = (await world.task("transport")).answer
    opened = Opener(INTAKE).open(sealed, AnswerText)
    assert opened.text == "路面已经修好"


async def test_the_limit_is_shown_with_its_arithmetic_in_words(http, task):
    shown = (await http.get(f"/v1/handlings/{CASE}", headers=DISPATCHER)).json()

    lead, co_handler = shown["tasks"]
    assert lead["limit_zh"] == (
        "5个工作日(本市规定 潍坊 20),自2026-03-02 17:00派单起算,当日不计,"
        "至2026-03-09 18:00止"
    )
    assert co_handler["limit_en"].startswith("3 working days (our default) from")
    assert lead["allowed"] == ["acknowledge", "return", "request-mediation"]


async def test_a_department_sees_its_own_tasks_of_a_handling(http, task):
    shown = await http.get(f"/v1/handlings/{CASE}", headers=TRANSPORT)

    assert [row["department"] for row in shown.json()["tasks"]] == ["transport"]
    assert "answer" not in shown.text


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
        ("complete", {"outcome": "resolved", "answer": ""}),
        ("complete", {"outcome": "resolved", "answer": "长" * 20_001}),
        ("complete", {"outcome": "vanished"}),
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


async def cases(world, count):
    for number in range(count):
        await world.accept(case_id=derived_id(str(number)), category="consumer")
        world.city.clock.advance(timedelta(hours=12))
    await world.show()


INBOX = "/v1/departments/market/tasks"
MARKET = bearer("department", "market")


async def test_the_inbox_is_read_page_by_page_as_things_fall_due(http, world):
    await world.accept()
    await cases(world, 5)
    seen, path = [], f"{INBOX}?limit=2"
    while path:
        answer = await http.get(path, headers=MARKET)
        seen += answer.json()["tasks"]
        path = answer.links["next"]["url"] if "next" in answer.links else None

    assert len({row["task_id"] for row in seen}) == len(seen) == 5
    assert [row["due_at"] for row in seen] == sorted(row["due_at"] for row in seen)


async def test_the_inbox_tells_what_is_late(http, world):
    await world.accept()
    await cases(world, 3)
    world.city.clock.now = (await world.handlings.load(derived_id("0"))).tasks[0].due_at
    inbox = (await http.get(f"{INBOX}?overdue=true", headers=MARKET)).json()

    assert inbox["counts"] == {"assigned": 3, "overdue": 1}
    assert [row["overdue"] for row in inbox["tasks"]] == [True]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("?state=assigned", 2),
        ("?state=completed", 0),
        ("?due_before=2026-03-01T00:00:00Z", 0),
    ],
)
async def test_the_inbox_is_filtered(http, world, query, found):
    await world.accept()
    await cases(world, 2)

    inbox = (await http.get(INBOX + query, headers=MARKET)).json()
    assert len(inbox["tasks"]) == found


@pytest.mark.parametrize(
    "caller",
    [HOUSING, bearer("dispatcher", area="990102"), bearer("supervisor", area="")],
)
async def test_an_inbox_of_others_shows_nothing(http, world, caller):
    await world.accept()
    await cases(world, 1)

    inbox = (await http.get(INBOX, headers=caller)).json()
    assert inbox == {"tasks": [], "counts": {"overdue": 0}}


@pytest.mark.parametrize(
    "query",
    [
        "state=gone",
        "overdue=yes",
        "due_before=soon",
        "due_before=0001-01-01T00:00:00%2B14:00",
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(http, query):
    answer = await http.get(f"{INBOX}?{query}", headers=MARKET)

    assert answer.status_code == 422


async def test_a_key_is_for_one_action_on_one_task(http, world, task):
    """Most bodies are empty: the body alone would not tell one from the other."""
    await world.act("urban-mgmt", "acknowledge")
    await http.post(f"{task}/request-mediation", headers=TRANSPORT)
    key = TRANSPORT | {"Idempotency-Key": "the-first-one"}
    first = await http.post(f"{task}/acknowledge", headers=key)
    other = await http.post(f"{task}/request-mediation", headers=key)

    assert first.is_success
    assert other.json()["type"] == "/problems/idempotency-key-reused"
