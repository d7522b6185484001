"""A resident's inbox and a clerk's work list, on real Kafka and MongoDB."""

from collections.abc import AsyncIterator, Callable

import pytest
from httpx import AsyncClient

from contracts.codes import derived_id
from contracts.dispute import MediatorChosen
from contracts.intake import CaseAccepted, ContactRegistered
from contracts.notification import MessageDelivered
from contracts.sealed import ContactCard, Person, Preferences
from deploy.local.stack import Stack
from services.kit.running.clock import utc_now
from services.notification.app import create_app
from services.notification.settings import NotificationSettings
from tests.dispute.live import Live, eventually, living

pytestmark = pytest.mark.stack
ZHANG = Person(name="张三", phone="139-0000-0001")


@pytest.fixture
async def live(
    stack: Stack, settings_for: Callable[..., NotificationSettings]
) -> AsyncIterator[Live]:
    settings = settings_for("notification", kind=NotificationSettings)
    async with living(stack, create_app(settings)) as live:
        yield live


@pytest.fixture
async def http(live: Live) -> AsyncIterator[AsyncClient]:
    async with live.http() as client:
        yield client


async def _accepted(live: Live, case_no: str, *channels: str) -> str:
    case_id = derived_id("in the app", case_no, str(utc_now()))
    card = ContactCard(
        applicant=ZHANG,
        case_no=case_no,
        query_code="K7M2PQ",
        preferences=Preferences(channels=channels),
    )
    sealed = live.sealer.seal("notification", card)
    accepted = CaseAccepted(
        case_id=case_id,
        case_no=case_no,
        kind="request",
        category="sanitation",
        area="990101001",
        channel="web",
        received_at=utc_now(),
        accepted_at=utc_now(),
    )
    await live.say(
        "intake", ContactRegistered(case_id=case_id, contact=sealed), accepted
    )
    await live.heard("intake", "notification.messages", case_id, 1)
    return case_id


async def test_what_stands_on_the_receipt_opens_the_inbox(live: Live, http):
    case_no = "202603020000025"
    case_id = await _accepted(live, case_no, "in_app")
    receipt = {"X-Case-No": case_no, "X-Query-Code": "k7m2pq"}

    async def mine() -> dict:
        return (await http.get("/v1/my-inbox", headers=receipt)).json()

    box = await eventually(mine, lambda box: box.get("unread") == 1)
    assert case_no in box["items"][0]["subject"]
    read = await http.post("/v1/my-inbox/1/read", headers=receipt)
    assert read.json()["unread"] == 0
    told = await live.heard("intake", "notification.messages", case_id, 2)
    assert isinstance(told[-1], MessageDelivered)
    assert told[-1].channel == "in_app"


async def test_a_wrong_code_and_an_unknown_number_are_answered_alike(live, http):
    case_no = "202603020000033"
    await _accepted(live, case_no, "in_app")
    right = {"X-Case-No": case_no, "X-Query-Code": "K7M2PQ"}

    async def known() -> int:
        return (await http.get("/v1/my-inbox", headers=right)).status_code

    await eventually(known, lambda status: status == 200)
    wrong = {"X-Case-No": case_no, "X-Query-Code": "AAAAAA"}
    nowhere = {"X-Case-No": "202603020000041", "X-Query-Code": "AAAAAA"}
    answers = [await http.get("/v1/my-inbox", headers=h) for h in (wrong, nowhere)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["type"] == answers[1].json()["type"]

    async def again() -> int:
        return (await http.get("/v1/my-inbox", headers=wrong)).status_code

    await eventually(again, lambda status: status == 429)
    assert (await http.get("/v1/my-inbox", headers=right)).status_code == 429


async def test_a_clerk_takes_a_line_and_says_what_became_of_it(live: Live, http):
    case_id = await _accepted(live, "202603020000058", "visit")
    http.headers.update(live.bearer("clerk"))

    async def lines() -> list[dict]:
        rows = (await http.get("/v1/worklist")).json()
        return [row for row in rows if row["case_id"] == case_id]

    [line] = await eventually(lines, lambda rows: len(rows) == 1)
    path = f"/v1/worklist/{line['message_id']}"
    opened = (await http.get(path)).json()
    assert opened["words"]
    taken = (await http.post(f"{path}/take")).json()
    assert taken["errand"]["by"] == "tester"
    missed = await http.post(f"{path}/not-reached", json={"reason": "nobody_there"})
    assert len(missed.json()["errand"]["looks"]) == 1
    done = {"channel": "visit", "answer": "知道了,谢谢"}
    for _ in range(2):
        after = await http.post(f"{path}/done", json=done)
        assert after.json()["state"] == "delivered"
    assert "谢谢" not in after.text
    kept = await http.get(f"/v1/messages/{line['message_id']}")
    assert kept.json()["answer"] == "知道了,谢谢"
    assert await lines() == []


async def test_what_no_counter_may_know_is_on_the_supervisors_list(live: Live, http):
    """A mediator who stands in no roster: somebody has to go there."""
    case_id = await _accepted(live, "202603020000066", "in_app")
    chosen = MediatorChosen(
        case_id=case_id,
        mediation_id=derived_id("a mediation", case_id),
        mediator="nobody-knows",
        how="jointly",
        confirm_by=utc_now(),
    )
    await live.say("dispute", chosen)

    async def lines(role: str) -> list[dict]:
        rows = (await http.get("/v1/worklist", headers=live.bearer(role))).json()
        return [row for row in rows if row["case_id"] == case_id]

    [line] = await eventually(lambda: lines("supervisor"), lambda rows: len(rows) == 1)
    assert line["audience"] == "mediator"
    assert await lines("clerk") == []
    path = f"/v1/worklist/{line['message_id']}"
    clerk, supervisor = live.bearer("clerk"), live.bearer("supervisor")
    assert (await http.get(path, headers=clerk)).status_code == 404
    opened = (await http.get(path, headers=supervisor)).json()
    assert (opened["name"], bool(opened["words"])) == ("nobody-knows", True)
    done = {"channel": "visit"}
    after = await http.post(f"{path}/done", json=done, headers=supervisor)
    assert after.json()["state"] == "delivered"
