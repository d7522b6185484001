"""Stopping one's clock for a reason that counts, and letting it run on."""

from datetime import datetime, timedelta

from contracts.routing import TaskPaused, TaskResumed
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import OwnTask, TaskAction, about
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.task import MOST_STOPS, Pause, Task
from services.routing.domain.timing import timed
from services.routing.domain.timing.statutory import BY_LAW, case_runs, case_stops

FURTHEST = timedelta(days=2000)
"""Nobody expects an end later than that: it is a slip of the pen."""

CHOSEN, PARKED = "chosen", "parked"
"""What a stop of a clock is called; the reason itself is kept with the pause."""


def pause(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """Hearing, inspection, appraisal are not capped where a statute sets the limit.

    许可法 45; whoever owes by the city's own rule may wait for them like for others.
    """
    reason = refusals.chosen(own.norms.reasons["pause"], command.reason, "挂起理由")
    if command.evidence is None:
        raise refusals.needed("evidence", "挂起凭据的文号")
    if command.until is None:
        raise refusals.needed("until", "预计恢复时间")
    if own.now >= own.task.due_at:
        raise refusals.pause_too_late(own.task.due_at)
    if not own.now < command.until <= own.now + FURTHEST:
        raise refusals.until_is_not_near(FURTHEST)
    by_law = own.handling.limit.source == "law"
    statutory = by_law and reason in own.norms.pauses.statutory
    _within_the_cap(own, statutory, command.until)
    asked = Pause(
        reason=reason,
        statutory=statutory,
        evidence=command.evidence,
        until=command.until,
    )
    paused = own.task.but(
        state="paused",
        pauses=(*own.task.pauses, asked),
        clock=own.task.clock.stop(BY_LAW if statutory else CHOSEN, own.now),
    )
    fact = TaskPaused(**own.about, **asked.model_dump())
    handling = own.handling.with_task(paused)
    if statutory:
        handling = case_stops(handling, own.now)
    return Change(handling, (fact,))


def resume(own: OwnTask, command: TaskAction) -> Change[Handling]:
    return resumed(own.norms, own.handling, own.task, own.now)


def resumed(
    norms: Norms, handling: Handling, task: Task, now: datetime
) -> Change[Handling]:
    """The end moves by the working time that the clock stood still, to the second."""
    since = task.still_until(now)
    running = task.but(state="acknowledged", clock=task.clock.go_on(since))
    running = timed(norms, running, now)
    handling = case_runs(norms, handling.with_task(running), since)
    fact = TaskResumed(
        **about(handling, running),
        due_at=running.due_at,
        provisional=running.timing.provisional,
    )
    return Change(handling, (fact,))


def _within_the_cap(own: OwnTask, statutory: bool, until: datetime) -> None:
    """Of pauses of one's own choosing: so many, and so much working time in all."""
    if len(own.task.clock.stops) >= MOST_STOPS:
        raise refusals.stopped_too_often(MOST_STOPS)
    if statutory:
        return
    cap = own.norms.pauses
    times = sum(not pause.statutory for pause in own.task.pauses)
    if times >= cap.most_times:
        raise refusals.paused_too_often(cap.most_times)
    calendar, clock = own.norms.calendar, own.task.clock
    used = sum(
        (
            calendar.working_time(stop.since, stop.until or own.now)
            for stop in clock.stops
            if stop.reason == CHOSEN
        ),
        calendar.working_time(own.now, until),
    )
    if used > _most(own.norms):
        raise refusals.pause_over_cap(cap.most)


def _most(norms: Norms) -> timedelta:
    """The cap as working time: what so many working days hold."""
    return norms.pauses.most.amount * norms.calendar.hours.length
