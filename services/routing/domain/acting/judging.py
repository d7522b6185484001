"""Grades between those who whistled and came, and demands nobody could meet."""

from contracts.routing import ExclusionRequested, TaskAssessed
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import OwnTask, TaskAction, about
from services.routing.domain.handling import Handling
from services.routing.domain.task import Exclusion, Task


def assess(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """Who came judges who whistled, and who whistled each that came (双方评价)."""
    if command.grade is None:
        raise refusals.needed("grade", "评分(1至5)")
    judged = _judged(own, command)
    if own.task.department in judged.grades:
        raise refusals.assessed_before()
    by = own.task.department
    graded = judged.but(grades=judged.grades | {by: command.grade})
    fact = TaskAssessed(**about(own.handling, judged), by=by, grade=command.grade)
    return own.becomes(graded, fact)


def ask_for_exclusion(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """That an unreasonable demand be left out of its rates; another decides."""
    reasons = own.norms.reasons["exclusion"]
    reason = refusals.chosen(reasons, command.reason, "剔除理由")
    if own.task.exclusion is not None:
        raise refusals.asked_already()
    asked = own.task.but(exclusion=Exclusion(reason=reason))
    return own.becomes(asked, ExclusionRequested(**own.about, reason=reason))


def _judged(own: OwnTask, command: TaskAction) -> Task:
    """The latest task of the other side: of whoever whistled, or of one called."""
    called_by, me = own.task.whistled_by, own.task.department
    wanted = next(iter(command.departments), called_by)
    for task in reversed(own.handling.tasks):
        other_side = task.department == called_by or task.whistled_by == me
        if task.department == wanted and other_side:
            return task
    raise refusals.nobody_whistled()
