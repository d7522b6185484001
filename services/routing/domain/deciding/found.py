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


def another(norms: Norms, handling: Handling, task: Task, to: str | None) -> str:
    """Where a task can go: to a department of the city that does not have it."""
    if to is None:
        raise refusals.department_needed()
    if to == task.department:
        raise refusals.same_department()
    return able(norms, handling, task, to)


def able(norms: Norms, handling: Handling, task: Task, to: str) -> str:
    """A department of the city; one that leads must be allowed to (北京 17)."""
    if to not in norms.departments:
        raise refusals.unknown_department()
    if task.leads and not norms.may_lead(to, handling.category):
        raise refusals.community_leads_not()
    return to
