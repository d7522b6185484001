"""The centre's task ends: by its own word, or by somebody else's decision."""

from datetime import datetime

from contracts.routing import (
    OfTask,
    ReturnDecided,
    TaskCancelled,
    TaskTransferred,
    TaskWaived,
)
from services.dispute.domain.ending.outcome import EndReason, without_a_word
from services.dispute.domain.ending.word import task_moves
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change


def task_closed(
    mediation: Mediation | None,
    task: OfTask,
    now: datetime,
) -> Change[Mediation] | None:
    """The centre's task has ended: nothing is left to mediate or to say.

    The centre's own completion comes back too, and finds the mediation over.
    """
    if mediation is None or mediation.task_over:
        return None
    closed = mediation.but(task_over=True, refused=False)
    if mediation.over:
        return Change(closed)
    over, fact = without_a_word(closed, _reason_of(task), now)
    return Change(over, (fact,))


def return_decided(
    rules: Rules, mediation: Mediation | None, task: ReturnDecided, now: datetime
) -> Change[Mediation] | None:
    if task.decision == "dismissed":
        return task_moves(rules, mediation, task, now)
    return task_closed(mediation, task, now)


def _reason_of(task: OfTask) -> EndReason:
    """`withdrawn` also when the centre itself had its task ended, outside of here."""
    match task:
        case TaskCancelled(reason=reason) if reason != "withdrawn":
            return "other"
        case TaskTransferred() | TaskWaived():
            return "other"
    return "withdrawn"
