"""The department's inbox, built from routing's own topic: a row per task."""

from collections.abc import Mapping
from typing import Any

from contracts.routing import (
    OfTask,
    ReturnDecided,
    TaskAcknowledged,
    TaskAssigned,
    TaskCompleted,
    TaskOverdue,
    TaskReturned,
    TaskSupervised,
)
from services.kit.reading.arrival import Arrival, Handler, Handlers
from services.routing.store import Inbox

SHOWN_OF = (
    TaskAssigned,
    TaskAcknowledged,
    TaskReturned,
    ReturnDecided,
    TaskOverdue,
    TaskSupervised,
    TaskCompleted,
)


def inbox_handlers(inbox: Inbox) -> Handlers:
    """A fact that comes again, or late, leaves the row as it is."""
    return {fact: _showing(inbox) for fact in SHOWN_OF}


def _showing(inbox: Inbox) -> Handler:
    async def show(arrival: Arrival[OfTask]) -> None:
        fact, sequence = arrival.fact, arrival.event.sequence
        if isinstance(fact, TaskAssigned):
            await inbox.add(fact.task_id, sequence, first_row(fact))
        elif isinstance(fact, ReturnDecided) and fact.decision == "dismissed":
            await inbox.put_back(fact.task_id, sequence)
        else:
            await inbox.change(fact.task_id, sequence, changed_row(fact))

    return show


def first_row(fact: TaskAssigned) -> Mapping[str, Any]:
    row = fact.model_dump(exclude={"task_id"})
    return row | {
        "state": "assigned",
        "signed": False,
        "overdue": False,
        "level": 0,
    }


def changed_row(fact: OfTask) -> Mapping[str, Any]:
    """What the fact says about the row; a return decided on was upheld."""
    match fact:
        case TaskAcknowledged():
            return {"state": "acknowledged", "signed": True}
        case TaskReturned():
            return {"state": "returned"}
        case ReturnDecided():
            return {"state": "reassigned"}
        case TaskOverdue():
            return {"overdue": True}
        case TaskSupervised():
            return {"level": fact.level}
        case TaskCompleted():
            return {"state": "completed", "outcome": fact.outcome}
    raise TypeError(type(fact).__name__)
