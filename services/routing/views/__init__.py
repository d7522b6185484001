"""Read models of routing, built from its own topic; each fact may come again."""

from collections.abc import Sequence

from contracts.envelope import Payload
from contracts.routing import TASK_FACTS as OF_TASKS
from contracts.routing import CaseConcluded, FollowUpRecorded, HandlingPlanned
from services.kit.reading.arrival import Arrival, Handler, Handlers
from services.routing.store.inbox import Inbox
from services.routing.views.figures import Figures, figure_handlers
from services.routing.views.inbox import inbox_handlers

SHOWN_OF: tuple[type[Payload], ...] = (
    *OF_TASKS,
    HandlingPlanned,
    CaseConcluded,
    FollowUpRecorded,
)


def view_handlers(inbox: Inbox, figures: Figures) -> Handlers:
    """One handler for each of `SHOWN_OF`, whatever views follow it."""
    views = (inbox_handlers(inbox), figure_handlers(figures))
    return {
        fact: _one_after_the_other([view[fact] for view in views if fact in view])
        for fact in SHOWN_OF
    }


def _one_after_the_other(handlers: Sequence[Handler]) -> Handler:
    async def follow(arrival: Arrival[Payload]) -> None:
        for handler in handlers:
            await handler(arrival)

    return follow
