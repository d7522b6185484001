"""What happened twice though it may happen once; repeats on a topic do not count."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contracts.dispute import (
    ConfirmationDueSoon,
    ContactMissed,
    MediationAgreed,
    MediationEnded,
    MediationOpened,
    MeetingDueSoon,
    PartyAnswered,
    ScreeningOverdue,
    SealOverdue,
    SessionCancelled,
    SessionDueSoon,
    SurveyClosed,
    TopicJoined,
)
from contracts.envelope import Payload
from contracts.intake import (
    CaseAccepted,
    CaseAnsweredAtOnce,
    CaseClosed,
    CaseDeclined,
    CaseHandedOver,
    CaseRecorded,
    CaseRegistered,
    CaseWithdrawn,
    ContactErased,
    ContentRevoked,
    CorrectionRequested,
)
from contracts.routing import (
    CaseConcluded,
    CoHandlerReported,
    ExtensionDecided,
    FirstContactMissed,
    HandlingPlanned,
    ReplyAccepted,
    ReplyRejected,
    StillFixedAsked,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskDesignated,
    TaskDueSoon,
    TaskOverdue,
    TaskSubAssigned,
    TaskTransferred,
    TaskWaived,
    TriageRequested,
)
from tools.checker.joint import assigned_twice
from tools.checker.records import Evidence, Finding, Record
from tools.checker.rounds import (
    answered_again,
    granted_again,
    mailed_again,
    sent_about_again,
    told_again,
)
from tools.checker.supervised import supervised_again

ONCE: Mapping[type[Payload], tuple[str, ...]] = {
    CaseRegistered: ("case_id",),
    CaseAccepted: ("case_id",),
    CaseRecorded: ("case_id",),
    CorrectionRequested: ("case_id", "due_at"),
    CaseDeclined: ("case_id",),
    CaseHandedOver: ("case_id",),
    CaseAnsweredAtOnce: ("case_id",),
    CaseClosed: ("case_id",),
    CaseWithdrawn: ("case_id",),
    ContactErased: ("case_id",),
    ContentRevoked: ("task_id",),
    HandlingPlanned: ("case_id",),
    TriageRequested: ("case_id",),
    CaseConcluded: ("case_id", "round"),
    StillFixedAsked: ("case_id", "concluded_at"),
    TaskAssigned: ("task_id",),
    TaskSubAssigned: ("sub_task_id",),
    TaskCompleted: ("task_id",),
    TaskCancelled: ("task_id",),
    TaskTransferred: ("task_id",),
    TaskWaived: ("task_id",),
    TaskDesignated: ("task_id",),
    ExtensionDecided: ("task_id",),
    CoHandlerReported: ("task_id", "by_task"),
    TaskDueSoon: ("task_id", "due_at"),
    TaskOverdue: ("task_id", "due_at"),
    FirstContactMissed: ("task_id", "due_at"),
    ReplyAccepted: ("reply_id",),
    ReplyRejected: ("reply_id",),
    MediationOpened: ("task_id",),
    MediationAgreed: ("mediation_id",),
    MediationEnded: ("mediation_id",),
    PartyAnswered: ("party_id",),
    ContactMissed: ("mediation_id",),
    SessionDueSoon: ("session_id", "at"),
    SessionCancelled: ("session_id",),
    SealOverdue: ("mediation_id", "due_at"),
    ConfirmationDueSoon: ("mediation_id",),
    ScreeningOverdue: ("case_id", "until"),
    TopicJoined: ("case_id", "originators"),
    SurveyClosed: ("case_id",),
    MeetingDueSoon: ("meeting_id", "at"),
}
"""What may be said once, and about what; a corrected contact is told again."""


def duplicated(evidence: Evidence) -> tuple[Finding, ...]:
    """One finding for each effect beyond the first."""
    return (
        *_again("fact", map(_effect, _once_only(evidence))),
        *_again("answered", answered_again(evidence)),
        *_again("granted", granted_again(evidence)),
        *_again("assigned", assigned_twice(evidence)),
        *_again("supervised", supervised_again(evidence)),
        *_again("fact", told_again(evidence)),
        *_again("sent-about", sent_about_again(evidence)),
        *_again("message", _messages(evidence)),
        *_again("mail", mailed_again(evidence)),
        *_again("case-no", _numbers(evidence)),
        *_again("case-told", _submissions(evidence)),
        *_again("submission", _cases_of_one(evidence)),
        *_forked(evidence.records),
    )


def _again(what: str, keys: Iterable[object]) -> Iterator[Finding]:
    for key, times in Counter(keys).items():
        for _ in range(times - 1):
            yield Finding(f"twice-{what}", str(key))


def _once_only(evidence: Evidence) -> Iterator[Record]:
    return (record for record in evidence.facts.all if type(record.fact) in ONCE)


def _effect(record: Record) -> tuple[str, ...]:
    fact = record.fact
    about = (str(getattr(fact, name)) for name in ONCE[type(fact)])
    return (record.topic, fact.TYPE, *about)


def _messages(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    for m in evidence.messages:
        kind = ("copy",) if m.is_copy else ()
        yield str(m.about), m.audience, m.template, m.recipient, *kind


def _numbers(evidence: Evidence) -> Iterator[str]:
    """Two cases never have one number."""
    cases = {told.case_id: told.case_no for told in evidence.told}
    for record in evidence.facts.all:
        if isinstance(record.fact, CaseRegistered | CaseRecorded):
            cases.setdefault(record.fact.case_id, record.fact.case_no)
    return iter(cases.values())


def _submissions(evidence: Evidence) -> Iterator[str]:
    """A retry is told the same again; two submissions are never one case."""
    return (case for _, case in {(t.submission, t.case_id) for t in evidence.told})


def _cases_of_one(evidence: Evidence) -> Iterator[str]:
    """One submission never becomes two cases."""
    return (key for key, _ in {(t.submission, t.case_id) for t in evidence.told})


def _forked(records: Iterable[Record]) -> Iterator[Finding]:
    """One event id with two contents: a source has said two things at once."""
    first: dict[Any, Any] = {}
    for record in records:
        told = first.setdefault(record.event.id, record.event)
        if told != record.event:
            yield Finding("one-id-two-contents", str(record.event.id))
