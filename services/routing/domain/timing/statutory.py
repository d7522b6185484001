"""The clock of the case by law, kept apart from every department's (许可法 42)."""

from datetime import datetime

from contracts.intake import CaseAccepted
from services.kit.limits.clock import Clock
from services.kit.limits.limit import Limit
from services.routing.domain.handling import Handling, Statutory
from services.routing.domain.norms import Norms
from services.routing.domain.task import Task
from services.routing.domain.timing import end_of

BY_LAW = "statutory"
"""What a stop is called that the law does not count (许可法 45)."""


def begun(norms: Norms, limit: Limit, case: CaseAccepted) -> Statutory | None:
    """From acceptance, also where that was deemed back to the receipt (许可法 32)."""
    if limit.starts != "acceptance":
        return None
    clock = Clock(limit=limit, started_at=case.accepted_at)
    due_at, provisional = end_of(norms, clock)
    return Statutory(clock=clock, due_at=due_at, provisional=provisional)


def case_stops(handling: Handling, now: datetime) -> Handling:
    """When a task stands still by law, and for no other reason."""
    statutory = handling.statutory
    if statutory is None:
        return handling
    stopped = statutory.clock.stop(BY_LAW, now)
    return handling.but(statutory=statutory.model_copy(update={"clock": stopped}))


def case_runs(norms: Norms, handling: Handling, now: datetime) -> Handling:
    """On again with the last task that stood still by law."""
    statutory = handling.statutory
    still = any(task.pause and task.pause.statutory for task in handling.tasks)
    if statutory is None or still or not statutory.clock.stopped:
        return handling
    return _timed(norms, handling, statutory.clock.go_on(now), now)


def case_extended(
    norms: Norms, handling: Handling, task: Task, now: datetime
) -> Handling:
    """With the task that carries its limit: the law extends the decision itself."""
    statutory = handling.statutory
    if statutory is None or task.extension is None or not handling.is_first(task):
        return handling
    longer = statutory.clock.extend(task.extension.amount)
    return _timed(norms, handling, longer, now)


def case_recomputed(norms: Norms, handling: Handling, now: datetime) -> Handling:
    """Only what was provisional."""
    statutory = handling.statutory
    if statutory is None or not statutory.provisional:
        return handling
    return _timed(norms, handling, statutory.clock, now)


def _timed(norms: Norms, handling: Handling, clock: Clock, now: datetime) -> Handling:
    """A later end has not been missed yet."""
    statutory = handling.statutory
    assert statutory is not None
    due_at, provisional = end_of(norms, clock)
    moved = due_at > max(statutory.due_at, now)
    timed = Statutory(
        clock=clock,
        due_at=due_at,
        provisional=provisional,
        overdue=statutory.overdue and not moved,
    )
    return handling.but(statutory=timed)
