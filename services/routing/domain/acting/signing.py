"""Signing for a task, and the first word to the resident."""

from contracts.routing import FirstContactRecorded, TaskAcknowledged
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import OwnTask, TaskAction
from services.routing.domain.handling import Handling


def acknowledge(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """Moves no clock: who signs late has used up own time."""
    signed = own.task.but(state="acknowledged", acknowledged_at=own.now)
    return own.becomes(signed, TaskAcknowledged(**own.about))


def record_contact(own: OwnTask, command: TaskAction) -> Change[Handling]:
    """Within a working day [ours]; one that did not succeed is recorded too."""
    if command.reached is None:
        raise refusals.needed("reached", "是否联系上群众")
    timing = own.task.timing.model_copy(update={"contact_by": None})
    spoken = own.task.but(contacted_at=own.now, timing=timing)
    return own.becomes(
        spoken, FirstContactRecorded(**own.about, reached=command.reached)
    )
