"""What the city has decided beforehand: data that every decision is bound to."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.kit.limits.calendar import WorkCalendar
from services.kit.limits.limit import Limit

MEDIATION_CENTRE = "mediation-centre"


@dataclass(frozen=True)
class Norms:
    calendar: WorkCalendar
    departments: frozenset[str]
    triage: Limit
    mediation: Limit
    co_handler_share: float
    """A co-handler's part of the lead's limit."""
    supervision: tuple[float, ...]
    """By level: the part of the limit that passes once the task is overdue."""
    supervised_at_least: Limit
    supervised_at_most: Limit
    return_reasons: Mapping[str, str]
    """By code, in Chinese."""
    outcomes: Mapping[str, str]


@dataclass(frozen=True)
class Ruling:
    """What the decision table says about a case; no `lead`: a person has to decide."""

    limit: Limit
    rules_version: str
    lead: str | None = None
    co_handlers: tuple[str, ...] = ()
    rule: str = ""
    why: tuple[str, ...] = ()
    """Which row of which table, in the order asked."""
