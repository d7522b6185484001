"""Every action there is, and what holds for all of them."""

from collections.abc import Mapping
from datetime import datetime

from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting import (
    completing,
    extending,
    judging,
    parking,
    pausing,
    returning,
    sharing,
    signing,
)
from services.routing.domain.acting.own import OwnTask, Step, TaskAction
from services.routing.domain.handling import Handling
from services.routing.domain.moves import MOVE
from services.routing.domain.norms import Norms

STEPS: Mapping[str, Step] = {
    "acknowledge": signing.acknowledge,
    "record-contact": signing.record_contact,
    "return": returning.give_back,
    "pause": pausing.pause,
    "resume": pausing.resume,
    "extend": extending.ask,
    "request-parking": parking.ask,
    "whistle": sharing.whistle,
    "sub-assign": sharing.sub_assign,
    "request-mediation": sharing.ask_for_mediation,
    "complete": completing.complete,
    "assess": judging.assess,
    "request-exclusion": judging.ask_for_exclusion,
}


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
    if task.state not in MOVE[command.action].of:
        raise refusals.wrong_state(task)
    heard = handling.hearing(command.department, command.id)
    return step(OwnTask(norms, heard, task, now), command)
