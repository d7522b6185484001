"""What the city decided beforehand: data that decisions are bound to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.dispute.deliberating.domain.parts import MOST_ORIGINATORS
from services.kit.limits.calendar import WorkCalendar
from services.kit.limits.clock import due
from services.kit.limits.limit import Limit


@dataclass(frozen=True)
class Repetition:
    """When cases that keep coming are a topic of themselves."""

    cases: int
    within: timedelta
    area_digits: int
    """How large the area is in which they are counted together."""
    kinds: frozenset[str]
    request_types: frozenset[str]
    left_out: frozenset[str] = frozenset()
    """Categories that nobody deliberates in public, with what is below them."""
    most: int = MOST_ORIGINATORS
    """How many are kept of one count: as many as a topic can name."""


@dataclass(frozen=True)
class Named:
    zh: str
    en: str


@dataclass(frozen=True)
class Venue(Named):
    area: str
    address: str = ""


@dataclass(frozen=True)
class Screening:
    """How long the host may take to decide on a proposal; `again`: once it is late."""

    within: Limit
    again: Limit


@dataclass(frozen=True)
class Norms:
    repetition: Repetition
    screening: Screening
    calendar: WorkCalendar
    venues: Mapping[str, Venue]
    decline_reasons: Mapping[str, Named]
    close_reasons: Mapping[str, Named]
    steps: Mapping[str, Named]
    """What people read of how far a promise is."""
    kept_outcomes: frozenset[str]
    """With which a promise counts as kept."""
    longest_survey: timedelta
    remind_before: timedelta
    """A meeting: so long before it begins."""
    kept_for: timedelta
    """Names and words of residents, once the topic is over."""
    meetings_a_year: int
    categories: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    """Who may promise; not the mediation centre, whose tasks are mediations."""
    outcomes: Mapping[str, Named] = field(default_factory=dict)
    """Why a promise was not kept."""

    def screen_by(self, proposed: datetime) -> datetime:
        return due(self.screening.within, proposed, self.calendar).at

    def screen_again_by(self, late: datetime) -> datetime:
        return due(self.screening.again, late, self.calendar).at
