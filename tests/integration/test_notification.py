"""Notification on real Kafka, MongoDB and SMTP: read back from the mailbox."""

import mailbox
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from email import policy
from email.parser import BytesParser
from io import BytesIO

import pytest
from httpx import AsyncClient
from pypdf import PdfReader

from contracts.codes import derived_id
from contracts.dispute import InvitationSent
from contracts.intake import CaseAccepted, ContactRegistered
from contracts.notification import MessageHandedToPerson, MessageSent
from contracts.routing import TaskPaused
from contracts.sealed import ContactCard, PartyCard, Person, Preferences
from deploy.local.stack import Stack
from services.kit.running.clock import utc_now
from services.notification.app import create_app
from services.notification.settings import NotificationSettings
from tests.dispute.live import Live, eventually, living

pytestmark = pytest.mark.stack
CASE_NO = "202603020000017"
ZHANG = Person(name="张三", phone="139-0000-0001", email="zhang.san@people.example")
WANG = Person(name="王五", phone="139-0000-0003")
"""Wants a human, please."""


@pytest.fixture
def settings(settings_for: Callable[..., NotificationSettings]) -> NotificationSettings:
    return settings_for("notification", kind=NotificationSettings)


@pytest.fixture
async def live(stack: Stack, settings: NotificationSettings) -> AsyncIterator[Live]:
    async with living(stack, create_app(settings)) as live:
        yield live


@pytest.fixture
async def http(live: Live) -> AsyncIterator[AsyncClient]:
    async with live.http() as client:
        client.headers.update(live.bearer("clerk"))
        yield client


def _accepted(case_id: str) -> CaseAccepted:
    return CaseAccepted(
        case_id=case_id,
        case_no=CASE_NO,
        kind="request",
        category="sanitation",
        area="990101001",
        channel="web",
        received_at=utc_now(),
        accepted_at=utc_now(),
    )


def _contact(live: Live, case_id: str, person: Person = ZHANG) -> ContactRegistered:
    wishes = Preferences(human=person is WANG)
    card = ContactCard(
        applicant=person, case_no=CASE_NO, query_code="K7M2PQ", preferences=wishes
    )
    return ContactRegistered(
        case_id=case_id, contact=live.sealer.seal("notification", card)
    )


def _paused_by_law(case_id: str) -> TaskPaused:
    return TaskPaused(
        case_id=case_id,
        task_id=derived_id("a task", case_id),
        department="housing",
        reason="inspection",
        statutory=True,
        evidence="〔2026〕12号",
        until=datetime.fromisoformat("2026-03-12T18:00+08:00"),
    )


def _new_case(name: str) -> str:
    return derived_id(name, str(utc_now()))


async def _messages(http: AsyncClient, case_id: str) -> list[dict]:
    return (await http.get("/v1/messages", params={"case_id": case_id})).json()


def _by_hand(rows: list[dict]) -> list[dict]:
    return [row for row in rows if row["state"] == "handed_to_person"]


async def _becomes(http: AsyncClient, case_id: str, state: str) -> dict:
    """The case's one message, once it is in that state."""
    rows = await eventually(
        lambda: _messages(http, case_id),
        lambda rows: [row["state"] for row in rows] == [state],
    )
    return rows[0]


def _is_copied(rows: list[dict]) -> bool:
    """The proof takes its own way, which ends in the morning if it is night now."""
    return [row["state"] for row in rows if row["is_copy"]] == ["sent"]


def _mails(stack: Stack, message_id: str) -> list[str]:
    """Bodies of the mails with this Message-ID in the real mailbox."""
    parser = BytesParser(policy=policy.default)
    box = mailbox.Maildir(stack.places.mail, create=False)
    mails = [parser.parsebytes(box.get_bytes(key)) for key in box.iterkeys()]
    found = [mail for mail in mails if message_id in mail["Message-ID"]]
    return [mail.get_content() for mail in found]


async def test_an_accepted_case_is_told_by_mail(live: Live, http: AsyncClient):
    case_id = _new_case("told")
    await live.say("intake", _contact(live, case_id), _accepted(case_id))

    message = await _becomes(http, case_id, "sent")
    [body] = _mails(live.stack, message["message_id"])
    assert "张三" in body
    assert "K7M2PQ" in body
    [fact] = await live.heard("intake", "notification.messages", case_id, 1)
    assert isinstance(fact, MessageSent)


async def test_time_that_the_law_does_not_count_is_told_with_its_date(
    live: Live, http: AsyncClient
):
    case_id = _new_case("paused")
    await live.say("routing", _paused_by_law(case_id))
    await eventually(
        lambda: _messages(http, case_id),
        lambda rows: [row["state"] for row in rows] == ["waiting_for_contact"] * 2,
    )
    await live.say("intake", _contact(live, case_id))

    rows = await eventually(lambda: _messages(http, case_id), _is_copied)
    [copy] = [row for row in rows if row["is_copy"]]
    [body] = _mails(live.stack, copy["message_id"])
    for part in ("住房和城乡建设局", "〔2026〕12号", "2026年3月12日18:00"):
        assert part in body


async def test_a_contact_that_comes_late_wakes_the_message(
    live: Live, http: AsyncClient
):
    case_id = _new_case("late")
    await live.say("intake", _accepted(case_id))
    await _becomes(http, case_id, "waiting_for_contact")

    await live.say("intake", _contact(live, case_id))
    await _becomes(http, case_id, "sent")


async def test_an_event_read_again_is_not_told_again(live: Live, http: AsyncClient):
    case_id = _new_case("again")
    await live.say("intake", _contact(live, case_id), _accepted(case_id))
    message = await _becomes(http, case_id, "sent")

    await live.repeat()
    marker = _new_case("after the repeat")
    await live.say("intake", _contact(live, marker), _accepted(marker))
    await _becomes(http, marker, "sent")
    assert len(_mails(live.stack, message["message_id"])) == 1
    assert len(await _messages(http, case_id)) == 1


async def test_mail_waits_out_a_provider_that_is_away(live: Live, http: AsyncClient):
    case_id = _new_case("away")
    live.stack.stop_part("mail")
    await live.say("intake", _contact(live, case_id), _accepted(case_id))
    await _becomes(http, case_id, "temporary_failure")
    live.stack.start_part("mail")

    message = await _becomes(http, case_id, "sent")
    assert message["tries"] > 1
    assert len(_mails(live.stack, message["message_id"])) == 1


async def test_whoever_wants_a_human_is_a_line_of_the_work_list(
    live: Live, http: AsyncClient
):
    case_id = _new_case("no address")
    await live.say("intake", _accepted(case_id), _contact(live, case_id, WANG))
    message = await _becomes(http, case_id, "handed_to_person")
    assert (message["name"], message["phone"]) == ("王**", "139****0003")

    listed = (await http.get("/v1/worklist")).json()
    assert message["message_id"] in [row["message_id"] for row in listed]
    path = f"/v1/worklist/{message['message_id']}"
    line = (await http.get(path)).json()
    assert line["phone"] == WANG.phone
    assert "王五" in line["words"]
    [fact] = await live.heard("intake", "notification.messages", case_id, 1)
    assert isinstance(fact, MessageHandedToPerson)


async def test_the_last_notice_is_printed_with_the_link_that_the_list_has_not(
    live: Live, http: AsyncClient
):
    case_id, party_id = _new_case("by post"), derived_id("party", str(utc_now()))
    card = PartyCard(person=WANG, answer_token="a-token-of-wang")
    last = InvitationSent(
        case_id=case_id,
        mediation_id=derived_id("mediation", case_id),
        party_id=party_id,
        contact=live.sealer.seal("notification", card),
        notice=3,
    )
    await live.say("intake", _accepted(case_id))
    await live.say("dispute", last)
    rows = await eventually(lambda: _messages(http, case_id), _by_hand)
    [message] = _by_hand(rows)
    path = f"/v1/worklist/{message['message_id']}"
    line = await http.get(path)
    untaken = await http.get(f"{path}/letter")
    await http.post(f"{path}/take")
    letter = await http.get(f"{path}/letter")

    assert untaken.json()["type"] == "/problems/not-taken"
    assert "a-token-of-wang" not in line.text
    assert letter.headers["content-type"] == "application/pdf"
    pages = PdfReader(BytesIO(letter.content)).pages
    text = "".join(page.extract_text() for page in pages).replace("\u200b", "")
    assert "a-token-of-wang" in text
    elsewhere = live.bearer("clerk", area="990102")
    assert (await http.get(f"{path}/letter", headers=elsewhere)).status_code == 404


async def test_another_area_sees_no_message_and_no_number(
    live: Live, http: AsyncClient
):
    case_id = _new_case("elsewhere")
    await live.say("intake", _accepted(case_id), _contact(live, case_id, WANG))
    message = await _becomes(http, case_id, "handed_to_person")
    elsewhere = live.bearer("clerk", area="990102")

    for path in ("/v1/messages", "/v1/worklist"):
        assert (await http.get(path, headers=elsewhere)).json() == []
    line = f"/v1/worklist/{message['message_id']}"
    assert (await http.get(line, headers=elsewhere)).status_code == 404
    party = live.bearer("resident")
    assert (await http.get("/v1/messages", headers=party)).status_code == 403


async def test_messages_are_counted_by_state(live: Live, http: AsyncClient):
    case_id = _new_case("counted")
    await live.say("intake", _contact(live, case_id), _accepted(case_id))
    await _becomes(http, case_id, "sent")

    metrics = (await http.get("/metrics")).text
    assert 'tongban_messages{state="sent"}' in metrics


async def test_two_instances_send_each_message_once(
    live: Live, http: AsyncClient, settings: NotificationSettings
):
    cases = [_new_case(f"case {number}") for number in range(30)]
    async with living(live.stack, create_app(settings)):
        for case_id in cases:
            await live.say("intake", _accepted(case_id), _contact(live, case_id))
        told = [await _becomes(http, case_id, "sent") for case_id in cases]

    counts = [len(_mails(live.stack, row["message_id"])) for row in told]
    assert counts == [1] * len(cases)


async def test_no_log_line_names_anybody(
    live: Live, http: AsyncClient, capfd: pytest.CaptureFixture[str]
):
    case_id = _new_case("logged")
    live.stack.stop_part("mail")
    await live.say("intake", _contact(live, case_id), _accepted(case_id))
    await _becomes(http, case_id, "temporary_failure")
    live.stack.start_part("mail")
    await _becomes(http, case_id, "sent")

    logged = "".join(capfd.readouterr())
    named = (ZHANG.name, ZHANG.email, ZHANG.phone, "K7M2PQ", CASE_NO)
    assert logged
    assert not [words for words in named if words and words in logged]
