"""What the city tells everybody: cases that repeat themselves, promises that move."""

from functools import partial
from typing import Any

from contracts.envelope import Payload
from contracts.intake import CaseAccepted, CaseWithdrawn
from contracts.routing import CaseConcluded
from services.dispute.deliberating.domain.keeping.following import (
    STEP_OF,
    follow,
    settle,
)
from services.dispute.deliberating.domain.raising.proposing import gather, leave
from services.dispute.deliberating.domain.raising.recurring import (
    CaseGone,
    count_case,
    counts,
    recurrence_id,
    uncount_case,
)
from services.dispute.deliberating.domain.topic import Topic
from services.dispute.deliberating.hall import Hall
from services.kit.reading.arrival import Arrival, Handler, Handlers
from services.kit.writing.change import Decide

REACTS_TO: frozenset[type[Payload]] = frozenset(
    {CaseAccepted, CaseWithdrawn, CaseConcluded, *STEP_OF}
)


def handlers(hall: Hall) -> Handlers:
    """For what comes from the city's own topics, `intake.cases` and `routing.tasks`."""
    progress = of_promise(hall, follow)
    return {
        CaseAccepted: case_accepted(hall),
        CaseWithdrawn: case_withdrawn(hall),
        CaseConcluded: of_promise(hall, partial(settle, hall.norms)),
        **dict.fromkeys(STEP_OF, progress),
    }


def case_accepted(hall: Hall) -> Handler:
    """Counted first, then gathered: a repeat after a crash in between gathers again.

    Each case is a source of its own, so a count keeps which cases it has seen itself.
    """
    rule = hall.norms.repetition
    decide, join = partial(count_case, rule), partial(gather, hall.norms)

    async def learn(arrival: Arrival[CaseAccepted]) -> None:
        case, cause = arrival.fact, arrival.event.id
        if not counts(rule, case):
            return
        counted = await hall.recurrences.command(
            recurrence_id(rule, case), case, decide, cause=cause
        )
        enough = counted.state.gathered
        if enough:
            await hall.topics.command(enough.topic_id, enough, join, cause=cause)

    return learn


def case_withdrawn(hall: Hall) -> Handler:
    """Whoever took the case back has not raised anything."""

    async def learn(arrival: Arrival[CaseWithdrawn]) -> None:
        case_id, cause = arrival.fact.case_id, arrival.event.id
        for id in await hall.counts.counting(case_id):
            gone = CaseGone(case_id)
            await hall.recurrences.command(id, gone, uncount_case, cause=cause)
        for id in await hall.books.raised_by(case_id):
            await hall.topics.command(id, case_id, leave, cause=cause)

    return learn


def of_promise(hall: Hall, decide: Decide[Topic, Any]) -> Handler:
    """A handling of the city is ours when it has the id of a promise."""

    async def learn(arrival: Arrival[Any]) -> None:
        topic_id = await hall.books.of_promise(arrival.fact.case_id)
        if topic_id:
            await hall.topics.react(topic_id, arrival, decide)

    return learn
