"""What the city and the law decided of agreements beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.dispute.domain.rules import TO_SEAL, DisputeType
from services.kit.limits.calendar import WorkCalendar
from services.kit.limits.clock import due
from services.kit.limits.limit import Limit

NOTHING_CONFIRMED = "none"
"""What a draft says of an agreement that a court may confirm."""


@dataclass(frozen=True)
class Codes:
    """How a party signs from afar."""

    lives: timedelta = timedelta(minutes=10)
    tries: int = 5
    pause: timedelta = timedelta(minutes=1)
    """Between two of them."""
    most: int = 5
    """Of one party in `within`."""
    within: timedelta = timedelta(hours=1)


@dataclass(frozen=True)
class Terms:
    """`confirm`: how long a court can be asked to confirm an agreement."""

    types: Mapping[str, DisputeType]
    calendar: WorkCalendar
    confirm: Limit
    asked: frozenset[str] = frozenset()
    """Types of which no court confirms some agreements: the draft says which."""
    codes: Codes = field(default_factory=Codes)
    remind_before: timedelta = timedelta(days=3)
    remind_after: timedelta = timedelta(days=1)
    confirm_remind: timedelta = timedelta(days=7)
    """How long before `confirm` ends the parties are reminded of it."""
    seal: Limit = TO_SEAL
    """How long the body may take to seal what everybody has signed."""
    breaches: frozenset[str] = frozenset({"not_done"})
    """Why a duty counts as broken."""
    early: frozenset[str] = frozenset()
    """Which of them hold before its last day too (民法典 578)."""
    excluded: frozenset[str] = frozenset()
    """Grounds on which no court confirms an agreement."""

    def confirm_by(self, effective: datetime) -> datetime:
        """The day of the seal does not count (民法典 201, 203)."""
        return due(self.confirm, effective, self.calendar).at

    def seal_by(self, signed: datetime) -> datetime:
        return due(self.seal, signed, self.calendar).at
