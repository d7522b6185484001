"""What others do with our cases: content goes to those who have them, progress here."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

import structlog

from contracts.dispute import (
    MEDIATION_FACTS,
)
from contracts.envelope import Payload
from contracts.notification import (
    MessageDelivered,
    MessageFailed,
    MessageHandedToPerson,
    MessageQueued,
    MessageSent,
)
from contracts.routing import (
    CaseConcluded,
    CaseSupervised,
    CoHandlerReported,
    ExclusionDecided,
    ExclusionRequested,
    ExtensionDecided,
    ExtensionRequested,
    FirstContactMissed,
    FirstContactRecorded,
    FollowUpRecorded,
    HandlingPlanned,
    JointMeetingCalled,
    JointMeetingHeld,
    ParkingRefused,
    ParkingRequested,
    ReturnDecided,
    StillFixedAsked,
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
    TriageRequested,
)
from services.intake.contents import Contents
from services.intake.domain.case import Case, known
from services.intake.domain.offices import ending, following, holding, waiting
from services.intake.domain.offices.holding import Assignment
from services.intake.domain.offices.mediating import MEDIATED
from services.kit.errors import Unavailable
from services.kit.reading.arrival import Arrival, F, Handler, Handlers
from services.kit.writing.change import Change
from services.kit.writing.repository import Repository

COMMITMENT = "commitment"
"""What somebody promised in a deliberation: handled like a case, and none of ours."""

REACTS_TO: frozenset[type[Payload]] = frozenset(
    {
        TriageRequested,
        TaskAssigned,
        TaskAcknowledged,
        FirstContactRecorded,
        FirstContactMissed,
        TaskSubAssigned,
        TaskReturned,
        ReturnDecided,
        TaskDesignated,
        TaskTransferred,
        TaskPaused,
        TaskResumed,
        TaskRescheduled,
        ExtensionRequested,
        ExtensionDecided,
        TaskParked,
        TaskUrged,
        TaskOverdue,
        TaskSupervised,
        TaskWaived,
        TaskCancelled,
        TaskCompleted,
        CaseSupervised,
        JointMeetingHeld,
        CaseConcluded,
        FollowUpRecorded,
        StillFixedAsked,
        *MEDIATED,
        MessageSent,
        MessageDelivered,
        MessageFailed,
        MessageHandedToPerson,
    }
)
IGNORED = frozenset[type[Payload]](
    {
        HandlingPlanned,
        CoHandlerReported,
        TaskDueSoon,
        ParkingRequested,
        ParkingRefused,
        JointMeetingCalled,
        TaskAssessed,
        ExclusionRequested,
        ExclusionDecided,
        MessageQueued,
    }
).union(set[type[Payload]](MEDIATION_FACTS) - REACTS_TO)
"""Who has it, and what has ended, each task tells by itself; the rest is the offices'
own business: nobody waits differently for it.
"""

Follow = Callable[[Case, Any, datetime], Change[Case] | None]
"""What a fact does to a case that is there; the moment is when it happened."""

FOLLOWED: Mapping[type[Payload], Follow] = {
    TaskAcknowledged: holding.acknowledged,
    TaskReturned: holding.returned,
    ReturnDecided: holding.return_decided,
    TaskOverdue: holding.overdue,
    TaskPaused: waiting.paused,
    TaskParked: waiting.parked,
    TaskResumed: waiting.resumed,
    TaskRescheduled: waiting.rescheduled,
    ExtensionDecided: waiting.extension_decided,
    TaskWaived: ending.waived,
    TaskCancelled: ending.cancelled,
    TaskTransferred: ending.transferred,
}

log = structlog.get_logger(__name__)


def handlers(
    cases: Repository[Case], contents: Contents, departments: Collection[str]
) -> Handlers:
    """Sealing comes before `react`: a repeat seals once more, and says nothing.

    A case that changed meanwhile is `Outdated`, which is retried in place.
    """

    async def task_assigned(arrival: Arrival[TaskAssigned]) -> None:
        """A department that is newer than this process waits for its restart."""
        task = arrival.fact
        case = await cases.load(task.case_id)
        if case is None and task.kind == COMMITMENT:
            return
        if task.department not in departments:
            raise Unavailable(f"{task.department} is not in city.yaml as read: restart")
        case = known(case)
        holder = holding.holder(task)
        given = Assignment(task, await contents.grants(case, (holder,)))
        await _react(cases, arrival, given, holding.assigned)

    async def task_completed(arrival: Arrival[TaskCompleted]) -> None:
        case = await cases.load(arrival.fact.case_id)
        if case is not None:
            end = await contents.complete(case, arrival.fact)
            await _react(cases, arrival, end, ending.completed)

    async def case_concluded(arrival: Arrival[CaseConcluded]) -> None:
        if await cases.load(arrival.fact.case_id) is not None:
            end = await contents.conclude(arrival.fact)
            await _react(cases, arrival, end, following.concluded)

    return {
        TaskAssigned: task_assigned,
        TaskCompleted: task_completed,
        CaseConcluded: case_concluded,
        **{fact: _following(cases, decide) for fact, decide in FOLLOWED.items()},
        **dict.fromkeys(following.STEP_OF, _following(cases, following.noted)),
        **dict.fromkeys(following.RESULT_OF, _following(cases, following.told)),
    }


def _following(cases: Repository[Case], decide: Follow) -> Handler:
    async def handler(arrival: Arrival[F]) -> None:
        await _react(cases, arrival, arrival.fact, decide)

    return handler


async def _react(
    cases: Repository[Case], arrival: Arrival[Any], given: Any, decide: Follow
) -> None:
    """`at` is when it happened, which a late or repeated reading does not change.

    What is said of a case that intake never registered is about a commitment and
    changes nothing. That a case of ours was lost shows in its `TaskAssigned`, which
    comes before the rest of its tasks and tells the kind: that one parks the key.
    """
    at = arrival.event.time

    def decision(case: Case | None, fact: Any, now: datetime) -> Change[Case] | None:
        return decide(case, given, at) if case else None

    if await cases.react(arrival.fact.case_id, arrival, decision) is None:
        log.info("no_case_of_ours", fact=arrival.event.type)
