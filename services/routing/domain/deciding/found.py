"""The task that is to be decided on, in a state in which that can be done."""

from services.routing.domain import refusals
from services.routing.domain.handling import Handling
from services.routing.domain.moves import MOVE
from services.routing.domain.norms import Norms
from services.routing.domain.task import Task


def found(
    handling: Handling | None, task_id: str, action: str
) -> tuple[Handling, Task]:
    task = handling.task(task_id) if handling else None
    if handling is None or task is None:
        raise refusals.unknown_task()
    if task.state not in MOVE[action].of:
        raise refusals.not_now(task, action)
    return handling, task


def another(norms: Norms, task: Task, to: str | None) -> str:
    """Where a task can go: to a department of the city that does not have it."""
    if to is None:
        raise refusals.department_needed()
    if to not in norms.departments:
        raise refusals.unknown_department()
    if to == task.department:
        raise refusals.same_department()
    return to
