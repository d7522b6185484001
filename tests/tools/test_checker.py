"""The checker sees what is planted, and nothing where nothing is."""

from dataclasses import replace

import pytest

from contracts.codes import derived_id
from contracts.department import TaskReply
from contracts.dispute import MediationOpened
from contracts.intake import (
    CaseAccepted,
    CaseAnswered,
    CaseRegistered,
    ContentGranted,
    ContentRevoked,
)
from contracts.notification import MessageHandedToPerson, MessageSent
from contracts.routing import (
    CaseConcluded,
    HandlingPlanned,
    TaskAssigned,
    TaskCompleted,
)
from tests.tools.journey import (
    ACCEPTED,
    CASE,
    TASK,
    journey,
    said,
    with_more,
    without,
)
from tools.checker.records import Subscription, Told
from tools.checker.verdict import judged


def codes(findings):
    return sorted(finding.what for finding in findings)


def figures(evidence):
    return tuple(judged(evidence).figures().values())


def test_a_case_that_went_well_is_clean():
    assert judged(journey()).clean


def test_repeats_on_a_topic_are_allowed():
    evidence = journey()

    assert judged(with_more(evidence, evidence.records)).clean


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (CaseRegistered, "no-case-registered"),
        (CaseAccepted, "no-case-accepted"),
        (CaseConcluded, "no-case-concluded"),
        (CaseAnswered, "no-case-answered"),
        (HandlingPlanned, "neither-planned-nor-triaged"),
        (ContentGranted, "content-not-granted"),
        (ContentRevoked, "content-not-revoked"),
        (TaskCompleted, "task-not-ended"),
        (TaskCompleted, "reply-not-heard"),
        (MessageSent, "message-not-sent-case-accepted"),
    ],
)
def test_a_fact_that_is_nowhere_is_lost(kind, missing):
    planted = without(journey(), lambda r: isinstance(r.fact, kind))

    assert missing in codes(judged(planted).lost)


def test_a_department_that_never_saw_its_task_is_a_loss():
    def copy(record):
        return isinstance(record.fact, TaskAssigned) and "housing" in record.topic

    found = judged(without(journey(), copy))

    assert codes(found.lost) == ["not-on-departments.housing.tasks"]


def test_a_hole_in_a_sequence_is_a_loss_over_all_topics_of_the_source():
    planted = without(journey(), lambda r: isinstance(r.fact, ContentRevoked))

    assert "sequence-missing" in codes(judged(planted).lost)


@pytest.mark.parametrize(
    ("field", "missing"),
    [
        ("cases", "case-not-kept"),
        ("handlings", "no-handling"),
        ("messages", "no-message-case-accepted"),
        ("mails", "mail-not-arrived"),
    ],
)
def test_what_a_database_or_the_mail_server_lacks_is_lost(field, missing):
    evidence = journey()
    nothing = type(getattr(evidence, field))()

    assert codes(judged(replace(evidence, **{field: nothing})).lost) == [missing]


def test_a_case_that_only_the_client_knows_is_lost():
    evidence = journey()
    told = Told("s2", derived_id("nobody"), "202603020000025", reachable=False)

    found = judged(replace(evidence, told=(*evidence.told, told)))

    assert {"case-not-kept", "no-handling"} <= set(codes(found.lost))


def test_somebody_unreachable_is_owed_no_letter():
    evidence = journey()
    told = (replace(evidence.told[0], reachable=False),)

    assert judged(replace(evidence, told=told, messages=())).clean


@pytest.mark.parametrize(("outcome", "owed"), [("resolved", True), ("merged", False)])
def test_a_letter_is_owed_where_its_condition_holds(outcome, owed):
    when = (("outcome", outcome),)
    row = Subscription(CaseAnswered.TYPE, "applicant", "case-answered", when)

    found = judged(replace(journey(), subscriptions=(ACCEPTED, row)))

    assert codes(found.lost) == (["no-message-case-answered"] if owed else [])


def test_an_agents_copy_that_nobody_made_is_lost():
    evidence = journey()
    told = (replace(evidence.told[0], with_agent=True),)

    found = judged(replace(evidence, told=told))

    assert codes(found.lost) == ["no-message-case-accepted"]


def test_an_agents_copy_that_was_handed_over_is_told():
    evidence = journey()
    told = (replace(evidence.told[0], with_agent=True),)
    first = evidence.messages[0]
    copy = replace(first, message_id=derived_id("copy"), audience="agent")
    sent = next(r.fact for r in evidence.records if isinstance(r.fact, MessageSent))
    change = {"message_id": copy.message_id, "audience": "agent", "channel": "visit"}
    handed = MessageHandedToPerson.model_validate(sent.model_dump() | change)
    kept = replace(evidence, told=told, messages=(first, copy))

    assert codes(judged(kept).lost) == ["message-not-sent-case-accepted"]
    assert judged(with_more(kept, said("/notification/messages/c", handed))).clean


def test_a_message_that_could_not_be_written_is_told_apart():
    evidence = journey()
    stuck = replace(evidence.messages[0], state="technical_failure")

    found = judged(replace(evidence, messages=(stuck,))).lost
    assert codes(found) == ["message-not-written-case-accepted"]


def test_a_mediation_task_without_a_mediation_is_lost():
    evidence = journey()
    assigned = next(
        r.fact for r in evidence.records if isinstance(r.fact, TaskAssigned)
    )
    centre = assigned.model_copy(update={"department": "mediation-centre"})
    planted = with_more(evidence, said("/routing/handlings/x", centre))

    assert "mediation-not-opened" in codes(judged(planted).lost)


def test_a_mediation_that_never_ends_is_lost():
    opened = MediationOpened(
        case_id=CASE, mediation_id=TASK, task_id=TASK, regime="people"
    )
    planted = with_more(journey(), said("/dispute/mediations/m", opened))

    assert codes(judged(planted).lost) == ["mediation-not-over"]


@pytest.mark.parametrize("kind", [CaseRegistered, HandlingPlanned, CaseConcluded])
def test_a_fact_said_twice_under_two_sequences_is_doubled(kind):
    evidence = journey()
    first = next(r for r in evidence.records if isinstance(r.fact, kind))
    again = said(first.event.source, first.fact, after=9)

    assert "twice-fact" in codes(judged(with_more(evidence, again)).duplicated)


def test_a_department_given_the_same_case_twice_is_doubled():
    evidence = journey()
    task = next(r for r in evidence.records if isinstance(r.fact, TaskAssigned))
    second = task.fact.model_copy(update={"task_id": derived_id("other")})
    planted = with_more(evidence, said(task.event.source, second, after=5))

    assert "twice-assigned" in codes(judged(planted).duplicated)


def test_the_same_letter_twice_in_the_mailbox_is_doubled():
    evidence = journey()

    assert figures(replace(evidence, mails=evidence.mails * 2)) == (0, 1, 0)


def test_one_number_for_two_cases_is_doubled():
    evidence = journey()
    second = replace(evidence.told[0], case_id=derived_id("b"), submission="s2")
    found = judged(replace(evidence, told=(*evidence.told, second)))

    assert codes(found.duplicated) == ["twice-case-no"]


def test_two_submissions_that_became_one_case_are_doubled():
    evidence = journey()
    second = replace(evidence.told[0], submission="s2")
    found = judged(replace(evidence, told=(*evidence.told, second)))

    assert codes(found.duplicated) == ["twice-case-told"]


def test_one_submission_that_became_two_cases_is_doubled():
    evidence = journey()
    second = replace(evidence.told[0], case_id=derived_id("b"), case_no="2" * 15)
    found = judged(replace(evidence, told=(*evidence.told, second)))

    assert codes(found.duplicated) == ["twice-submission"]


def test_a_retry_told_the_same_again_is_no_double():
    evidence = journey()

    assert judged(replace(evidence, told=evidence.told * 2)).clean


def test_one_id_with_two_contents_is_doubled():
    evidence = journey()
    concluded = next(r for r in evidence.records if isinstance(r.fact, CaseConcluded))
    other = concluded.fact.model_copy(update={"outcome": "explained"})
    after = concluded.event.sequence - 1
    forked = said(concluded.event.source, other, after=after)

    found = judged(with_more(evidence, forked))

    assert codes(found.duplicated) == ["one-id-two-contents"]


def test_two_events_swapped_on_a_topic_are_out_of_order():
    evidence = journey()
    first, second, *rest = evidence.records

    swapped = replace(evidence, records=(second, first, *rest))

    assert figures(swapped) == (0, 0, 1)


def test_topics_are_not_compared_with_each_other():
    evidence = journey()
    by_topic = tuple(sorted(evidence.records, key=lambda r: r.topic))

    assert judged(replace(evidence, records=by_topic)).clean


def test_a_source_spread_over_two_partitions_is_out_of_order():
    evidence = journey()
    last = evidence.records[5]
    strayed = (*evidence.records[:5], replace(last, partition=7), *evidence.records[6:])

    assert codes(judged(replace(evidence, records=strayed)).out_of_order) == [
        "two-partitions"
    ]


def test_what_a_department_counts_is_its_own_affair():
    done = {"case_id": CASE, "task_id": TASK, "department": "housing"}
    word = TaskReply.model_validate(done | {"action": "acknowledge"})
    forged = [
        *said("/departments/housing/z", word, after=40),
        *said("/departments/housing/z", word, after=7),
    ]

    assert judged(with_more(journey(), forged)).clean
