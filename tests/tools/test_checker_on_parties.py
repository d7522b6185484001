"""Everybody whom an event names is owed a message of their own."""

from dataclasses import replace

import pytest

from contracts.codes import derived_id
from contracts.dispute import MediationAgreed
from tests.tools.journey import CASE, journey, said, with_more
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
