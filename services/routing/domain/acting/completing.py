"""A department says that its part is done; the lead says it last."""

from contracts.routing import TaskCompleted
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import OwnTask, TaskAction
from services.routing.domain.ending import ended, finished
from services.routing.domain.handling import Handling
from services.routing.domain.norms import NOT_OUR_POWER
from services.routing.domain.task import LONGEST_ANSWER


def complete(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """Co-handlers report to the lead, so the lead has to have heard them all.

    What was handed down goes with the task: whoever handed it down is answerable.
    A co-handler may report without words; the lead's are what the resident gets.
    """
    known = own.norms.own_outcomes
    outcome = refusals.chosen(known, command.outcome, "办理结果", "outcome")
    authority = _authority(own, command)
    if own.task.leads and own.handling.has_resident and not command.answer:
        raise refusals.answer_needed()
    if len(command.answer or "") > LONGEST_ANSWER:
        raise refusals.answer_too_long()
    waits_for = own.handling.waits_for(own.task)
    others = [task.department for task in waits_for if task.parent is None]
    if others:
        raise refusals.co_handlers_open(others)
    done = own.task.but(
        state="completed",
        completed_at=own.now,
        outcome=outcome,
        authority=authority,
        answer=command.answer if own.task.leads else None,
    )
    said = TaskCompleted(
        **own.about,
        outcome=outcome,
        answer=command.answer,
        authority=authority,
    )
    change = ended(own.handling.with_task(done), done, "completed", (said,), own.now)
    return finished(own.norms, change, own.now)


def _authority(own: OwnTask, command: TaskAction) -> str | None:
    """Nobody is sent away without a word where to go."""
    if command.outcome != NOT_OUR_POWER:
        return None
    known = own.norms.authorities
    return refusals.chosen(known, command.authority, "有权处理的单位", "authority")
