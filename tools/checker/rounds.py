"""What comes again for a reason: an answer a round, a content that has grown."""

from collections import Counter
from collections.abc import Iterator, Mapping

from contracts.intake import (
    CaseAccepted,
    CaseAnswered,
    CaseAnsweredAtOnce,
    CaseReopened,
    CaseSupplemented,
    CaseWithdrawn,
    ContentGranted,
)
from contracts.routing import (
    CaseConcluded,
    CaseSupervised,
    TaskAssigned,
    TriageRequested,
)
from tools.checker.joint import told_of_others
from tools.checker.records import Evidence, Finding, Told


def answered_again(evidence: Evidence) -> Iterator[str]:
    """The case, once for each answer; what an end of a round asks for is left out."""
    facts = [record.fact for record in evidence.facts.all]
    answers = Counter(f.case_id for f in facts if isinstance(f, CaseAnswered))
    ends = Counter(f.case_id for f in facts if isinstance(f, CaseConcluded))
    return _beyond(answers, ends)


def granted_again(evidence: Evidence) -> Iterator[str]:
    """The task, once for each grant; supplements and reports are a reason for one."""
    facts = [record.fact for record in evidence.facts.all]
    granted = [fact for fact in facts if isinstance(fact, ContentGranted)]
    more = Counter(f.case_id for f in facts if isinstance(f, CaseSupplemented))
    reasons = Counter(told_of_others(evidence))
    for task, case in {(fact.task_id, fact.case_id) for fact in granted}:
        reasons[task] += 1 + more[case]
    return _beyond(Counter(fact.task_id for fact in granted), reasons)


def taken_up_again(evidence: Evidence, told: Told) -> Iterator[Finding]:
    """Each reopening is of an answer, and somebody is given the case again for it.

    What had been merged is the dispatcher's first; what has no room the office's; what
    the window had answered is accepted, and goes out for the first time.
    """
    facts, case = evidence.facts, told.case_id
    if facts.of(case, CaseWithdrawn):
        return
    rounds = {task.round for task in facts.of(case, TaskAssigned)} - {1}
    office = [f for f in facts.of(case, CaseSupervised) if f.reason == "reopened"]
    taken_up = len(rounds) + len(facts.of(case, TriageRequested)) + len(office)
    if facts.of(case, CaseAccepted):
        taken_up += len(facts.of(case, CaseAnsweredAtOnce))
    for _ in range(len(facts.of(case, CaseReopened)) - taken_up):
        yield Finding("reopened-for-nobody", case)


def _beyond(times: Counter[str], reasons: Mapping[str, int]) -> Iterator[str]:
    """Each so often that one finding comes of every time without a reason."""
    for what, count in times.items():
        yield from [what] * (1 + count - max(1, reasons.get(what, 0)))
