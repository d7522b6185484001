"""Short and spoken messages on the real stack: notification in a process of its own."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.codes import derived_id
from contracts.intake import CaseAccepted, ContactRegistered, CorrectionRequested
from contracts.sealed import ContactCard, Person
from deploy.local.places import CITY, free_base
from deploy.local.stack import Stack
from services.kit.running.clock import utc_now
from tests.dispute.live import Live, eventually

pytestmark = pytest.mark.stack
CASE_NO = "202603020000017"
PARTS = ("kafka", "mongo", "mail", "gateway", "notification")
SOON = {
    r"quiet: true": "quiet: false",
    r"ask_every: \S+": "ask_every: PT1S",
    r"within: PT10M": "within: PT20S",
}
"""A city that calls at night, asks for receipts every second, and merges for twenty."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("city") / "config"
    shutil.copytree(CITY, copy)
    for path in (copy / "notification").rglob("*.yaml"):
        text = path.read_text()
        for former, present in SOON.items():
            text = re.sub(former, present, text)
        path.write_text(text)
    return copy


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, city: Path) -> Iterator[Stack]:
    root = tmp_path_factory.mktemp("channels")
    with Stack(root, free_base(), PARTS, city=city) as running:
        yield running


@pytest.fixture
def live(platform: Stack) -> Live:
    return Live(platform, None)


@pytest.fixture
async def http(live: Live) -> AsyncIterator[httpx.AsyncClient]:
    url = live.stack.ports.url("notification")
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        client.headers.update(live.bearer("clerk", "operator"))
        yield client


@pytest.fixture
async def gateway(platform: Stack) -> AsyncIterator[httpx.AsyncClient]:
    url = platform.ports.url("gateway")
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        yield client
        await client.put("/simulator", json={})


async def told(live: Live, *numbers: int) -> list[str]:
    """Cases just accepted, of people who have no e-mail."""
    return [await told_one(live, number) for number in numbers]


async def told_one(live: Live, number: int, case_no: str = CASE_NO) -> str:
    facts = told_of(live, number, case_no)
    await live.say("intake", *facts)
    return facts[0].case_id


def told_of(
    live: Live, number: int, case_no: str
) -> tuple[ContactRegistered, CaseAccepted]:
    case_id = derived_id("told", str(utc_now()), str(number), case_no)
    person = Person(name="张三", phone=f"139-0000-{number:04}")
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
    return known(live, case_id, person, case_no), accepted


def known(
    live: Live, case_id: str, person: Person, case_no: str = CASE_NO
) -> ContactRegistered:
    card = ContactCard(applicant=person, case_no=case_no, query_code="K7M2PQ")
    sealed = live.sealer.seal("notification", card)
    return ContactRegistered(case_id=case_id, contact=sealed)


async def message_of(http: httpx.AsyncClient, case_id: str) -> dict[str, Any]:
    rows = (await http.get("/v1/messages", params={"case_id": case_id})).json()
    return rows[0] if rows else {"state": "none"}


async def becomes(
    http: httpx.AsyncClient, case_id: str, *states: str
) -> dict[str, Any]:
    return await eventually(
        lambda: message_of(http, case_id), lambda row: row["state"] in states
    )


async def book(gateway: httpx.AsyncClient) -> dict[str, Any]:
    return (await gateway.get("/simulator")).json()


async def test_a_receipt_comes_by_itself(live, http, gateway) -> None:
    [case_id] = await told(live, 1)
    message = await becomes(http, case_id, "delivered")

    assert message["channel"] == "sms"
    assert message["phone"] == "139****0001"
    [attempt] = message["attempts"]
    assert (attempt["outcome"], attempt["reference"][:2]) == ("delivered", "g-")


async def test_a_receipt_that_does_not_come_is_asked_for(live, http, gateway) -> None:
    await gateway.put("/simulator", json={"sms": {"silent": True}})
    [case_id] = await told(live, 2)

    assert (await becomes(http, case_id, "delivered"))["channel"] == "sms"


async def test_when_sms_and_voice_fail_a_person_is_asked_to_go(
    live, http, gateway
) -> None:
    manner = {"sms": {"refuse": ["0003"]}, "voice": {"undelivered": ["0003"]}}
    await gateway.put("/simulator", json=manner)
    [case_id] = await told(live, 3)
    message = await becomes(http, case_id, "handed_to_person")

    assert [(a["channel"], a["outcome"]) for a in message["attempts"]] == [
        ("sms", "refused"),
        ("voice", "refused"),
    ]
    facts = await live.heard("intake", "notification.messages", case_id, 4)
    assert [f"{fact.TYPE.split('.')[2]} {fact.channel}" for fact in facts] == [
        "message-failed sms",
        "message-sent voice",
        "message-failed voice",
        "message-handed-to-person visit",
    ]


async def test_an_operator_sends_it_anew_once_and_sees_the_figures(
    live, http, gateway
) -> None:
    [case_id] = await told(live, 4)
    message = await becomes(http, case_id, "delivered")
    path = f"/v1/messages/{message['message_id']}/resend"
    for _ in range(2):
        answer = await http.post(path, headers={"Idempotency-Key": "once-only-4"})
        assert answer.status_code == 202
    await becomes(http, case_id, "delivered")

    references = {f"{message['message_id']}.sms", f"{message['message_id']}.sms.1"}
    accepted = (await book(gateway))["accepted"]
    assert {ref for ref in accepted if message["message_id"] in ref} == references
    counts = (await http.get("/v1/statistics/messages")).json()
    assert {"sms"} <= {row["channel"] for row in counts}


async def test_who_wants_no_messages_gets_none(live, http, gateway) -> None:
    await gateway.put("/simulator", json={"sms": {"busy": True}})
    [case_id] = await told(live, 5)
    await becomes(http, case_id, "temporary_failure")
    said = {"channels": ["email", "sms", "voice", "in_app"]}
    answer = await http.put(f"/v1/contacts/{case_id}/opt-outs", json=said)
    assert answer.status_code == 200

    message = await becomes(http, case_id, "suppressed")
    assert message["reason"] == "opted_out"


async def test_several_cases_of_one_person_leave_as_one(live, http, gateway) -> None:
    """The first at once, what follows in one text, each with a receipt of its own."""
    first = await told_one(live, 60, "202603020000601")
    await becomes(http, first, "sent", "delivered")
    numbers = ("202603020000602", "202603020000603")
    others = [told_of(live, 60, case_no) for case_no in numbers]
    await live.say("intake", *(fact for facts in others for fact in facts))
    for case_id in (first, *(facts[0].case_id for facts in others)):
        await becomes(http, case_id, "delivered")

    texts = [m["text"] for m in (await book(gateway))["messages"] if "0060" in m["to"]]
    assert len(texts) == 2
    assert all(case_no in texts[-1] for case_no in numbers)


async def test_what_is_told_to_one_person_in_one_instant_leaves_in_turn(
    live, http, gateway
) -> None:
    """Several workers have one each in hand before any of them has left."""
    await gateway.put("/simulator", json={"sms": {"slow": 0.5}})
    numbers = [f"20260302000061{n}" for n in range(4)]
    cases = [told_of(live, 62, case_no) for case_no in numbers]
    await live.say("intake", *(facts[0] for facts in cases))
    await live.say("intake", *(facts[1] for facts in cases))
    for contact, _ in cases:
        await becomes(http, contact.case_id, "delivered")

    texts = [m["text"] for m in (await book(gateway))["messages"] if "0062" in m["to"]]
    assert len(texts) <= 2
    assert all("".join(texts).count(case_no) == 1 for case_no in numbers)


async def test_a_notice_of_the_law_is_proven_and_a_copy_is_mailed(
    live, http, gateway
) -> None:
    case_id = derived_id("noticed", str(utc_now()))
    zhang = Person(name="张三", phone="139-0000-0061", email="zhang.san@people.example")
    due = utc_now() + timedelta(days=15)
    notice = CorrectionRequested(
        case_id=case_id, case_no=CASE_NO, defects=2, due_at=due
    )
    await live.say("intake", known(live, case_id, zhang), notice)

    async def ways() -> set[tuple[str, str, bool]]:
        rows = (await http.get("/v1/messages", params={"case_id": case_id})).json()
        return {(row["channel"], row["state"], row["is_copy"]) for row in rows}

    told = {("sms", "delivered", False), ("email", "sent", True)}
    assert await eventually(ways, lambda found: found == told)


async def test_an_unsigned_receipt_is_refused(http) -> None:
    said = {"reference": "x.sms", "status": "delivered"}
    answer = await http.post("/v1/receipts/sms", json=said)

    assert answer.status_code == 401
    assert answer.json()["type"].endswith("signature-required")


async def test_a_provider_that_is_away_is_shown(live, http, gateway) -> None:
    ready = (await http.get("/readyz")).json()
    assert ready["parts"]["provider-sms"]["state"] == "up"

    metrics = (await http.get("/metrics")).text
    assert 'tongban_provider{channel="sms",state="closed"}' in metrics


async def test_killed_in_the_middle_nobody_is_told_twice(
    platform, live, http, gateway
) -> None:
    await gateway.put("/simulator", json={"sms": {"slow": 0.3}})
    cases = await told(live, *range(100, 140))
    await asyncio.sleep(1)
    pid = await asyncio.to_thread(platform.kill, "notification")
    await asyncio.to_thread(platform.wait_restarted, "notification", pid)
    async with asyncio.timeout(90):
        rows = [await left(http, case_id) for case_id in cases]

    counted = (await book(gateway))["accepted"]
    texts = [message["reference"] for message in (await book(gateway))["messages"]]
    for row in rows:
        own = [ref for ref in texts if row["message_id"] in ref]
        assert own == [f"{row['message_id']}.sms"]
        assert counted[own[0]] == 1


async def left(http: httpx.AsyncClient, case_id: str) -> dict[str, Any]:
    while True:
        row = await message_of(http, case_id)
        if row["state"] in ("sent", "delivered"):
            return row
        await asyncio.sleep(0.2)
