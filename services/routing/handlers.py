"""What routing reads: cases, promises, departments' words, and its own tasks."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

import structlog

from contracts.department import TaskReply
from contracts.dispute import DELIBERATION_FACTS, CommitmentMade
from contracts.envelope import Payload
from contracts.intake import (
    CaseAccepted,
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
    CaseWithdrawn,
    CorrectionReceived,
    CorrectionRequested,
)
from contracts.routing import CASE_FACTS, TASK_FACTS
from contracts.topics import FEED
from services.kit.reading.arrival import Arrival, Handler, Handlers
from services.kit.writing.change import Decide
from services.kit.writing.repository import Repository
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms, Ruling
from services.routing.domain.planning import commit, commitment_id, plan
from services.routing.domain.replies import (
    Correspondence,
    NotTheirs,
    Reply,
    refuse_reply,
    take_reply,
)
from services.routing.domain.residents import (
    evaluated,
    reopened,
    supplemented,
    urged,
    withdrawn,
)
from services.routing.domain.waking import on_time
from services.routing.views import SHOWN_OF

OF_THE_FEED = frozenset(fact for topic in FEED for fact in topic.carries)
REACTS_TO: frozenset[type[Payload]] = frozenset(
    {
        CaseAccepted,
        CaseSupplemented,
        CaseUrged,
        CaseWithdrawn,
        CaseEvaluated,
        CaseReopened,
        CommitmentMade,
        TaskReply,
        *SHOWN_OF,
    }
)
AT_THE_WINDOW = (
    CaseRegistered,
    CorrectionRequested,
    CorrectionReceived,
    CaseDeclined,
    CaseHandedOver,
    CaseAnsweredAtOnce,
    CaseWarned,
    CaseAnswered,
    CaseClosed,
    CaseRecorded,
)
"""Not ours yet, never ours, or the end of what we said."""
IGNORED = frozenset[type[Payload]](
    (*AT_THE_WINDOW, *CASE_FACTS, *TASK_FACTS, *OF_THE_FEED, *DELIBERATION_FACTS)
).difference(REACTS_TO)
"""The rest is no row of a list; a feed is kept unopened."""

log = structlog.get_logger(__name__)
Rule = Callable[[CaseAccepted], Ruling]
Opens = Callable[[str], bool]
"""Whether intake has the key of a sealed answer; routing has none."""


def handlers(  # noqa: PLR0913
    handlings: Repository[Handling],
    letters: Repository[Correspondence],
    rules: Rule,
    norms: Norms,
    shown: Handlers,
    *,
    opens: Opens,
) -> Handlers:
    """`rules`: the ruling in force at the moment when a case arrives."""

    def of_resident(decide: Decide[Handling, Any]) -> Handler:
        return handlings.reacting(on_time(norms, decide))

    return {
        CaseAccepted: case_accepted(handlings, rules, norms),
        CaseSupplemented: of_resident(supplemented),
        CaseUrged: of_resident(partial(urged, norms)),
        CaseWithdrawn: of_resident(withdrawn),
        CaseEvaluated: of_resident(partial(evaluated, norms)),
        CaseReopened: of_resident(partial(reopened, norms)),
        CommitmentMade: handlings.reacting(partial(commit, norms), commitment_id),
        TaskReply: task_reply(handlings, letters, norms, opens),
        **shown,
    }


def case_accepted(
    handlings: Repository[Handling], rules: Rule, norms: Norms
) -> Handler:
    async def route(arrival: Arrival[CaseAccepted]) -> None:
        case = arrival.fact
        decide = partial(plan, norms, rules(case))
        await handlings.react(case.case_id, arrival, decide)

    return route


def task_reply(
    handlings: Repository[Handling],
    letters: Repository[Correspondence],
    norms: Norms,
    opens: Opens,
) -> Handler:
    """Deduped by event id: what a department counts or claims to be is not trusted.

    Nor is its Kafka key: a flood about one case may come under many keys. Whoever waits
    for the case's turn leaves its place to others; what the flood fills is the room of
    what is read ahead.
    """

    async def answer(arrival: Arrival[TaskReply]) -> None:
        reply = reply_of(arrival, opens)
        case_id, decide = reply.said.case_id, on_time(norms, partial(take_reply, norms))
        try:
            await handlings.command(case_id, reply, decide, cause=reply.id)
        except NotTheirs:
            log.info("reply-about-no-task-of-theirs", department=reply.department)
            await letters.command(
                letters_of(reply), reply, refuse_reply, cause=reply.id
            )

    return answer


def reply_of(arrival: Arrival[TaskReply], opens: Opens) -> Reply:
    event, said = arrival.event, arrival.fact
    return Reply(
        id=event.id,
        department=cast(str, arrival.department),
        said=said,
        source=event.source,
        subject=event.subject,
        answer_opens=said.answer is None or opens(said.answer),
    )


def letters_of(reply: Reply) -> str:
    """One correspondence for a department and a case.

    Facts of one aggregate keep their order only if they have one Kafka key, and that
    is the case's id.
    """
    return f"{reply.department}.{reply.said.case_id}"
