"""What follows when a task ends: its parts, who waits for it, and perhaps the case."""

from datetime import datetime

from contracts.envelope import Payload
from contracts.routing import CaseConcluded, CoHandlerReported, TaskCancelled
from services.kit.limits.clock import due
from services.kit.writing.change import Change
from services.routing.domain.handling import Conclusion, Handling
from services.routing.domain.norms import Norms
from services.routing.domain.task import Task
from services.routing.domain.timing.statutory import case_runs

Facts = tuple[Payload, ...]


def ended(
    handling: Handling, task: Task, result: str, said: Facts, now: datetime
) -> Change[Handling]:
    """`task`, as it ended, is in the handling already; its end was `said` already."""
    handling, cancelled = _without_parts(handling, task, now)
    reports = _reports(
        handling, [(task, result), *((p, "cancelled") for p in cancelled)]
    )
    gone = tuple(cancellation(handling, part, "parent_ended") for part in cancelled)
    return Change(handling, (*said, *gone, *reports))


def finished(norms: Norms, change: Change[Handling], now: datetime) -> Change[Handling]:
    """Adds the conclusion when nothing is open any more; the word is the lead's.

    A part that went with its whole may have been what the case stood still for.
    """
    handling = case_runs(norms, change.state, now)
    change, lead = Change(handling, change.facts), handling.lead
    if handling.open_tasks or handling.state != "in_progress":
        return change
    if lead is None or lead.outcome is None:
        return change
    fact = CaseConcluded(
        case_id=handling.case_id,
        outcome=lead.outcome,
        answer=lead.answer,
        round=handling.round,
        authority=lead.authority,
    )
    return Change(_closed(norms, handling, lead.outcome, now), (*change.facts, fact))


def all_cancelled(
    handling: Handling, reason: str, now: datetime
) -> tuple[Handling, Facts]:
    """Nobody owes anything any more."""
    said = tuple(cancellation(handling, task, reason) for task in handling.open_tasks)
    for task in handling.open_tasks:
        handling = handling.with_task(task.cancelled(now))
    return handling, said


def cancellation(handling: Handling, task: Task, reason: str) -> TaskCancelled:
    return TaskCancelled(
        case_id=handling.case_id,
        task_id=task.task_id,
        department=task.department,
        reason=reason,
    )


def _closed(norms: Norms, handling: Handling, outcome: str, now: datetime) -> Handling:
    again = due(norms.terms.still_fixed, now, norms.calendar).at
    lasts = handling.kind == "request" and outcome in norms.lasting
    conclusion = Conclusion(
        outcome=outcome,
        at=now,
        round=handling.round,
        ask_again_at=again if lasts else None,
    )
    return handling.but(
        state="concluded", conclusions=(*handling.conclusions, conclusion)
    )


def _without_parts(
    handling: Handling, task: Task, now: datetime
) -> tuple[Handling, list[Task]]:
    """A part goes with the task it is a part of, and its own parts with it."""
    gone: list[Task] = []
    above = [task.task_id]
    while above:
        parent = above.pop()
        parts = [part for part in handling.open_tasks if part.parent == parent]
        for part in parts:
            handling = handling.with_task(part.cancelled(now))
        gone += parts
        above += [part.task_id for part in parts]
    return handling, gone


def _reports(handling: Handling, ends: list[tuple[Task, str]]) -> Facts:
    return tuple(
        CoHandlerReported(
            case_id=handling.case_id,
            task_id=waiting.task_id,
            department=waiting.department,
            by=task.department,
            by_task=task.task_id,
            result=result,
            outcome=task.outcome,
            open=len(handling.waits_for(waiting)),
        )
        for task, result in ends
        if (waiting := _waiting(handling, task)) is not None
    )


def _waiting(handling: Handling, task: Task) -> Task | None:
    """The task that waits for this one: whose part it was, else the lead's."""
    if task.parent:
        above = handling.task(task.parent)
    else:
        above = None if task.leads else handling.lead
    return above if above and above.open else None
