"""Handlings whose task falls due in a moment, and climbs every level soon after."""

from datetime import datetime, timedelta

from contracts.codes import derived_id
from services.kit.limits.clock import Clock
from services.kit.limits.limit import Limit
from services.routing.domain.handling import Handling
from services.routing.domain.task import Task, Timing

CASE_NO = "202603020000017"
LIMIT = Limit(amount=24, unit="hours", source="ours")
LEVELS = 3


def falling_due(at: datetime, name: str) -> Handling:
    """Warned of a second before, and a level of supervision each second from then."""
    second = timedelta(seconds=1)
    case_id = derived_id("late", name, str(at))
    task = Task(
        task_id=derived_id(case_id),
        department="market",
        role="lead",
        clock=Clock(limit=LIMIT, started_at=at - timedelta(hours=24)),
        assigned_at=at - timedelta(hours=24),
        state="acknowledged",
        timing=Timing(
            due_at=at,
            warn_at=at - second,
            overdue=tuple(at + n * second for n in range(LEVELS)),
        ),
    )
    return Handling(
        case_id=case_id,
        case_no=CASE_NO,
        kind="service",
        category="consumer",
        area="990101",
        urgency="normal",
        state="in_progress",
        limit=LIMIT,
        tasks=(task,),
    )
