"""The mediation centre's feed: its tasks, their contents, what routing did not take."""

from functools import partial

import structlog

from contracts.envelope import Payload
from contracts.intake import ContentGranted, ContentRevoked
from contracts.routing import (
    TASK_FACTS,
    JointMeetingCalled,
    OfTask,
    ReplyRejected,
    ReturnDecided,
    TaskAssigned,
    TaskCompleted,
)
from contracts.sealed import CaseContent
from services.dispute.domain.ending import task_closed
from services.dispute.domain.mediation import Mediation, Rules, mediation_id
from services.dispute.domain.opening import (
    Content,
    lose_content,
    take_content,
    take_task,
)
from services.dispute.invitations import Invitations
from services.kit.reading.arrival import Arrival, Handler, Handlers
from services.kit.sealing.readers import Opener
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository

REACTS_TO: frozenset[type[Payload]] = frozenset(
    {
        TaskAssigned,
        TaskCompleted,
        ReturnDecided,
        ContentGranted,
        ContentRevoked,
        ReplyRejected,
    }
)
IGNORED = frozenset[type[Payload]]((*TASK_FACTS, JointMeetingCalled)) - REACTS_TO
"""Our own words come back, and supervision is told by mail."""

log = structlog.get_logger(__name__)


def handlers(
    mediations: Repository[Mediation],
    rules: Rules,
    opener: Opener,
    vault: Vault,
    invitations: Invitations,
) -> Handlers:
    return {
        TaskAssigned: mediations.reacting(partial(take_task, rules), _of_task),
        TaskCompleted: mediations.reacting(task_closed, _of_task),
        ReturnDecided: mediations.reacting(task_closed, _of_task),
        ContentGranted: content_granted(mediations, opener, vault, invitations),
        ContentRevoked: mediations.reacting(
            lose_content, lambda fact: mediation_id(fact.task_id)
        ),
        ReplyRejected: reply_rejected,
    }


def content_granted(
    mediations: Repository[Mediation],
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
            id, arrival, lambda state, _, now: take_content(state, content, now)
        )

    return learn


async def reply_rejected(arrival: Arrival[ReplyRejected]) -> None:
    """Nothing changes here: the centre's people see it in the log and ask routing."""
    fact = arrival.fact
    log.warning(
        "routing-rejected-reply", reply_id=str(fact.reply_id), reason=fact.reason
    )


def _of_task(task: OfTask) -> str:
    return mediation_id(task.task_id)
