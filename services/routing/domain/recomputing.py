"""A calendar is published: dates that were provisional are computed again."""

from datetime import datetime

from contracts.envelope import Payload
from contracts.routing import TaskRescheduled
from services.kit.writing.change import Change
from services.routing.domain.acting.own import about
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.timing import timed
from services.routing.domain.timing.statutory import case_recomputed


def recompute(
    norms: Norms, handling: Handling | None, command: None, now: datetime
) -> Change[Handling] | None:
    """Only what was provisional: a date that people were told for certain stays."""
    if handling is None:
        return None
    said: list[Payload] = []
    for task in handling.open_tasks:
        if not task.timing.provisional:
            continue
        moved = timed(norms, task, now)
        if moved.timing == task.timing:
            continue
        handling = handling.with_task(moved)
        said.append(
            TaskRescheduled(
                **about(handling, moved),
                due_at=moved.due_at,
                provisional=moved.timing.provisional,
                role=moved.role,
            )
        )
    again = case_recomputed(norms, handling, now)
    return Change(again, tuple(said)) if said or again != handling else None
