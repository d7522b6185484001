"""What was promised to somebody and is not there."""

from collections.abc import Callable, Iterator
from itertools import chain

from contracts.department import TaskReply
from contracts.dispute import MediationAgreed, MediationEnded, MediationOpened
from contracts.intake import (
    CaseAnswered,
    CaseWithdrawn,
    ContentGranted,
    ContentRevoked,
)
from contracts.routing import (
    CaseConcluded,
    OfTask,
    ReplyRejected,
    TaskAssigned,
)
from contracts.topics import PLAYED_BY, topics_of
from tools.checker.ending import ends
from tools.checker.order import gaps, of_the_platform
from tools.checker.records import Evidence, Finding, Record, Told
from tools.checker.rounds import taken_up_again
from tools.checker.untold import mails_missing, untold
from tools.checker.window import answered_too_soon, decided, goes_to_the_offices


def lost(evidence: Evidence) -> tuple[Finding, ...]:
    """One finding for each thing that is missing."""
    of_cases = (
        finding
        for told in evidence.told
        for rule in RULES
        for finding in rule(evidence, told)
    )
    return (*of_cases, *mails_missing(evidence), *gaps(evidence.facts.all))


def _kept(evidence: Evidence, told: Told) -> Iterator[Finding]:
    if told.case_id not in evidence.cases:
        yield Finding("case-not-kept", told.case_id)
    owed = goes_to_the_offices(evidence, told.case_id)
    if owed and told.case_id not in evidence.handlings:
        yield Finding("no-handling", told.case_id)


def _answered(evidence: Evidence, told: Told) -> Iterator[Finding]:
    """Every round has an end, and every end an answer.

    A withdrawn case has neither, nor has one that the window has ended itself.
    """
    facts, case = evidence.facts, told.case_id
    if facts.of(case, CaseWithdrawn) or not goes_to_the_offices(evidence, case):
        return
    ends = facts.of(case, CaseConcluded)
    rounds = {1, *(task.round for task in facts.of(case, TaskAssigned))}
    for _ in rounds - {end.round for end in ends}:
        yield Finding("no-case-concluded", case)
    for _ in range(max(1, len(ends)) - len(facts.of(case, CaseAnswered))):
        yield Finding("no-case-answered", case)


def _copied(evidence: Evidence, told: Told) -> Iterator[Finding]:
    """What the platform says to several topics is on each of them."""
    ids: dict[str, set[object]] = {}
    for record in _of_case(evidence, told):
        ids.setdefault(record.topic, set()).add(record.event.id)
    for record in filter(of_the_platform, _of_case(evidence, told)):
        for topic in topics_of(record.fact):
            if record.event.id not in ids.get(topic, ()):
                yield Finding(f"not-on-{topic}", str(record.event.id))


def _tasks_done(evidence: Evidence, told: Told) -> Iterator[Finding]:
    """What is withdrawn is given to nobody any more."""
    facts, case = evidence.facts, told.case_id
    granted = {fact.task_id for fact in facts.of(case, ContentGranted)}
    revoked = {fact.task_id for fact in facts.of(case, ContentRevoked)}
    ended, withdrawn = _ended_tasks(evidence, told), facts.of(case, CaseWithdrawn)
    for task in _tasks(evidence, told):
        if task not in granted and not withdrawn:
            yield Finding("content-not-granted", task)
        if task not in ended:
            yield Finding("task-not-ended", task)
        elif task not in revoked and task in granted:
            yield Finding("content-not-revoked", task)


def _replies_heard(evidence: Evidence, told: Told) -> Iterator[Finding]:
    """A completing reply completes its task, or its sender is told why not."""
    completed = _ended_tasks(evidence, told)
    rejected = {r.reply_id for r in evidence.facts.of(told.case_id, ReplyRejected)}
    for record in evidence.facts.records(told.case_id, TaskReply):
        reply = record.fact
        heard = isinstance(reply, TaskReply) and reply.task_id in completed
        completes = isinstance(reply, TaskReply) and reply.action == "complete"
        if completes and not heard and record.event.id not in rejected:
            yield Finding("reply-not-heard", str(record.event.id))


def _mediated(evidence: Evidence, told: Told) -> Iterator[Finding]:
    facts, case = evidence.facts, told.case_id
    opened = {fact.task_id: fact for fact in facts.of(case, MediationOpened)}
    over = {
        fact.mediation_id
        for fact in chain(
            facts.of(case, MediationAgreed), facts.of(case, MediationEnded)
        )
    }
    for fact in facts.of(case, TaskAssigned):
        if fact.department in PLAYED_BY and fact.task_id not in opened:
            yield Finding("mediation-not-opened", fact.task_id)
    for mediation in opened.values():
        if mediation.mediation_id not in over:
            yield Finding("mediation-not-over", mediation.mediation_id)


def _of_case(evidence: Evidence, told: Told) -> list[Record]:
    return evidence.facts.of_case(told.case_id)


def _tasks(evidence: Evidence, told: Told) -> set[str]:
    return {fact.task_id for fact in evidence.facts.of(told.case_id, TaskAssigned)}


def _ended_tasks(evidence: Evidence, told: Told) -> set[str]:
    facts = evidence.facts.of(told.case_id, OfTask)
    return {fact.task_id for fact in facts if ends(fact)}


RULES: tuple[Callable[[Evidence, Told], Iterator[Finding]], ...] = (
    _kept,
    decided,
    answered_too_soon,
    _answered,
    taken_up_again,
    _copied,
    _tasks_done,
    _replies_heard,
    _mediated,
    untold,
)
