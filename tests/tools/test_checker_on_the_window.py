"""What the window decides by itself is no loss; what it forgets is one."""

from dataclasses import replace

import pytest

from contracts.intake import (
    CaseAccepted,
    CaseAnsweredAtOnce,
    CaseClosed,
    CaseDeclined,
    CaseHandedOver,
    CaseRecorded,
    CaseRegistered,
    CaseReopened,
    CaseWithdrawn,
    ContactErased,
    ContactRegistered,
    CorrectionReceived,
    CorrectionRequested,
)
from tests.tools.journey import CASE, NOW, NUMBER, SEALED, journey, said, with_more
from tools.checker.records import Evidence, Subscription
from tools.checker.verdict import judged

OF_CASE = {"case_id": CASE, "case_no": NUMBER}
SOURCE = f"/intake/cases/{CASE}"
ABOUT = {"kind": "request", "received_at": NOW}
REGISTERED = CaseRegistered(**OF_CASE, **ABOUT, channel="web")
CONTACT = ContactRegistered(case_id=CASE, contact=SEALED)
DECLINED = CaseDeclined(**OF_CASE, reason="legal_route", authority="court")
HANDED = CaseHandedOver(**OF_CASE, reason="court", authority="court")
AT_ONCE = CaseAnsweredAtOnce(**OF_CASE)
ASKED = CorrectionRequested(**OF_CASE, defects=2, due_at=NOW)
CORRECTED = CorrectionReceived(case_id=CASE)
ACCEPTED = CaseAccepted(
    **OF_CASE,
    **ABOUT,
    channel="web",
    category="property",
    area="990101001",
    accepted_at=NOW,
)


def window(*facts) -> Evidence:
    """A case that no office has heard of."""
    evidence = replace(journey(), messages=(), mails=(), subscriptions=())
    records = tuple(said(SOURCE, REGISTERED, *facts))
    return replace(evidence, records=records, handlings=frozenset())


def codes(evidence):
    verdict = judged(evidence)
    return sorted(f.what for f in (*verdict.lost, *verdict.duplicated))


@pytest.mark.parametrize(
    "facts",
    [
        (DECLINED,),
        (HANDED,),
        (AT_ONCE,),
        (AT_ONCE, CaseClosed(case_id=CASE)),
        (CaseWithdrawn(case_id=CASE),),
        (ASKED,),
        (ASKED, CORRECTED, DECLINED),
        (DECLINED, ContactErased(case_id=CASE)),
        (CONTACT, DECLINED),
    ],
    ids=lambda facts: "-".join(type(fact).__name__ for fact in facts),
)
def test_what_the_window_ends_needs_no_office(facts):
    assert codes(window(CONTACT, *facts)) == []


@pytest.mark.parametrize("facts", [(), (ASKED, CORRECTED)])
def test_a_case_that_nobody_decides_is_lost(facts):
    assert codes(window(CONTACT, *facts)) == [
        "neither-planned-nor-triaged",
        "no-case-accepted",
        "no-case-answered",
        "no-case-concluded",
        "no-handling",
    ]


def test_what_was_handed_over_and_is_taken_back_goes_its_way():
    found = codes(window(CONTACT, HANDED, ACCEPTED))

    assert "no-handling" in found
    assert "neither-planned-nor-triaged" in found


@pytest.mark.parametrize("fact", [DECLINED, HANDED, AT_ONCE, ASKED], ids=str)
def test_a_decision_is_made_once(fact):
    assert codes(window(CONTACT, fact, fact)) == ["twice-fact"]


def test_nothing_is_corrected_that_was_not_asked():
    assert codes(window(CONTACT, CORRECTED, DECLINED)) == ["correction-not-asked"]


def test_a_case_of_former_days_is_registered_by_nobody():
    former = CaseRecorded(
        **OF_CASE, **ABOUT, category="property", area="990101001", answered_at=NOW
    )
    records = tuple(said(SOURCE, former))

    assert codes(replace(window(), records=records)) == []


def test_an_answer_at_once_that_comes_back_is_taken_up_by_being_accepted():
    again = CaseReopened(case_id=CASE, reason="not_solved")
    first = codes(window(CONTACT, AT_ONCE, again, ACCEPTED))

    assert "reopened-for-nobody" not in first
    assert "reopened-for-nobody" in codes(window(CONTACT, AT_ONCE, again))


def test_who_is_erased_is_owed_no_letter():
    owed = (Subscription(CaseDeclined.TYPE, "applicant", "case-declined"),)
    evidence = replace(window(CONTACT, DECLINED), subscriptions=owed)
    assert codes(evidence) == ["no-message-case-declined"]

    erased = said(SOURCE, ContactErased(case_id=CASE), after=3)
    assert codes(with_more(evidence, erased)) == []
