"""The dispatcher moves a task; a supervisor lets the case go on without a part."""

from dataclasses import dataclass
from datetime import datetime

from contracts.routing import TaskTransferred, TaskWaived
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import about
from services.routing.domain.deciding.found import another, found
from services.routing.domain.ending import ended, finished
from services.routing.domain.giving import co_handler, given, given_on
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.timing.statutory import case_runs


@dataclass(frozen=True)
class Transfer:
    task_id: str
    to: str


@dataclass(frozen=True)
class CallIn:
    """One more department is needed, whom no rule had named."""

    department: str


@dataclass(frozen=True)
class Waive:
    task_id: str
    reason: str


def transfer(
    norms: Norms, handling: Handling | None, command: Transfer, now: datetime
) -> Change[Handling]:
    """The clock goes on where it is; one that stood still runs again."""
    handling, task = found(handling, command.task_id, "transfer")
    if task.designated:
        raise refusals.designated_stays()
    to = another(norms, handling, task, command.to)
    since = task.still_until(now)
    gone = task.but(state="transferred", clock=task.clock.go_on(since))
    handling = case_runs(norms, handling.with_task(gone), since)
    handling, assigned = given_on(norms, handling, task, to, now)
    moved = TaskTransferred(**about(handling, task), to=to)
    change = ended(handling, gone, "transferred", (moved, assigned), now)
    return finished(norms, change, now)


def call_in(
    norms: Norms, handling: Handling | None, command: CallIn, now: datetime
) -> Change[Handling]:
    """A co-handler for the round that is under way, with its part of that limit."""
    if handling is None:
        raise refusals.unknown_case()
    lead = handling.lead
    if handling.state != "in_progress" or lead is None:
        raise refusals.case_is(handling.state, "in_progress")
    if command.department not in norms.departments:
        raise refusals.unknown_department()
    if any(task.department == command.department for task in handling.open_tasks):
        raise refusals.there_already()
    part = lead.clock.limit.part(norms.co_handler_share)
    gift = co_handler(command.department, part)
    handling, assigned = given(norms, handling, gift, now)
    return Change(handling, (assigned,))


def waive(
    norms: Norms, handling: Handling | None, command: Waive, now: datetime
) -> Change[Handling]:
    """A co-handler silent past its limit, and never silently: the reason is told."""
    handling, task = found(handling, command.task_id, "waive")
    if task.leads:
        raise refusals.not_a_co_handler()
    if now < task.due_at:
        raise refusals.not_overdue(task.due_at)
    reason = refusals.chosen(norms.reasons["waiver"], command.reason, "免办理由")
    gone = task.but(state="waived")
    waived = TaskWaived(**about(handling, task), reason=reason)
    change = ended(handling.with_task(gone), gone, "waived", (waived,), now)
    return finished(norms, change, now)
