"""Everybody whom an event names is owed a message of their own, in its time, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.codes import derived_id
from contracts.dispute import ConfirmationDueSoon, MediationAgreed
from contracts.notification import MessageSent
from services.kit.testing.clock import MONDAY
from tests.tools.journey import CASE, journey, said, with_more, without
from tools.checker.records import Kept, Subscription
from tools.checker.verdict import judged

PARTIES = (derived_id("one party"), derived_id("another party"))
AGREED = MediationAgreed(
    case_id=CASE, mediation_id=derived_id("a mediation"), parties=PARTIES
)
BOTH = (
    Subscription(MediationAgreed.TYPE, "party", "mediation-agreed-party"),
    Subscription(MediationAgreed.TYPE, "applicant", "mediation-agreed"),
)


def codes(findings):
    return sorted(finding.what for finding in findings)


@pytest.mark.parametrize("told", [(), PARTIES[:1], PARTIES])
def test_each_party_that_an_event_names_is_owed_a_message(told):
    [record] = said("/dispute/mediations/m", AGREED)
    messages = tuple(
        Kept(
            message_id=derived_id("to", party),
            about=record.event.id,
            audience="party",
            template="mediation-agreed-party",
            recipient=party,
            state="suppressed",
        )
        for party in told
    )
    evidence = with_more(replace(journey(), subscriptions=BOTH), [record])
    found = judged(replace(evidence, messages=evidence.messages + messages)).lost

    missing = ["no-message-mediation-agreed-party"] * (2 - len(told))
    assert [finding.what for finding in found] == missing


def test_a_message_that_an_operator_sent_anew_may_leave_once_more():
    evidence = journey()
    [sent] = [r for r in evidence.records if isinstance(r.fact, MessageSent)]
    again = with_more(evidence, said(sent.event.source, sent.fact, after=9))
    again = replace(again, mails=evidence.mails * 2)
    [message] = evidence.messages
    resent = replace(again, messages=(replace(message, resends=1),))
    thrice = with_more(resent, said(sent.event.source, sent.fact, after=10))

    assert codes(judged(again).duplicated) == [
        "twice-fact",
        "twice-mail",
        "twice-sent-about",
    ]
    assert judged(resent).duplicated == ()
    assert codes(judged(thrice).duplicated) == [
        "twice-fact",
        "twice-sent-about",
    ]


@pytest.mark.parametrize(("hours", "missing"), [(1, []), (25, ["message-not-sent"])])
def test_a_message_is_put_off_until_its_time_is_up_only(hours, missing):
    evidence = without(journey(), lambda r: isinstance(r.fact, MessageSent))
    [message] = evidence.messages
    waits = {"reason": "merging", "expires_at": MONDAY + timedelta(days=1)}
    late = replace(
        evidence,
        messages=(replace(message, state="queued", **waits),),
        at=MONDAY + timedelta(hours=hours),
    )

    found = codes(judged(late).lost)
    assert found == [f"{what}-case-accepted" for what in missing]


@pytest.mark.parametrize(("mediator", "owed"), [("chen-he", 1), (None, 0)])
def test_only_a_mediator_whom_an_event_names_is_owed_a_message(mediator, owed):
    soon = ConfirmationDueSoon(
        case_id=CASE,
        mediation_id=derived_id("a mediation"),
        confirm_by=MONDAY,
        mediator=mediator,
    )
    told = (Subscription(ConfirmationDueSoon.TYPE, "mediator", "ends-soon"),)
    evidence = replace(journey(), subscriptions=told)
    found = judged(with_more(evidence, said("/dispute/mediations/m", soon))).lost

    assert codes(found) == ["no-message-ends-soon"] * owed


def test_a_second_message_about_one_event_is_doubled():
    evidence = journey()
    twin = replace(evidence.messages[0], message_id=derived_id("twin"))
    planted = replace(evidence, messages=(*evidence.messages, twin))

    assert len(judged(planted).duplicated) == 1


def test_a_copy_beside_the_proof_is_one_more_only_if_there_are_two():
    """A copy that was not sent is owed to nobody; the notice itself is."""
    evidence = journey()
    copy = replace(evidence.messages[0], message_id=derived_id("copy"), is_copy=True)
    beside = replace(evidence, messages=(*evidence.messages, copy))
    assert judged(beside).clean

    again = replace(copy, message_id=derived_id("again"))
    assert judged(replace(beside, messages=(*beside.messages, again))).duplicated
