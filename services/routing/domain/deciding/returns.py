"""On a return: another department, or back to the first; in the end a designation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.envelope import Payload
from contracts.routing import ReturnDecided, TaskDesignated, TaskSupervised
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import about
from services.routing.domain.deciding.found import able, another, found
from services.routing.domain.ending import ended, finished
from services.routing.domain.giving import given_on
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.task import Task
from services.routing.domain.timing import supervised


@dataclass(frozen=True)
class DecideReturn:
    task_id: str
    decision: Literal["upheld", "dismissed"]
    to: str | None = None


@dataclass(frozen=True)
class Designate:
    task_id: str
    to: str


def decide_return(
    norms: Norms, handling: Handling | None, command: DecideReturn, now: datetime
) -> Change[Handling]:
    """Upheld: `to` takes the task over, clock and all. Dismissed: back it goes.

    A refusal without ground is looked at by the department's head.
    """
    handling, task = found(handling, command.task_id, "decide-return")
    if handling.returns >= norms.counts.returns:
        raise refusals.supervisor_designates(handling.returns)
    if command.decision == "upheld":
        to = another(norms, handling, task, command.to)
        return _moved(norms, handling, task, to, now)
    said: tuple[Payload, ...] = (_decided(handling, task, "dismissed"),)
    back = _back(task)
    if "refused" not in task.levels:
        back = supervised(norms, back, "refused", now)
        said += (TaskSupervised(**about(handling, task), level=1, reason="refused"),)
    return Change(handling.with_task(back), said)


def designate(
    norms: Norms, handling: Handling | None, command: Designate, now: datetime
) -> Change[Handling]:
    """After two returns on one handling; who is designated cannot return (潍坊 22).

    If a joint meeting was called, its minutes come first.
    """
    handling, task = found(handling, command.task_id, "designate")
    if handling.returns < norms.counts.returns:
        raise refusals.not_returned_enough(norms.counts.returns)
    to = able(norms, handling, task, command.to)
    if handling.meeting:
        raise refusals.minutes_needed()
    if to != task.department:
        named = task.but(designated=True)
        change = _moved(norms, handling, named, to, now)
        successor = change.state.tasks[-1]
    else:
        successor = _back(task).but(designated=True)
        said = _decided(handling, task, "dismissed")
        change = Change(handling.with_task(successor), (said,))
    fact = TaskDesignated(
        **about(handling, successor), after_meeting=bool(handling.meetings)
    )
    return Change(change.state, (*change.facts, fact))


def _moved(
    norms: Norms, handling: Handling, task: Task, to: str, now: datetime
) -> Change[Handling]:
    gone = task.but(state="reassigned", designated=False)
    handling, assigned = given_on(norms, handling.with_task(gone), task, to, now)
    decided = _decided(handling, task, "upheld")
    change = ended(handling, gone, "returned", (decided, assigned), now)
    return finished(norms, change, now)


def _back(task: Task) -> Task:
    state = "acknowledged" if task.acknowledged_at else "assigned"
    return task.but(state=state, returned=None)


def _decided(
    handling: Handling, task: Task, decision: Literal["upheld", "dismissed"]
) -> ReturnDecided:
    return ReturnDecided(**about(handling, task), decision=decision)
