"""What a department does with its own task, over HTTP or Kafka alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.routing import TaskAcknowledged, TaskCompleted, TaskReturned
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.assigning import given
from services.routing.domain.conclusion import concluded
from services.routing.domain.handling import ALLOWED, LONGEST_ANSWER, Handling, Task
from services.routing.domain.norms import MEDIATION_CENTRE, Norms


@dataclass(frozen=True)
class TaskAction:
    """`department` is who speaks, proven.

    `id` makes a repeat recognisable: an event's id, or `key#digest of the request`.
    """

    id: str
    department: str
    task_id: str
    action: str
    reason: str | None = None
    law: str | None = None
    outcome: str | None = None
    answer: str | None = None


def act(
    norms: Norms, handling: Handling | None, command: TaskAction, now: datetime
) -> Change[Handling] | None:
    """Done once, whatever is repeated; raises `Rejected` for what cannot be."""
    if handling is None:
        raise refusals.unknown_task()
    if handling.heard(command.department, command.id):
        return None
    if handling.heard_otherwise(command.department, command.id):
        raise refusals.key_reused()
    task = handling.task(command.task_id)
    if task is None or task.department != command.department:
        raise refusals.unknown_task()
    step = STEPS.get(command.action)
    if step is None:
        raise refusals.unknown_action()
    if command.action not in ALLOWED[task.state]:
        raise refusals.wrong_state(task)
    heard = handling.hearing(command.department, command.id)
    return step(OwnTask(norms, heard, task, now), command)


@dataclass(frozen=True)
class OwnTask:
    """A department at work on a task that is its own, at one moment."""

    norms: Norms
    handling: Handling
    task: Task
    now: datetime

    @property
    def about(self) -> dict[str, str]:
        return {
            "case_id": self.handling.case_id,
            "task_id": self.task.task_id,
            "department": self.task.department,
        }


def _acknowledge(own: OwnTask, command: TaskAction) -> Change[Handling]:
    signed = own.task.but(state="acknowledged", acknowledged_at=own.now)
    return Change(own.handling.with_task(signed), (TaskAcknowledged(**own.about),))


def _give_back(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """Needs a reason of the city's list and its legal basis (潍坊 22)."""
    if command.reason is None:
        raise refusals.needed("reason", "退单理由")
    if command.reason not in own.norms.return_reasons:
        known = sorted(own.norms.return_reasons)
        raise refusals.not_in_the_list("reason", "退单理由", known)
    if command.law is None:
        raise refusals.needed("law", "退单依据")
    returned = own.task.but(
        state="returned", return_reason=command.reason, return_law=command.law
    )
    handling = own.handling.with_task(returned).but(returns=own.handling.returns + 1)
    fact = TaskReturned(**own.about, reason=command.reason, law=command.law)
    return Change(handling, (fact,))


def _complete(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """The last open task concludes the handling."""
    if command.outcome is None:
        raise refusals.needed("outcome", "办理结果")
    if command.outcome not in own.norms.outcomes:
        known = sorted(own.norms.outcomes)
        raise refusals.not_in_the_list("outcome", "办理结果", known)
    if len(command.answer or "") > LONGEST_ANSWER:
        raise refusals.answer_too_long()
    leads = own.task.role == "lead"
    done = own.task.but(
        state="completed",
        completed_at=own.now,
        outcome=command.outcome,
        answer=command.answer if leads else None,
    )
    fact = TaskCompleted(**own.about, outcome=command.outcome, answer=command.answer)
    return concluded(own.handling.with_task(done), (fact,))


def _ask_for_mediation(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """The mediation centre becomes a co-handler."""
    asked = any(t.department == MEDIATION_CENTRE for t in own.handling.open_tasks)
    if asked:
        raise refusals.mediation_asked()
    norms = own.norms
    handling, fact = given(
        norms, own.handling, MEDIATION_CENTRE, norms.mediation, own.now
    )
    return Change(handling, (fact,))


STEPS: Mapping[str, Callable[[OwnTask, TaskAction], Change[Handling]]] = {
    "acknowledge": _acknowledge,
    "return": _give_back,
    "complete": _complete,
    "request-mediation": _ask_for_mediation,
}
