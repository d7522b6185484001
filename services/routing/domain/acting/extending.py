"""More time: asked once and before the end, decided by whoever the city's data name."""

from datetime import datetime

from contracts.routing import ExtensionRequested
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import OwnTask, TaskAction
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Extension
from services.routing.domain.task import Extending


def ask(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """A licence: +10 working days by the organ's head (许可法 42)."""
    reasons = own.norms.reasons["extension"]
    reason = refusals.chosen(reasons, command.reason, "延期理由")
    task = own.task
    if task.extension is not None:
        raise refusals.extended_before()
    until = _until(own)
    if own.now >= until:
        raise refusals.extension_too_late(until)
    rule = _rule(own)
    asked = Extending(
        amount=rule.of(task.clock.limit),
        approver=rule.approver,
        reason=reason,
        asked_by=command.by,
    )
    fact = ExtensionRequested(
        **own.about,
        reason=reason,
        amount=asked.amount,
        unit=task.clock.limit.unit,
        approver=asked.approver,
    )
    return own.becomes(task.but(extension=asked), fact)


def _until(own: OwnTask) -> datetime:
    """Before the end of the task, and of the case where the law ends that sooner."""
    statutory = own.handling.statutory
    if statutory is None or statutory.clock.stopped:
        return own.task.due_at
    if not own.handling.is_first(own.task):
        return own.task.due_at
    return min(own.task.due_at, statutory.due_at)


def _rule(own: OwnTask) -> Extension:
    """The law extends the limit that it set; any other limit is extended as others."""
    extensions, handling = own.norms.extensions, own.handling
    if handling.is_first(own.task):
        return extensions.of(handling.limit_name)
    return extensions.others
