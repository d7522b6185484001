"""What comes again for a reason: an answer a round, a content that has grown."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from contracts.intake import (
    CaseAccepted,
    CaseAnswered,
    CaseAnsweredAtOnce,
    CaseReopened,
    CaseSupplemented,
    CaseWithdrawn,
    ContentGranted,
)
from contracts.notification import MessageHandedToPerson, MessageSent
from contracts.routing import (
    CaseConcluded,
    CaseSupervised,
    TaskAssigned,
    TriageRequested,
)
from tools.checker.joint import told_of_others
from tools.checker.records import Evidence, Finding, Told

K = TypeVar("K", bound=Hashable)


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


def told_again(evidence: Evidence) -> Iterator[Hashable]:
    """By a channel, or to a person: once, and once for each time it was sent anew."""
    said: Counter[Hashable] = Counter()
    may: dict[Hashable, int] = {}
    for record in evidence.facts.all:
        fact = record.fact
        if isinstance(fact, MessageSent | MessageHandedToPerson):
            channel = fact.channel if isinstance(fact, MessageSent) else ""
            key = (record.topic, fact.TYPE, fact.message_id, channel)
            said[key] += 1
            may[key] = evidence.times.get(fact.message_id, 1)
    return _beyond(said, may)


def sent_about_again(evidence: Evidence) -> Iterator[Hashable]:
    """One event, recipient, template: one message out of the house by each channel."""
    recipients = {m.message_id: m.recipient for m in evidence.messages}
    said: Counter[Hashable] = Counter()
    may: dict[Hashable, int] = {}
    for record in evidence.facts.all:
        fact = record.fact
        if isinstance(fact, MessageSent):
            who = recipients.get(fact.message_id, fact.audience)
            key = (str(fact.about), who, fact.template, fact.channel)
            said[key] += 1
            may[key] = evidence.times.get(fact.message_id, 1)
    return _beyond(said, may)


def mailed_again(evidence: Evidence) -> Iterator[str]:
    return _beyond(Counter(evidence.mails), evidence.times)


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


def _beyond(times: Counter[K], reasons: Mapping[K, int]) -> Iterator[K]:
    """Each so often that one finding comes of every time without a reason."""
    for what, count in times.items():
        yield from [what] * (1 + count - max(1, reasons.get(what, 0)))
