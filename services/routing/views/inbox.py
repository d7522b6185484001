"""The inbox, built from routing's own topic: a row per task."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from contracts.routing import (
    TASK_FACTS,
    CoHandlerReported,
    ExclusionDecided,
    ExclusionRequested,
    ExtensionDecided,
    ExtensionRequested,
    FirstContactMissed,
    FirstContactRecorded,
    OfTask,
    ParkingRefused,
    ParkingRequested,
    Rescheduled,
    ReturnDecided,
    TaskAcknowledged,
    TaskAssessed,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskDesignated,
    TaskDueSoon,
    TaskOverdue,
    TaskParked,
    TaskPaused,
    TaskRescheduled,
    TaskResumed,
    TaskReturned,
    TaskSubAssigned,
    TaskSupervised,
    TaskTransferred,
    TaskUrged,
    TaskWaived,
)
from services.kit.reading.arrival import Arrival, Handler, Handlers
from services.routing.store.computing import Row
from services.routing.store.inbox import Inbox


def inbox_handlers(inbox: Inbox) -> Handlers:
    """A fact that comes again, or late, leaves the row as it is."""
    return {fact: _showing(inbox) for fact in TASK_FACTS}


def _showing(inbox: Inbox) -> Handler:
    async def show(arrival: Arrival[OfTask]) -> None:
        fact, at = arrival.fact, arrival.event.time
        place = (fact.task_id, arrival.event.sequence)
        match fact:
            case TaskAssigned():
                await inbox.add(*place, first_row(fact))
            case TaskReturned():
                await inbox.give_back(*place, changed_row(fact, at))
            case ReturnDecided(decision="dismissed"):
                await inbox.put_back(*place)
            case TaskResumed():
                await inbox.run_on(*place, changed_row(fact, at), at)
            case Rescheduled():
                await inbox.move(*place, changed_row(fact, at), at)
            case TaskSupervised():
                await inbox.supervise(*place, fact.level, fact.reason)
            case _:
                await inbox.change(*place, changed_row(fact, at))

    return show


def first_row(fact: TaskAssigned) -> Row:
    return fact.model_dump(exclude={"task_id"}) | {
        "state": "assigned",
        "open": True,
        "signed": False,
        "due_soon": False,
        "supervised": False,
        "level": 0,
        "levels": {},
    }


def changed_row(fact: OfTask, at: datetime) -> Row:
    """What the fact, told at that moment, says about the row."""
    row = CHANGES[type(fact)](fact)
    ended = {"open": False, "supervised": False, "ended_at": at}
    return row | ended if type(fact) in ENDS else row


def _moved(fact: Rescheduled) -> Row:
    return {"due_at": fact.due_at, "provisional": fact.provisional}


ENDS = {ReturnDecided, TaskTransferred, TaskWaived, TaskCancelled, TaskCompleted}
"""The task is nobody's any more; a return that put it back never comes here."""

CHANGES: Mapping[type[OfTask], Callable[[Any], Row]] = {
    TaskAcknowledged: lambda _: {"state": "acknowledged", "signed": True},
    FirstContactRecorded: lambda it: {"contacted": True} if it.reached else {},
    FirstContactMissed: lambda _: {"contact_missed": True},
    TaskSubAssigned: lambda it: {"handed_down_to": it.to},
    CoHandlerReported: lambda it: {"waits_for": it.open},
    TaskReturned: lambda it: {
        "state": "returned",
        "return_reason": it.reason,
        "return_law": it.law,
    },
    ReturnDecided: lambda _: {"state": "reassigned"},
    TaskDesignated: lambda _: {"designated": True},
    TaskTransferred: lambda it: {"state": "transferred", "transferred_to": it.to},
    TaskPaused: lambda it: {
        "state": "paused",
        "paused_until": it.until,
        "pause_reason": it.reason,
    },
    TaskResumed: lambda it: {**_moved(it), "paused_until": None, "review_at": None},
    TaskRescheduled: _moved,
    ExtensionRequested: lambda it: {
        "extension": "requested",
        "extension_amount": it.amount,
        "extension_unit": it.unit,
        "extension_reason": it.reason,
        "approver": it.approver,
    },
    ExtensionDecided: lambda it: {**_moved(it), "extension": it.decision},
    ParkingRequested: lambda it: {"parking": "requested", "parking_reason": it.reason},
    ParkingRefused: lambda _: {"parking": "refused"},
    TaskParked: lambda it: {
        "state": "parked",
        "parking": "granted",
        "parking_reason": it.reason,
        "review_at": it.review_at,
    },
    TaskUrged: lambda it: {"urged": it.times},
    TaskDueSoon: lambda _: {"due_soon": True},
    TaskOverdue: lambda _: {"due_soon": False},
    TaskWaived: lambda it: {"state": "waived", "end_reason": it.reason},
    TaskCancelled: lambda it: {"state": "cancelled", "end_reason": it.reason},
    TaskCompleted: lambda it: {"state": "completed", "outcome": it.outcome},
    TaskAssessed: lambda it: {"grade": it.grade, "assessed_by": it.by},
    ExclusionRequested: lambda it: {
        "exclusion": "requested",
        "exclusion_reason": it.reason,
    },
    ExclusionDecided: lambda it: {
        "exclusion": it.decision,
        "exclusion_decided_for": it.reason,
    },
}
