"""Calling others to one's task: by whistle, down the levels, or the mediators."""

from typing import get_args

from contracts.envelope import Payload
from contracts.routing import TaskSubAssigned
from services.kit.limits.clock import due
from services.kit.limits.limit import Limit, Unit
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import OwnTask, TaskAction
from services.routing.domain.giving import called, co_handler
from services.routing.domain.handling import Handling
from services.routing.domain.norms import MEDIATION_CENTRE, STREET

UNITS = frozenset(get_args(Unit))


def whistle(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """吹哨报到: a street calls departments to its case; both sides are assessed."""
    if own.norms.kind_of(own.task.department) != STREET:
        raise refusals.streets_only()
    if not command.departments:
        raise refusals.needed("departments", "报到单位")
    if not own.norms.departments.issuperset(command.departments):
        raise refusals.unknown_department()
    busy = {task.department for task in own.handling.open_tasks}
    fresh = [d for d in dict.fromkeys(command.departments) if d not in busy]
    if not fresh:
        raise refusals.there_already()
    handling, facts = own.handling, list[Payload]()
    part = _of_the_round(handling).part(own.norms.co_handler_share)
    for department in fresh:
        gift = co_handler(department, part, whistled_by=own.task.department)
        handling, fact = called(own.norms, handling, gift, own.now)
        facts.append(fact)
    return Change(handling, tuple(facts))


def sub_assign(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """下沉: to a unit or community of one's own, under a deadline before one's own."""
    if len(command.departments) != 1:
        raise refusals.needed("departments", "一个下级单位")
    (to,) = command.departments
    if not own.norms.is_under(to, own.task.department):
        raise refusals.not_below()
    if any(part.department == to for part in own.handling.waits_for(own.task)):
        raise refusals.there_already()
    limit = _limit(own, command)
    gift = co_handler(to, limit, parent=own.task.task_id)
    handling, assigned = called(own.norms, own.handling, gift, own.now)
    sub_task = TaskSubAssigned(**own.about, sub_task_id=assigned.task_id, to=to)
    return Change(handling, (sub_task, assigned))


def ask_for_mediation(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """The mediation centre becomes a co-handler."""
    asked = any(t.department == MEDIATION_CENTRE for t in own.handling.open_tasks)
    if asked:
        raise refusals.mediation_asked()
    gift = co_handler(MEDIATION_CENTRE, own.norms.terms.mediation)
    handling, fact = called(own.norms, own.handling, gift, own.now)
    return Change(handling, (fact,))


def _of_the_round(handling: Handling) -> Limit:
    """The lead's: a case that came back has a shorter one than it had at first."""
    lead = handling.lead
    return lead.clock.limit if lead else handling.limit


def _limit(own: OwnTask, command: TaskAction) -> Limit:
    if command.amount is None:
        raise refusals.needed("amount", "办理时限")
    if command.unit not in UNITS:
        raise refusals.not_in_the_list("unit", "时限单位", sorted(UNITS))
    limit = Limit.model_validate(
        {"amount": command.amount, "unit": command.unit, "source": "ours"}
    )
    ends = due(limit, own.now, own.norms.calendar).at
    if ends > own.task.due_at:
        raise refusals.beyond_ones_own(own.task.due_at)
    return limit
