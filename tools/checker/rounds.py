"""What comes again for a reason: an answer a round, a content that has grown."""

from collections import Counter
from collections.abc import Iterator, Mapping

from contracts.intake import CaseAnswered, CaseSupplemented, ContentGranted
from contracts.routing import CaseConcluded
from tools.checker.joint import told_of_others
from tools.checker.records import Evidence


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


def _beyond(times: Counter[str], reasons: Mapping[str, int]) -> Iterator[str]:
    """Each so often that one finding comes of every time without a reason."""
    for what, count in times.items():
        yield from [what] * (1 + count - max(1, reasons.get(what, 0)))
