"""Who gets a task: by the rules, by the dispatcher, or because mediation was asked."""

from dataclasses import dataclass
from datetime import datetime

from contracts.intake import CaseAccepted
from contracts.routing import HandlingPlanned, TaskAssigned, TriageRequested
from services.kit.limits.clock import due
from services.kit.limits.limit import Limit
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.handling import MOST_TASKS, Handling, Role, Task
from services.routing.domain.norms import Norms, Ruling
from services.routing.domain.supervision import ladder

BY_DISPATCHER = "dispatcher"


@dataclass(frozen=True)
class Assign:
    """The dispatcher names who handles a case that no rule knows."""

    lead: str
    co_handlers: tuple[str, ...] = ()


def plan(
    norms: Norms,
    ruling: Ruling,
    handling: Handling | None,
    case: CaseAccepted,
    now: datetime,
) -> Change[Handling] | None:
    """A lead and co-handlers as the rules say, else the dispatcher's triage."""
    if handling is not None:
        return None
    begun = _begun(case, ruling)
    if ruling.lead is None:
        return _triage(norms, begun, now)
    return _assigned(norms, begun, Assign(ruling.lead, ruling.co_handlers), now)


def assign(
    norms: Norms, handling: Handling | None, command: Assign, now: datetime
) -> Change[Handling]:
    if handling is None:
        raise refusals.unknown_case()
    if handling.state != "triage":
        raise refusals.not_in_triage(handling.state)
    if not norms.departments.issuperset((command.lead, *command.co_handlers)):
        raise refusals.unknown_department()
    by_hand = handling.but(rule=BY_DISPATCHER, why=())
    return _assigned(norms, by_hand, command, now)


def given(
    norms: Norms, handling: Handling, department: str, limit: Limit, now: datetime
) -> tuple[Handling, TaskAssigned]:
    """A co-handler's task whose clock starts now."""
    task = _new_task(norms, handling, department, "co_handler", (limit, now))
    return _adding(handling, task)


def handed_on(
    handling: Handling, task: Task, department: str, now: datetime
) -> tuple[Handling, TaskAssigned]:
    """The same task for another department; its clock does not start again."""
    successor = task.but(
        task_id=handling.next_task_id(department),
        department=department,
        assigned_at=now,
        state="assigned",
        acknowledged_at=None,
        return_reason=None,
        return_law=None,
        overdue=False,
        level=0,
    )
    return _adding(handling.with_task(task.but(state="reassigned")), successor)


def _assigned(
    norms: Norms, handling: Handling, command: Assign, now: datetime
) -> Change[Handling]:
    co_handlers = _others(command)
    planned = HandlingPlanned(
        case_id=handling.case_id,
        lead=command.lead,
        co_handlers=co_handlers,
        rule=handling.rule,
        rules_version=handling.rules_version,
    )
    started = handling.but(state="in_progress", triage_due_at=None)
    lead = _new_task(norms, started, command.lead, "lead", (handling.limit, now))
    started, *facts = _adding(started, lead)
    sub_limit = handling.limit.part(norms.co_handler_share)
    for department in co_handlers:
        started, fact = given(norms, started, department, sub_limit, now)
        facts.append(fact)
    return Change(started, (planned, *facts))


def _others(command: Assign) -> tuple[str, ...]:
    """Each co-handler once, and never the lead."""
    return tuple(dict.fromkeys(c for c in command.co_handlers if c != command.lead))


def _triage(norms: Norms, handling: Handling, now: datetime) -> Change[Handling]:
    due_at = due(norms.triage, now, norms.calendar).at
    requested = TriageRequested(
        case_id=handling.case_id, rules_version=handling.rules_version, due_at=due_at
    )
    return Change(handling.but(triage_due_at=due_at), (requested,))


def _begun(case: CaseAccepted, ruling: Ruling) -> Handling:
    return Handling(
        case_id=case.case_id,
        case_no=case.case_no,
        kind=case.kind,
        category=case.category,
        area=case.area,
        urgency=case.urgency,
        state="triage",
        limit=ruling.limit,
        rule=ruling.rule,
        rules_version=ruling.rules_version,
        why=ruling.why,
    )


def _new_task(
    norms: Norms,
    handling: Handling,
    department: str,
    role: Role,
    clock: tuple[Limit, datetime],
) -> Task:
    limit, started_at = clock
    ends = due(limit, started_at, norms.calendar)
    return Task(
        task_id=handling.next_task_id(department),
        department=department,
        role=role,
        limit=limit,
        started_at=started_at,
        assigned_at=started_at,
        due_at=ends.at,
        provisional=ends.provisional,
        ladder=ladder(norms, limit, ends.at),
    )


def _adding(handling: Handling, task: Task) -> tuple[Handling, TaskAssigned]:
    if len(handling.tasks) >= MOST_TASKS:
        raise refusals.too_many_tasks()
    fact = TaskAssigned(
        case_id=handling.case_id,
        task_id=task.task_id,
        department=task.department,
        case_no=handling.case_no,
        role=task.role,
        kind=handling.kind,
        category=handling.category,
        area=handling.area,
        urgency=handling.urgency,
        assigned_at=task.assigned_at,
        due_at=task.due_at,
        provisional=task.provisional,
    )
    return handling.with_task(task), fact
