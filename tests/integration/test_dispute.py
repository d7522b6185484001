"""The mediation centre on real Kafka and MongoDB, over its own HTTP."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import pytest
from httpx import AsyncClient

from contracts.department import TaskReply
from contracts.dispute import TermExtended
from contracts.routing import CoHandlerReported, ReplyRejected
from contracts.sealed import AnswerText
from deploy.local.stack import Stack
from services.dispute.app import create_app
from services.dispute.settings import DisputeSettings
from services.kit.running.clock import utc_now
from tests.dispute.live import MEDIATOR, Live, living
from tests.integration.mediations import (
    CENTRE,
    mediating,
    opened,
    says,
    tokens_of,
)

pytestmark = pytest.mark.stack


@pytest.fixture
async def live(stack: Stack, settings_for: Callable[..., DisputeSettings]):
    settings = settings_for("dispute", kind=DisputeSettings)
    async with living(stack, create_app(settings)) as live:
        yield live


@pytest.fixture
async def http(live: Live) -> AsyncIterator[AsyncClient]:
    async with live.http() as client:
        client.headers.update(live.bearer("mediator"))
        yield client


async def test_an_agreed_mediation_answers_its_task(live, http):
    mediation = await opened(live, http, "agreed")
    case_id, id = mediation["case_id"], mediation["mediation_id"]
    await mediating(live, http, mediation)
    agreed, again, changed = [
        await http.post(
            f"/v1/mediations/{id}/agree",
            json={
                "terms": f"李四修好水管,张三等{days}天",
                "performed_at_once": True,
            },
            headers=live.bearer("mediator"),
        )
        for days in ("七", "七", "十")
    ]
    assert (agreed.status_code, agreed.json()["state"]) == (200, "agreed")
    assert (again.status_code, changed.status_code) == (200, 409)

    topic = f"departments.{CENTRE}.replies"
    replies = await live.heard("routing", topic, case_id, 2)
    assert [reply.action for reply in replies] == ["acknowledge", "complete"]
    completed = replies[-1]
    assert isinstance(completed, TaskReply)
    assert completed.outcome == "resolved"
    answer = live.opener("intake").open(completed.answer, AnswerText)
    assert "水管" not in answer.text


async def test_a_word_that_came_too_early_is_said_again(live, http):
    mediation = await opened(live, http, "early")
    case_id, task_id = mediation["case_id"], mediation["task_id"]
    path = f"/v1/mediations/{mediation['mediation_id']}/end"
    assert (await http.post(path, json={"reason": "sham"})).status_code == 200
    topic = f"departments.{CENTRE}.replies"
    await live.heard("routing", topic, case_id, 2)
    task = {"case_id": case_id, "task_id": task_id, "department": CENTRE}
    words = {"words_zh": "主办单位最后办结", "words_en": "the lead completes last"}
    no = {"reply_id": task_id, "reason": "co-handlers-open", **words}
    other = {"by": "housing", "by_task": case_id, "result": "completed"}
    reported = CoHandlerReported(**task, **other, open=0)
    await live.say("routing", ReplyRejected(**task, **no), reported)

    replies = await live.heard("routing", topic, case_id, 3)
    assert [reply.action for reply in replies] == ["acknowledge", *["complete"] * 2]


async def test_a_refusal_ends_it(live, http):
    mediation = await opened(live, http, "refused")
    tokens = await tokens_of(live, mediation["case_id"])
    assert await says(http, tokens["李四"], yes=False) == 200
    assert await says(http, tokens["张三"], yes=True) == 409

    reader = live.bearer("mediator")
    path = f"/v1/mediations/{mediation['mediation_id']}"
    after = (await http.get(path, headers=reader)).json()
    assert (after["state"], after["end_reason"]) == ("ended", "unwilling")


async def test_an_unknown_link_is_answered_alike(http):
    body = {"token": "no-such-token", "accepts": True}
    answer = await http.post("/v1/invitations/answer", json=body)

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/unknown-invitation"
    assert "no-such-token" not in answer.text


async def test_names_are_for_mediators_of_the_area_and_reading_is_logged(live, http):
    mediation = await opened(live, http, "names")
    path = f"/v1/mediations/{mediation['mediation_id']}/parties"
    named = await http.get(path)
    assert [p["person"]["name"] for p in named.json()["parties"]] == ["张三", "李四"]
    assert named.json()["content"]["title"] == "楼上漏水"

    elsewhere = await http.get(path, headers=live.bearer("mediator", area="990102"))
    clerk = await http.get(path, headers=live.bearer("clerk"))
    assert (elsewhere.status_code, clerk.status_code) == (404, 403)
    foreign = live.bearer("mediator", department="housing")
    listed = [await http.get("/v1/mediations", headers=who) for who in ({}, foreign)]
    assert [len(rows.json()) > 0 for rows in listed] == [True, False]
    reads = live.app.state.desk.store._reads
    assert await reads.count_documents({"reader": MEDIATOR}) == 1


async def test_the_same_party_named_twice_is_invited_once(live, http):
    mediation = await opened(live, http, "named")
    path = f"/v1/mediations/{mediation['mediation_id']}/parties"
    key = {"Idempotency-Key": "name-wang-wu"}
    body = {"person": {"name": "王五", "phone": "139-0000-0003"}}
    named = [await http.post(path, json=body, headers=key) for _ in range(2)]
    other = await http.post(path, json={"person": {"name": "赵六"}}, headers=key)

    assert [len(answer.json()["parties"]) for answer in named] == [3, 3]
    assert other.status_code == 422
    assert "赵六" not in other.text


async def test_a_stale_end_is_refused(live, http):
    mediation = await opened(live, http, "stale")
    path = f"/v1/mediations/{mediation['mediation_id']}"
    etag = (await http.get(path)).headers["etag"]
    first, repeat, late = [
        await http.post(
            f"{path}/end", json={"reason": reason}, headers={"If-Match": etag}
        )
        for reason in ("sham", "sham", "other")
    ]
    statuses = first.status_code, repeat.status_code, late.status_code
    assert statuses == (200, 200, 412)
    wrong = await http.post(f"{path}/end", json={"reason": "tired of it"})
    assert wrong.status_code == 422


async def test_all_may_agree_to_end_it_sooner(live, http):
    mediation = await opened(live, http, "sooner")
    tokens = await mediating(live, http, mediation)
    until = (utc_now() + timedelta(days=7)).isoformat()
    path = f"/v1/mediations/{mediation['mediation_id']}/term"
    mediator = live.bearer("mediator")
    asked = await http.post(path, json={"until": until}, headers=mediator)
    assert asked.status_code == 200

    terms = [
        await http.post(
            "/v1/my-mediation/term",
            json={"until": until, "agrees": True},
            headers={"X-Party-Token": token},
        )
        for token in tokens.values()
    ]
    ends = [datetime.fromisoformat(term.json()["term_ends_at"]) for term in terms]
    wanted = datetime.fromisoformat(until)
    assert [abs(end - wanted) < timedelta(seconds=1) for end in ends] == [False, True]
    facts = await live.heard(
        "notification", "dispute.mediations", mediation["case_id"], 9
    )
    [told] = [fact for fact in facts if isinstance(fact, TermExtended)]
    assert told.earlier
