"""The mediation centre on real Kafka and MongoDB, over its own HTTP."""

from collections.abc import AsyncIterator, Callable

import pytest
from httpx import AsyncClient, Response

from contracts.codes import derived_id
from contracts.department import TaskReply
from contracts.dispute import InvitationSent
from contracts.intake import ContentGranted
from contracts.routing import CoHandlerReported, ReplyRejected, TaskAssigned
from contracts.sealed import AnswerText, CaseContent, PartyCard, Person
from deploy.local.stack import Stack
from services.dispute.app import create_app
from services.dispute.settings import DisputeSettings
from services.kit.running.clock import utc_now
from tests.dispute.live import MEDIATOR, Live, eventually, living

pytestmark = pytest.mark.stack
CENTRE = "mediation-centre"
ZHANG = Person(name="张三", phone="139-0000-0001", email="zhang.san@people.example")
ROSTERED = "chen-he"
DISCLOSED = "我与李四曾在同一小区居住"
LI = Person(name="李四", phone="139-0000-0002")


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


async def _opened(live: Live, http: AsyncClient, name: str) -> dict:
    """A case of two parties, both invited."""
    case_id = derived_id(name, str(utc_now()))
    task = {"case_id": case_id, "task_id": derived_id(case_id), "department": CENTRE}
    words = CaseContent(
        case_no="202603020000017",
        title="楼上漏水",
        text="厨房天花板一直滴水",
        applicant=ZHANG,
        answers={"parties": [LI.model_dump(exclude_none=True)]},
    )
    content = live.sealer.seal(CENTRE, words)
    assigned = TaskAssigned(
        **task,
        case_no="202603020000017",
        role="lead",
        kind="dispute",
        category="neighbours",
        area="990101001",
        urgency="normal",
        assigned_at=utc_now(),
        due_at=utc_now(),
    )
    await live.say("intake", ContentGranted(**task, content=content))
    await live.say("routing", assigned)

    async def found() -> list[dict]:
        return (await http.get("/v1/mediations", params={"case_id": case_id})).json()

    inviting = await eventually(
        found, lambda rows: rows and len(rows[0]["parties"]) == 2
    )
    assert inviting[0]["state"] == "inviting"
    return inviting[0]


async def _tokens(live: Live, case_id: str) -> dict[str, str]:
    """What notification is told, by the party's name."""
    facts = await live.heard("notification", "dispute.mediations", case_id, 3)
    opener = live.opener("notification")
    sent = [fact for fact in facts if isinstance(fact, InvitationSent)]
    cards = [opener.open(fact.contact, PartyCard) for fact in sent]
    return {card.person.name: card.answer_token for card in cards}


async def _says(http: AsyncClient, token: str, *, yes: bool) -> int:
    body = {"token": token, "accepts": yes}
    http.headers.pop("authorization", None)
    return (await http.post("/v1/invitations/answer", json=body)).status_code


async def _wishes(http: AsyncClient, token: str, *mediators: str) -> Response:
    return await http.post(
        "/v1/my-mediation/preference",
        json={"mediators": mediators},
        headers={"X-Party-Token": token},
    )


async def _mediating(live: Live, http: AsyncClient, mediation: dict) -> dict[str, str]:
    """Both want the same mediator, who takes it."""
    tokens = await _tokens(live, mediation["case_id"])
    for token in tokens.values():
        assert await _says(http, token, yes=True) == 200
        assert (await _wishes(http, token, ROSTERED)).status_code == 200
    taken = await http.post(
        f"/v1/mediations/{mediation['mediation_id']}/confirm",
        json={"disclosure": DISCLOSED},
        headers=live.bearer("mediator"),
    )
    assert taken.json()["state"] == "mediating"
    return tokens


async def test_the_parties_choose_and_read_what_is_disclosed(live, http):
    mediation = await _opened(live, http, "chosen")
    id, case_id = mediation["mediation_id"], mediation["case_id"]
    tokens = await _mediating(live, http, mediation)
    link = {"X-Party-Token": tokens["李四"]}
    offered = await http.get("/v1/my-mediation/mediators", headers=link)
    mine = (await http.get("/v1/my-mediation", headers=link)).json()
    assert "demo-mediator" not in offered.text
    assert "mediators.example" not in offered.text
    assert (mine["mediator"]["name"], mine["disclosure"]) == ("陈和", DISCLOSED)

    path = f"/v1/mediations/{id}/parties"
    other = await http.get(path, headers=live.bearer("mediator", subject="lin-an"))
    body = await http.get(path, headers=live.bearer("body_admin"))
    assert (other.status_code, body.status_code) == (403, 403)
    stored = await live.app.state.desk.mediations.documents.find(id)
    assert DISCLOSED not in repr(stored)

    body = {"mediator": ROSTERED}
    again = [
        await http.post("/v1/my-mediation/challenge", json=body, headers=link)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in again] == [200, 200]
    facts = await live.heard("notification", "dispute.mediations", case_id, 8)
    assert [type(fact).__name__ for fact in facts][5:] == [
        "MediatorChosen",
        "MediatorConfirmed",
        "MediatorReplaced",
    ]


async def test_the_body_appoints_when_all_leave_it_to_the_body(live, http):
    mediation = await _opened(live, http, "appointed")
    path = f"/v1/mediations/{mediation['mediation_id']}"
    tokens = list((await _tokens(live, mediation["case_id"])).values())
    for token in tokens:
        await _says(http, token, yes=True)
    admin, body = live.bearer("body_admin"), {"mediator": "lin-an"}
    early = await http.post(f"{path}/appoint", json=body, headers=admin)
    for token in tokens:
        await _wishes(http, token)
    suit = await http.get(f"{path}/mediators", headers=admin)
    appointed = await http.post(f"{path}/appoint", json=body, headers=admin)

    assert early.json()["type"] == "/problems/parties-choose-first"
    assert early.json()["law"] == "在线调解规则 10"
    assert [m["code"] for m in suit.json()] == [
        "chen-he",
        "lin-an",
        "zhou-ping",
        "he-mu",
    ]
    assert appointed.json()["mediator"] == "lin-an"
    listed = await http.get("/v1/mediators", headers=admin)
    assert {m["code"]: m["open"] for m in listed.json()}["lin-an"] == 1


async def test_agents_groups_and_departures(live, http):
    mediation = await _opened(live, http, "group")
    path = f"/v1/mediations/{mediation['mediation_id']}"
    wang = {"person": {"name": "王五", "phone": "139-0000-0003"}}
    key = {"Idempotency-Key": "group-wang-wu"}
    three = await http.post(f"{path}/parties", json=wang, headers=key)
    zhang, li, third = [p["party_id"] for p in three.json()["parties"]]
    proxy = {"name": "赵六", "phone": "139-0000-0004", "authority": "written_mandate"}
    shown = {"evidence": [{"kind": "seen_original"}]}
    bare, named = [
        await http.post(
            f"{path}/parties/{li}/agent",
            json={"agent": agent},
            headers={"Idempotency-Key": f"agent-of-li-{number}"},
        )
        for number, agent in enumerate((proxy, proxy | shown))
    ]
    assert (bare.status_code, bare.json()["law"]) == (422, "民法典 165")
    assert named.json()["parties"][1]["authority"] == "written_mandate"

    group = {
        "representatives": [zhang],
        "members": [{"party_id": third, "consent": {"kind": "document"}}],
    }
    standing = await http.post(f"{path}/representation", json=group)
    assert standing.json()["parties"][2]["represented_by"] == [zhang]
    left = await http.post(f"{path}/parties/{third}/leave")
    assert left.json()["parties"][2]["left"]
    view = (await http.get(f"{path}/parties")).json()
    assert view["parties"][1]["agent"]["name"] == "赵六"


async def test_what_is_asked_at_the_start(live, http):
    mediation = await _opened(live, http, "asked")
    path = f"/v1/mediations/{mediation['mediation_id']}"
    answers = {"domestic_violence": True, "minors": False}
    asked = await http.post(f"{path}/screening", json={"answers": answers})
    unknown = await http.post(f"{path}/screening", json={"answers": {"x": True}})

    assert (asked.status_code, unknown.status_code) == (200, 422)
    assert "domestic_violence" not in asked.text
    assert (await http.get(f"{path}/parties")).json()["apart"]


async def test_an_agreed_mediation_answers_its_task(live, http):
    mediation = await _opened(live, http, "agreed")
    case_id, id = mediation["case_id"], mediation["mediation_id"]
    await _mediating(live, http, mediation)
    agreed, again, changed = [
        await http.post(
            f"/v1/mediations/{id}/agree",
            json={"terms": f"李四修好水管,张三等{days}天"},
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
    mediation = await _opened(live, http, "early")
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
    mediation = await _opened(live, http, "refused")
    tokens = await _tokens(live, mediation["case_id"])
    assert await _says(http, tokens["李四"], yes=False) == 200
    assert await _says(http, tokens["张三"], yes=True) == 409

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
    mediation = await _opened(live, http, "names")
    path = f"/v1/mediations/{mediation['mediation_id']}/parties"
    named = await http.get(path)
    assert [p["person"]["name"] for p in named.json()["parties"]] == ["张三", "李四"]
    assert named.json()["content"]["title"] == "楼上漏水"

    elsewhere = await http.get(path, headers=live.bearer("mediator", area="990102"))
    clerk = await http.get(path, headers=live.bearer("clerk"))
    assert (elsewhere.status_code, clerk.status_code) == (404, 403)
    reads = live.app.state.desk.store._reads
    assert await reads.count_documents({"reader": MEDIATOR}) == 1


async def test_the_same_party_named_twice_is_invited_once(live, http):
    mediation = await _opened(live, http, "named")
    path = f"/v1/mediations/{mediation['mediation_id']}/parties"
    key = {"Idempotency-Key": "name-wang-wu"}
    body = {"person": {"name": "王五", "phone": "139-0000-0003"}}
    named = [await http.post(path, json=body, headers=key) for _ in range(2)]
    other = await http.post(path, json={"person": {"name": "赵六"}}, headers=key)

    assert [len(answer.json()["parties"]) for answer in named] == [3, 3]
    assert other.status_code == 422
    assert "赵六" not in other.text


async def test_a_stale_end_is_refused(live, http):
    mediation = await _opened(live, http, "stale")
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
