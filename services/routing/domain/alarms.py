"""What time will do next to a task: follows from its state, so nobody forgets it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from services.routing.domain.moves import HELD
from services.routing.domain.task import Task


class Alarm(NamedTuple):
    at: datetime
    rings: str
    level: int = 0
    """Of supervision, where it climbs."""


def rung(
    rings: str, ladder: tuple[datetime, ...], levels: Mapping[str, int]
) -> Iterator[Alarm]:
    """The next level that has not been reached for this reason."""
    reached = levels.get(rings, 0)
    if reached < len(ladder):
        yield Alarm(ladder[reached], rings, reached + 1)


def alarms_of(task: Task) -> Iterator[Alarm]:
    """Each rings once: what it leaves in the state takes it off this list."""
    timing = task.timing
    if task.state == "assigned":
        yield from rung("unsigned", timing.unsigned, task.levels)
    if task.running and not task.overdue:
        yield Alarm(timing.due_at, "due")
    if task.running and timing.warn_at and not (task.warned or task.overdue):
        yield Alarm(timing.warn_at, "warn")
    if task.running:
        yield from rung("overdue", timing.overdue, task.levels)
    for reason, ladder in task.ladders.items() if task.open else ():
        yield from rung(reason, ladder, task.levels)
    yield from _between_people(task)


def _between_people(task: Task) -> Iterator[Alarm]:
    contact_by = task.timing.contact_by
    if contact_by and not task.contact_missed and task.state in HELD:
        yield Alarm(contact_by, "contact")
    if task.state == "returned" and task.returned and not task.undecided:
        yield Alarm(task.returned.decide_by, "undecided")
    if task.pause:
        yield Alarm(task.pause.until, "end-of-pause")
    if task.state == "parked" and task.parking and task.parking.review_at:
        yield Alarm(task.parking.review_at, "review")
