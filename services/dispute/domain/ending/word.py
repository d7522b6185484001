"""The centre's word on its task: said when a mediation ends, and kept until it counts.

The lead completes last. Routing refuses the centre's word while others are at work, and
tells in the same feed, later, when nobody is waited for any more.
"""

from datetime import datetime

from contracts.department import TaskReply
from contracts.routing import CoHandlerReported, OfTask, ReplyRejected
from services.dispute.domain.joining.opening import reply
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change

OTHERS_AT_WORK = "co-handlers-open"
OUTCOMES = {"agreed": "resolved", "partly_agreed": "partly_resolved"}


def completion(rules: Rules, mediation: Mediation) -> TaskReply:
    """What a mediation that is over says to its task: the same each time it is said."""
    outcome = OUTCOMES.get(mediation.state, "explained")
    words = rules.answers[mediation.end_reason or mediation.state]
    return reply(mediation, "complete", outcome=outcome, answer=words)


def word_of(rules: Rules, mediation: Mediation) -> tuple[TaskReply, ...]:
    """None where its task has ended: so it is with the rest of a partial agreement."""
    return () if mediation.task_over else (completion(rules, mediation),)


def refused(
    rules: Rules, mediation: Mediation | None, no: ReplyRejected, now: datetime
) -> Change[Mediation] | None:
    """Waits with its word; if the others were done by then, it is said once more."""
    if mediation is None or not mediation.over or mediation.task_over:
        return None
    waiting = mediation.but(refused=True)
    if no.reason == OTHERS_AT_WORK and mediation.others_done:
        return said_again(rules, waiting)
    return Change(waiting)


def others_reported(
    rules: Rules, mediation: Mediation | None, told: CoHandlerReported, now: datetime
) -> Change[Mediation] | None:
    """The last of them frees the word that waits; a report counts for one refusal."""
    if mediation is None or mediation.task_over:
        return None
    heard = mediation.but(others_done=told.open == 0)
    return said_again(rules, heard) if heard.others_done else Change(heard)


def task_moves(
    rules: Rules, mediation: Mediation | None, task: OfTask, now: datetime
) -> Change[Mediation] | None:
    """The task goes on after it stood still: what was refused meanwhile may count."""
    return said_again(rules, mediation) if mediation and mediation.refused else None


def said_again(rules: Rules, mediation: Mediation) -> Change[Mediation]:
    if not mediation.refused:
        return Change(mediation)
    said = mediation.but(refused=False, others_done=False)
    return Change(said, (completion(rules, mediation),))
