"""A text is looked at, and sent to oneself, before anybody is told by it."""

import json
from contextlib import nullcontext
from datetime import timedelta

import pytest

from contracts.evolution.promises import EXAMPLES
from contracts.sealed import Person
from services.kit.errors import Rejected
from services.kit.sealing.keys import public_jwk
from services.kit.sealing.readers import Opener, Sealer
from services.kit.testing.clock import StoppedClock
from services.notification.channels.channel import NotNow
from services.notification.texts.templates import LANGUAGES
from services.notification.trying.trials import Trials
from tests.notification.trying.conftest import OURS
from tests.notification.world import MemoryMail, loaded

NAMES = loaded().templates.names
ANSWERED = EXAMPLES / "tongban.intake.case-answered.v1"
OPERATOR = Person(name="李四", email="hotline-desk@qinghe.example")
TEST = "/v1/templates/case-answered/test"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_text_has_a_preview_in_every_form(previews, name, language):
    for form in loaded().templates.text(name, language).forms:
        made = previews.preview(name, language, form)

        assert made.subject
        assert made.body
        assert "{" not in made.subject + made.body


def test_what_is_short_or_spoken_begins_with_the_city(previews):
    sms = previews.preview("case-answered", "zh", "sms").body
    voice = previews.preview("case-answered", "zh", "voice").body

    assert sms.startswith("【清河市12345】")
    assert voice.startswith("您好")
    assert "清河市幺二三四五" in voice


@pytest.mark.parametrize(
    ("template", "form", "event", "reason"),
    [
        ("no-such", "letter", None, "unknown-template"),
        ("task-assigned", "sms", None, "no-such-form"),
        ("case-accepted", "letter", "case-answered", "other-template"),
        ("case-accepted", "letter", "message-sent", "unreadable-event"),
        ("case-accepted", "letter", "", "unreadable-event"),
    ],
)
def test_what_cannot_be_shown_says_why(previews, template, form, event, reason):
    document = _document(event) if event is not None else None
    with pytest.raises(Rejected) as told:
        previews.preview(template, "zh", form, document)

    assert told.value.reason == reason


def _document(event: str) -> dict:
    if not event:
        return {"type": "nonsense"}
    [folder] = EXAMPLES.glob(f"*.{event}.v1")
    return json.loads(sorted(folder.glob("*.json"))[0].read_text())


async def test_the_list_tells_versions_forms_and_events(trial, bearer):
    rows = (await trial.http.get("/v1/templates", headers=bearer("clerk"))).json()

    assert [row["template"] for row in rows] == list(NAMES)
    [row] = [row for row in rows if row["template"] == "invitation-last"]
    assert row["forms"] == ["letter", "large", "sms", "voice"]
    assert row["versions"]["zh"].startswith("1-")
    assert row["told"][0]["when"] == {"notice": 3}
    assert row["told"][0]["legal"]


async def test_an_event_of_ones_own_is_shown_in_its_words(trial, bearer):
    event = json.loads(sorted(ANSWERED.glob("*.json"))[0].read_text())
    event["data"]["case_no"] = "202603020000187"
    body = {"event": event, "form": "sms", "language": "en"}
    path = "/v1/templates/case-answered/preview"
    answer = await trial.http.post(path, json=body, headers=bearer("clerk"))

    assert answer.status_code == 200
    assert "202603020000187" in answer.json()["body"]


async def test_residents_see_no_preview_and_clerks_send_no_test(trial, bearer):
    path = "/v1/templates/case-answered/preview"
    seen = await trial.http.post(path, json={}, headers=bearer("resident"))
    sent = await _test(trial, bearer("clerk"))

    assert (seen.status_code, sent.status_code) == (403, 403)


async def _test(trial, headers, person=OPERATOR, **more):
    contact = trial.sealer.seal("notification", person)
    body = {"contact": contact} | more
    return await trial.http.post(TEST, json=body, headers=headers)


@pytest.mark.parametrize("form", ["letter", "sms", "voice", "large"])
async def test_a_test_goes_to_ones_own_office_and_says_that_it_is_one(
    trial, bearer, form
):
    answer = await _test(trial, bearer("operator"), form=form)

    assert answer.json()["to"] == "h***@qinghe.example"
    [(test_id, letter)] = trial.mail.sent
    assert test_id == answer.json()["test_id"]
    assert letter.to == OPERATOR.email
    assert letter.subject.startswith("【测试】")
    assert "都是假的" in letter.body


@pytest.mark.parametrize(
    "email", ["zhang.san@people.example", None, "x@qinghe.example.evil"]
)
async def test_no_test_ever_goes_to_a_resident(trial, bearer, email):
    resident = Person(name="张三", email=email)
    answer = await _test(trial, bearer("operator"), resident)

    assert answer.status_code == 422
    assert "张三" not in answer.text
    assert trial.mail.sent == []


@pytest.mark.parametrize("contact", ["a.b.c.d.e", "eyJhbGciOiJub25lIn0..b.c.d"])
async def test_what_nobody_sealed_for_us_is_a_fault_of_the_caller(
    trial, bearer, contact
):
    body = {"contact": contact}
    answer = await trial.http.post(TEST, json=body, headers=bearer("operator"))

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("unreadable-contact")


def test_an_event_without_a_type_is_told_what_it_lacks(previews):
    with pytest.raises(Rejected) as told:
        previews.preview("case-accepted", "zh", "letter", {})

    assert "id: missing" in told.value.en


async def test_tests_are_few_in_an_hour(trial, bearer):
    answers = [await _test(trial, bearer("operator")) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]

    trial.clock.advance(timedelta(hours=1))
    assert (await _test(trial, bearer("operator"))).status_code == 200


async def test_a_mail_server_that_is_away_is_told(trial, bearer):
    trial.mail.faults = [NotNow("away")]

    assert (await _test(trial, bearer("operator"))).status_code == 502


@pytest.mark.parametrize(
    ("email", "may"),
    [
        ("dispatch@qinghe.example", True),
        ("zhang.san@qinghe.example", False),
        ("anybody@post.example", True),
    ],
)
async def test_who_shares_a_mail_provider_with_an_office_is_no_office(
    tmp_path, previews, email, may
):
    (tmp_path / "notification.jwk").write_text(public_jwk(OURS))
    contact = Sealer(tmp_path).seal("notification", Person(name="张三", email=email))
    mail, clock, city = MemoryMail(), StoppedClock(), loaded().directory
    trials = Trials(Opener(OURS), mail.send, city, "tongban@post.example", clock)
    preview = previews.preview("case-answered", "zh", "letter")
    with nullcontext() if may else pytest.raises(Rejected, match="not-an-office"):
        await trials.send(contact, preview, "chen", "a-test")

    assert len(mail.sent) == may
