"""Two feeds: the mediation centre's own, and what the city tells everybody.

The centre's are its tasks, their contents, and what routing did not take; of the
city's a deliberation counts cases and follows promises.
"""

from functools import partial
from typing import Any

import structlog

from contracts.envelope import Payload
from contracts.intake import (
    CaseAnswered,
    CaseAnsweredAtOnce,
    CaseClosed,
    CaseDeclined,
    CaseEvaluated,
    CaseHandedOver,
    CaseRecorded,
    CaseRegistered,
    CaseReopened,
    CaseSupplemented,
    CaseUrged,
    CaseWarned,
    ContentGranted,
    ContentRevoked,
    CorrectionReceived,
    CorrectionRequested,
)
from contracts.routing import (
    CASE_FACTS,
    TASK_FACTS,
    CoHandlerReported,
    OfTask,
    ReplyAccepted,
    ReplyRejected,
    ReturnDecided,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskResumed,
    TaskTransferred,
    TaskWaived,
)
from contracts.sealed import CaseContent
from services.dispute.deliberating import handlers as deliberating
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

OF_THE_CENTRE: frozenset[type[Payload]] = frozenset(
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
REACTS_TO = OF_THE_CENTRE | deliberating.REACTS_TO
AT_THE_WINDOW = (
    CaseRegistered,
    CorrectionRequested,
    CorrectionReceived,
    CaseDeclined,
    CaseHandedOver,
    CaseAnsweredAtOnce,
    CaseWarned,
    CaseSupplemented,
    CaseUrged,
    CaseAnswered,
    CaseEvaluated,
    CaseReopened,
    CaseClosed,
    CaseRecorded,
)
IGNORED = frozenset[type[Payload]](
    (*AT_THE_WINDOW, *CASE_FACTS, *TASK_FACTS, ReplyAccepted)
).difference(REACTS_TO)
"""A case repeats itself when it is accepted. Our own words come back, supervision is
told by mail, and the task's clock is not the mediation's: that one has a term of its
own. Of a promise's tasks those who raised it hear what moves it."""

log = structlog.get_logger(__name__)


def handlers(
    mediations: Repository[Mediation],
    rules: Rules,
    opener: Opener,
    vault: Vault,
    invitations: Invitations,
) -> Handlers:
    """For what comes in the department `mediation-centre`'s own feed."""
    closed = mediations.reacting(task_closed, _of_task)
    return {
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


def by_feed(centre: Handlers, city: Handlers) -> Handlers:
    """One table for both: the topic tells which feed it is.

    What the city tells everybody of the centre's tasks, it hears in its own feed too.
    """

    def hearing(fact: type[Payload]) -> Handler:
        async def hear(arrival: Arrival[Any]) -> None:
            feed = city if arrival.department is None else centre
            if fact in feed:
                await feed[fact](arrival)

        return hear

    return {fact: hearing(fact) for fact in centre.keys() | city.keys()}
