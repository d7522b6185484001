"""The dispatcher decides on a return: another department, or back to the first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.routing import ReturnDecided
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.assigning import handed_on
from services.routing.domain.handling import Handling, Task
from services.routing.domain.norms import Norms


@dataclass(frozen=True)
class DecideReturn:
    task_id: str
    decision: Literal["upheld", "dismissed"]
    to: str | None = None


def decide_return(
    norms: Norms, handling: Handling | None, command: DecideReturn, now: datetime
) -> Change[Handling]:
    """Upheld: `to` takes the task over, clock and all. Dismissed: back it goes."""
    task = handling.task(command.task_id) if handling else None
    if handling is None or task is None:
        raise refusals.unknown_task()
    if task.state != "returned":
        raise refusals.not_returned(task)
    fact = ReturnDecided(
        case_id=handling.case_id,
        task_id=task.task_id,
        department=task.department,
        decision=command.decision,
    )
    if command.decision == "dismissed":
        return Change(handling.with_task(_back(task)), (fact,))
    successor = _successor(norms, task, command.to)
    handling, assigned = handed_on(handling, task, successor, now)
    return Change(handling, (fact, assigned))


def _back(task: Task) -> Task:
    state = "acknowledged" if task.acknowledged_at else "assigned"
    return task.but(state=state, return_reason=None, return_law=None)


def _successor(norms: Norms, task: Task, to: str | None) -> str:
    if to is None:
        raise refusals.department_needed()
    if to not in norms.departments:
        raise refusals.unknown_department()
    if to == task.department:
        raise refusals.same_department()
    return to
