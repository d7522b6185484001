"""What the window owes a case: a decision, and then whatever follows from it."""

from collections.abc import Iterator

from contracts.intake import (
    CaseAccepted,
    CaseAnsweredAtOnce,
    CaseDeclined,
    CaseHandedOver,
    CaseRecorded,
    CaseRegistered,
    CaseWithdrawn,
    ContactRegistered,
    CorrectionReceived,
    CorrectionRequested,
)
from contracts.routing import HandlingPlanned, TriageRequested
from tools.checker.records import Evidence, Finding, Told

ENDS = (CaseDeclined, CaseHandedOver, CaseAnsweredAtOnce, CaseRecorded, CaseWithdrawn)
"""Without an acceptance nobody else of the city owes anything."""


def goes_to_the_offices(evidence: Evidence, case: str) -> bool:
    """It was accepted, or ought to have been: nothing says that the window ended it."""
    facts = evidence.facts
    if facts.of(case, CaseAccepted):
        return True
    ended = any(facts.of(case, kind) for kind in ENDS)
    return not ended and not _waits_for_the_resident(evidence, case)


def decided(evidence: Evidence, told: Told) -> Iterator[Finding]:
    """Registered, and accepted unless something else was decided."""
    facts, case = evidence.facts, told.case_id
    former = facts.of(case, CaseRecorded)
    if not former and not facts.of(case, CaseRegistered):
        yield Finding("no-case-registered", case)
    if told.reachable and not former and not facts.of(case, ContactRegistered):
        yield Finding("no-contact-registered", case)
    if not goes_to_the_offices(evidence, case):
        return
    if not facts.of(case, CaseAccepted):
        yield Finding("no-case-accepted", case)
    if not facts.of(case, HandlingPlanned) and not facts.of(case, TriageRequested):
        yield Finding("neither-planned-nor-triaged", case)


def answered_too_soon(evidence: Evidence, told: Told) -> Iterator[Finding]:
    """A correction that nobody had asked for in a notice."""
    facts, case = evidence.facts, told.case_id
    asked = len(facts.of(case, CorrectionRequested))
    for _ in range(len(facts.of(case, CorrectionReceived)) - asked):
        yield Finding("correction-not-asked", case)


def _waits_for_the_resident(evidence: Evidence, case: str) -> bool:
    asked = evidence.facts.of(case, CorrectionRequested)
    return len(asked) > len(evidence.facts.of(case, CorrectionReceived))
