"""What others do with our cases: content goes to those who have them, progress here."""

from collections.abc import Collection
from typing import Any

from contracts.dispute import (
    InvitationSent,
    MediationAgreed,
    MediationEnded,
    MediationOpened,
    PartyAnswered,
)
from contracts.envelope import Payload
from contracts.notification import MessageFailed, MessageHandedToPerson, MessageSent
from contracts.routing import (
    CASE_FACTS,
    TASK_FACTS,
    CaseConcluded,
    ReturnDecided,
    TaskAcknowledged,
    TaskAssigned,
    TaskCompleted,
    TaskOverdue,
    TaskReturned,
    TaskSupervised,
    TriageRequested,
)
from services.intake.contents import Contents
from services.intake.domain import following, holding
from services.intake.domain.case import Case, known
from services.intake.domain.holding import Assignment
from services.kit.errors import Unavailable
from services.kit.reading.arrival import Arrival, F, Handler, Handlers
from services.kit.writing.change import Decide
from services.kit.writing.repository import Repository

REACTS_TO: frozenset[type[Payload]] = frozenset(
    {
        TriageRequested,
        TaskAssigned,
        TaskAcknowledged,
        TaskReturned,
        ReturnDecided,
        TaskOverdue,
        TaskSupervised,
        TaskCompleted,
        CaseConcluded,
        MediationOpened,
        InvitationSent,
        PartyAnswered,
        MediationAgreed,
        MediationEnded,
        MessageSent,
        MessageFailed,
        MessageHandedToPerson,
    }
)
IGNORED: frozenset[type[Payload]] = frozenset((*CASE_FACTS, *TASK_FACTS)) - REACTS_TO
"""Who has it, each task tells by itself."""


def handlers(
    cases: Repository[Case], contents: Contents, departments: Collection[str]
) -> Handlers:
    """Sealing comes before `react`: a repeat seals once more, and says nothing."""

    async def task_assigned(arrival: Arrival[TaskAssigned]) -> None:
        """A department that is newer than this process waits for its restart."""
        task = arrival.fact
        if task.department not in departments:
            raise Unavailable(f"{task.department} is not in city.yaml as read: restart")
        case = known(await cases.load(task.case_id))
        given = Assignment(task, await contents.grant(case, task.department))
        await _react(cases, arrival, given, holding.assigned)

    async def case_concluded(arrival: Arrival[CaseConcluded]) -> None:
        fact = arrival.fact
        known(await cases.load(fact.case_id))
        end = await contents.conclude(fact.case_id, fact.outcome, fact.answer)
        await _react(cases, arrival, end, following.concluded)

    return {
        TaskAssigned: task_assigned,
        TaskAcknowledged: _following(cases, holding.acknowledged),
        TaskReturned: _following(cases, holding.returned),
        ReturnDecided: _following(cases, holding.return_decided),
        TaskOverdue: _following(cases, holding.overdue),
        TaskCompleted: _following(cases, holding.completed),
        CaseConcluded: case_concluded,
        **dict.fromkeys(following.STEP_OF, _following(cases, following.noted)),
        **dict.fromkeys(following.RESULT_OF, _following(cases, following.told)),
    }


def _following(cases: Repository[Case], decide: Decide[Case, F]) -> Handler:
    async def handler(arrival: Arrival[F]) -> None:
        await _react(cases, arrival, arrival.fact, decide)

    return handler


async def _react(
    cases: Repository[Case],
    arrival: Arrival[Any],
    given: Any,
    decide: Decide[Case, Any],
) -> None:
    """`at` is when it happened, which a late or repeated reading does not change."""
    at = arrival.event.time
    await cases.react(
        arrival.fact.case_id, arrival, lambda case, fact, now: decide(case, given, at)
    )
