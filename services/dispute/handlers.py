"""The mediation centre's feed: its tasks, their contents, what routing did not take."""

from functools import partial
from typing import Any

import structlog

from contracts.envelope import Payload
from contracts.intake import ContentGranted, ContentRevoked
from contracts.routing import (
    CoHandlerReported,
    ExclusionDecided,
    ExclusionRequested,
    ExtensionDecided,
    ExtensionRequested,
    FirstContactMissed,
    FirstContactRecorded,
    JointMeetingCalled,
    OfTask,
    ParkingRefused,
    ParkingRequested,
    ReplyAccepted,
    ReplyRejected,
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
from contracts.sealed import CaseContent
from contracts.topics import TOPICS
from services.dispute.domain.ending.closing import return_decided, task_closed
from services.dispute.domain.ending.word import others_reported, refused, task_moves
from services.dispute.domain.joining.opening import (
    Content,
    lose_content,
    take_content,
    take_task,
)
from services.dispute.domain.mediation import Mediation, mediation_id
from services.dispute.domain.rules import Rules
from services.dispute.invitations import Invitations
from services.kit.reading.arrival import Arrival, Handler, Handlers
from services.kit.sealing.readers import Opener
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository

_OF_THE_CITY: frozenset[type[Payload]] = frozenset(
    fact for topic in TOPICS if "dispute" in topic.readers for fact in topic.carries
)

REACTS_TO: frozenset[type[Payload]] = frozenset(
    {
        TaskAssigned,
        TaskCompleted,
        TaskCancelled,
        TaskTransferred,
        TaskWaived,
        ReturnDecided,
        TaskResumed,
        CoHandlerReported,
        ReplyRejected,
        ContentGranted,
        ContentRevoked,
    }
)
IGNORED = frozenset[type[Payload]](
    {
        TaskAcknowledged,
        TaskReturned,
        TaskDesignated,
        TaskSubAssigned,
        FirstContactRecorded,
        FirstContactMissed,
        TaskPaused,
        TaskParked,
        TaskRescheduled,
        ExtensionRequested,
        ExtensionDecided,
        ParkingRequested,
        ParkingRefused,
        ExclusionRequested,
        ExclusionDecided,
        TaskUrged,
        TaskDueSoon,
        TaskOverdue,
        TaskSupervised,
        TaskAssessed,
        JointMeetingCalled,
        ReplyAccepted,
    }
).union(_OF_THE_CITY - REACTS_TO)
"""Our own words come back, supervision is told by mail, and the task's clock is not
the mediation's: that one has a term of its own."""

log = structlog.get_logger(__name__)


def handlers(
    mediations: Repository[Mediation],
    rules: Rules,
    opener: Opener,
    vault: Vault,
    invitations: Invitations,
) -> Handlers:
    closed = mediations.reacting(task_closed, _of_task)
    table: Handlers = {
        TaskAssigned: mediations.reacting(partial(take_task, rules), _of_task),
        TaskCompleted: closed,
        TaskCancelled: closed,
        TaskTransferred: closed,
        TaskWaived: closed,
        ReturnDecided: mediations.reacting(partial(return_decided, rules), _of_task),
        TaskResumed: mediations.reacting(partial(task_moves, rules), _of_task),
        CoHandlerReported: mediations.reacting(
            partial(others_reported, rules), _of_task
        ),
        ContentGranted: content_granted(mediations, rules, opener, vault, invitations),
        ContentRevoked: mediations.reacting(
            lose_content, lambda fact: mediation_id(fact.task_id)
        ),
        ReplyRejected: reply_rejected(mediations, rules),
    }
    return {fact: _of_our_feed(handler) for fact, handler in table.items()}


def content_granted(
    mediations: Repository[Mediation],
    rules: Rules,
    opener: Opener,
    vault: Vault,
    invitations: Invitations,
) -> Handler:
    async def learn(arrival: Arrival[ContentGranted]) -> None:
        fact = arrival.fact
        id = mediation_id(fact.task_id)
        opened = opener.open(fact.content, CaseContent)
        content = Content(
            case_id=fact.case_id,
            task_id=fact.task_id,
            matter=await vault.seal(id, opened),
            parties=await invitations.parties(id, opened),
        )
        await mediations.react(
            id, arrival, lambda state, _, now: take_content(rules, state, content, now)
        )

    return learn


def reply_rejected(mediations: Repository[Mediation], rules: Rules) -> Handler:
    """The centre's people see it in the log; its word on a task is said again."""
    decide = partial(refused, rules)

    async def hear(arrival: Arrival[ReplyRejected]) -> None:
        fact = arrival.fact
        log.warning(
            "routing-rejected-reply", reply_id=str(fact.reply_id), reason=fact.reason
        )
        if fact.task_id:
            await mediations.react(mediation_id(fact.task_id), arrival, decide)

    return hear


def _of_task(task: OfTask) -> str:
    return mediation_id(task.task_id)


def _of_our_feed(handler: Handler) -> Handler:
    """What the city tells everybody of tasks, the centre hears in its own feed too."""

    async def hear(arrival: Arrival[Any]) -> None:
        if arrival.department is not None:
            await handler(arrival)

    return hear
