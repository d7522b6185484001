"""What time does to what nobody has done: everything is said once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from contracts.envelope import Payload
from contracts.routing import (
    CaseSupervised,
    FirstContactMissed,
    StillFixedAsked,
    TaskDueSoon,
    TaskOverdue,
    TaskSupervised,
)
from services.kit.limits.clock import due
from services.kit.writing.change import Change, Decide
from services.routing.domain.acting.own import about
from services.routing.domain.acting.pausing import resumed
from services.routing.domain.alarms import Alarm, alarms_of
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.task import Task

MOST_AT_ONCE = 500
"""More alarms than one handling can have: what rings for ever is a bug."""

STATUTORY_LEVEL = 2
REVIEW_LEVEL = 2
Said = tuple[Payload, ...]
C = TypeVar("C")


def wake(norms: Norms, handling: Handling, now: datetime) -> Change[Handling] | None:
    """Rings what is due, oldest first; each alarm takes itself off the list."""
    said: Said = ()
    for _ in range(MOST_AT_ONCE):
        ringing = _next(handling, now)
        if ringing is None:
            return Change(handling, said, of_time=len(said)) if said else None
        change = ringing(norms)
        handling, said = change.state, (*said, *change.facts)
    raise RuntimeError("an alarm rings for ever")


def on_time(norms: Norms, decide: Decide[Handling, C]) -> Decide[Handling, C]:
    """What is due rings before anything is decided: nobody is saved by a late alarm."""

    def decided(
        handling: Handling | None, given: C, now: datetime
    ) -> Change[Handling] | None:
        rung = wake(norms, handling, now) if handling else None
        if rung is None:
            return decide(handling, given, now)
        change = decide(rung.state, given, now)
        if change is None:
            return rung
        facts = (*rung.facts, *change.facts)
        return Change(change.state, facts, of_time=len(rung.facts))

    return decided


def _next(
    handling: Handling, now: datetime
) -> Callable[[Norms], Change[Handling]] | None:
    of_case = [(alarm, None) for alarm in handling.alarms]
    of_tasks = [(alarm, task) for task in handling.tasks for alarm in alarms_of(task)]
    due_now = [(a, t) for a, t in (*of_case, *of_tasks) if a.at <= now]
    if not due_now:
        return None
    alarm, task = min(due_now, key=lambda each: each[0].at)
    if task is None:
        return lambda norms: OF_CASE[alarm.rings](handling, alarm)
    return lambda norms: OF_TASK[alarm.rings](norms, handling, task, alarm, now)


def _warn(
    norms: Norms, handling: Handling, task: Task, alarm: Alarm, now: datetime
) -> Change[Handling]:
    said = TaskDueSoon(**about(handling, task), due_at=task.due_at)
    return Change(handling.with_task(task.but(warned=True)), (said,))


def _overdue(
    norms: Norms, handling: Handling, task: Task, alarm: Alarm, now: datetime
) -> Change[Handling]:
    said = TaskOverdue(**about(handling, task), due_at=task.due_at, role=task.role)
    return Change(handling.with_task(task.but(overdue=True)), (said,))


def _climb(
    norms: Norms, handling: Handling, task: Task, alarm: Alarm, now: datetime
) -> Change[Handling]:
    said = TaskSupervised(
        **about(handling, task), level=alarm.level, reason=alarm.rings
    )
    reached = task.at_level(alarm.rings, alarm.level)
    return Change(handling.with_task(reached), (said,))


def _contact(
    norms: Norms, handling: Handling, task: Task, alarm: Alarm, now: datetime
) -> Change[Handling]:
    said = FirstContactMissed(**about(handling, task), due_at=alarm.at)
    return Change(handling.with_task(task.but(contact_missed=True)), (said,))


def _undecided(
    norms: Norms, handling: Handling, task: Task, alarm: Alarm, now: datetime
) -> Change[Handling]:
    """The dispatcher's own lateness is a matter of the case, not of the department."""
    handling = handling.with_task(task.but(undecided=True))
    level = handling.levels.get("return_undecided", 0)
    said = CaseSupervised(
        case_id=handling.case_id, level=max(1, level), reason="return_undecided"
    )
    return Change(handling.at_level("return_undecided", max(1, level)), (said,))


def _pause_ends(
    norms: Norms, handling: Handling, task: Task, alarm: Alarm, now: datetime
) -> Change[Handling]:
    """At the moment that was said, however late the alarm rings: nobody gains by it."""
    return resumed(norms, handling, task, alarm.at)


def _review(
    norms: Norms, handling: Handling, task: Task, alarm: Alarm, now: datetime
) -> Change[Handling]:
    """The office looks at it again, and again thirty days later if nobody does."""
    assert task.parking is not None
    again = due(norms.terms.review, now, norms.calendar).at
    parking = task.parking.model_copy(update={"review_at": again})
    waiting = task.but(parking=parking).at_level("review", REVIEW_LEVEL)
    said = TaskSupervised(**about(handling, task), level=REVIEW_LEVEL, reason="review")
    return Change(handling.with_task(waiting), (said,))


def _nobody(handling: Handling, alarm: Alarm) -> Change[Handling]:
    """A case with nobody assigned escalates too."""
    said = CaseSupervised(
        case_id=handling.case_id, level=alarm.level, reason=alarm.rings
    )
    return Change(handling.at_level(alarm.rings, alarm.level), (said,))


def _statutory(handling: Handling, alarm: Alarm) -> Change[Handling]:
    assert handling.statutory is not None
    late = handling.statutory.model_copy(update={"overdue": True})
    said = CaseSupervised(
        case_id=handling.case_id, level=STATUTORY_LEVEL, reason=alarm.rings
    )
    marked = handling.but(statutory=late).at_level(alarm.rings, STATUTORY_LEVEL)
    return Change(marked, (said,))


def _still_fixed(handling: Handling, alarm: Alarm) -> Change[Handling]:
    *earlier, last = handling.conclusions
    asked = last.model_copy(update={"ask_again_at": None})
    said = StillFixedAsked(case_id=handling.case_id, concluded_at=last.at)
    return Change(handling.but(conclusions=(*earlier, asked)), (said,))


OfTask = Callable[[Norms, Handling, Task, Alarm, datetime], Change[Handling]]
OF_TASK: Mapping[str, OfTask] = {
    "unsigned": _climb,
    "warn": _warn,
    "due": _overdue,
    "overdue": _climb,
    "refused": _climb,
    "reopened": _climb,
    "urged": _climb,
    "contact": _contact,
    "undecided": _undecided,
    "end-of-pause": _pause_ends,
    "review": _review,
}
OF_CASE: Mapping[str, Callable[[Handling, Alarm], Change[Handling]]] = {
    "nobody_assigned": _nobody,
    "statutory": _statutory,
    "still_fixed": _still_fixed,
}
