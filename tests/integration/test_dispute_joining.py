"""Who joins a mediation and who mediates, on real Kafka and MongoDB."""

from collections.abc import AsyncIterator, Callable

import pytest
from httpx import AsyncClient

from deploy.local.stack import Stack
from services.dispute.app import create_app
from services.dispute.settings import DisputeSettings
from tests.dispute.live import Live, living
from tests.integration.mediations import (
    DISCLOSED,
    ROSTERED,
    mediating,
    opened,
    says,
    tokens_of,
    wishes,
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


async def test_the_parties_choose_and_read_what_is_disclosed(live, http):
    mediation = await opened(live, http, "chosen")
    id, case_id = mediation["mediation_id"], mediation["case_id"]
    tokens = await mediating(live, http, mediation)
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
    mediation = await opened(live, http, "appointed")
    path = f"/v1/mediations/{mediation['mediation_id']}"
    tokens = list((await tokens_of(live, mediation["case_id"])).values())
    for token in tokens:
        await says(http, token, yes=True)
    admin, body = live.bearer("body_admin"), {"mediator": "lin-an"}
    early = await http.post(f"{path}/appoint", json=body, headers=admin)
    for token in tokens:
        await wishes(http, token)
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
    mediation = await opened(live, http, "group")
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
    mediation = await opened(live, http, "asked")
    path = f"/v1/mediations/{mediation['mediation_id']}"
    answers = {"domestic_violence": True, "minors": False}
    asked = await http.post(f"{path}/screening", json={"answers": answers})
    unknown = await http.post(f"{path}/screening", json={"answers": {"x": True}})

    assert (asked.status_code, unknown.status_code) == (200, 422)
    assert "domestic_violence" not in asked.text
    assert (await http.get(f"{path}/parties")).json()["apart"]
