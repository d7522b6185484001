"""When time will act on a task: from its clock, the city's calendar and its norms."""

from datetime import datetime

from services.kit.limits.clock import Clock, due, ends, moment
from services.kit.limits.limit import Limit
from services.routing.domain.norms import Norms
from services.routing.domain.task import Task, Timing


def timed(norms: Norms, task: Task, now: datetime) -> Task:
    """After every change of its clock. A later end has not been warned of yet."""
    timing = _timing(norms, task)
    moved = timing.due_at > max(task.due_at, now)
    if not moved:
        return task.but(timing=timing)
    levels = {reason: n for reason, n in task.levels.items() if reason != "overdue"}
    return task.but(timing=timing, warned=False, overdue=False, levels=levels)


def first_timed(norms: Norms, task: Task) -> Task:
    """Of a task that has just been given, or given on."""
    return task.but(timing=_timing(norms, task))


def ladder(norms: Norms, limit: Limit, since: datetime) -> tuple[datetime, ...]:
    """When each level is reached: a share of the limit more, within bounds [ours].

    A level comes at least the lower bound after the one before, so that two never fall
    together when the bounds cut both.
    """
    moments: list[datetime] = []
    pause = _wait(norms, norms.ladder.at_least, since) - since
    for share in norms.ladder.shares:
        reached = _reached(norms, limit, since, share)
        moments.append(max([reached, *(before + pause for before in moments)]))
    return tuple(moments)


def supervised(norms: Norms, task: Task, reason: str, now: datetime) -> Task:
    """For what happened once: level 1 now, and it climbs while the task is open."""
    climbs = ladder(norms, task.clock.limit, now)
    return task.but(ladders=task.ladders | {reason: climbs}).at_level(reason, 1)


def end_of(norms: Norms, clock: Clock) -> tuple[datetime, bool]:
    """When it is due, and whether that date is provisional.

    What a clock gains by standing still counts when it runs on, and not before.
    """
    found = ends(clock, norms.calendar, _ran_until(clock))
    return found.at, found.provisional


def _ran_until(clock: Clock) -> datetime:
    """A moment from which an open stop has no length."""
    return clock.stops[-1].since if clock.stopped else clock.started_at


def _timing(norms: Norms, task: Task) -> Timing:
    clock, at = task.clock, task.assigned_at
    due_at, provisional = end_of(norms, clock)
    sign_by = _wait(norms, norms.sign_off(task.department), at)
    return Timing(
        due_at=due_at,
        provisional=provisional,
        warn_at=moment(clock, norms.calendar, norms.warning_share, _ran_until(clock)),
        overdue=ladder(norms, clock.limit, due_at),
        sign_by=sign_by,
        unsigned=ladder(norms, clock.limit, sign_by),
        return_by=_wait(norms, norms.terms.return_task, at),
        contact_by=_contact_by(norms, task),
    )


def _contact_by(norms: Norms, task: Task) -> datetime | None:
    """In a later round it is somebody who has complained again."""
    if not task.owes_contact or task.contacted_at:
        return None
    terms = norms.terms
    limit = terms.first_contact if task.round == 1 else terms.contact_again
    return _wait(norms, limit, task.assigned_at)


def _reached(norms: Norms, limit: Limit, since: datetime, share: float) -> datetime:
    if share == 0:
        return since
    wanted = _wait(norms, limit.part(share), since)
    earliest = _wait(norms, norms.ladder.at_least, since)
    latest = _wait(norms, norms.ladder.at_most, since)
    return min(max(wanted, earliest), latest)


def _wait(norms: Norms, limit: Limit, start: datetime) -> datetime:
    return due(limit, start, norms.calendar).at
