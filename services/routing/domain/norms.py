"""What the city has decided beforehand: data that every decision is bound to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.kit.limits.calendar import WorkCalendar
from services.kit.limits.limit import Limit

MEDIATION_CENTRE = "mediation-centre"
STREET, COMMUNITY = "street", "community"
MERGED = "merged"
NOT_OUR_POWER = "not_our_power"


@dataclass(frozen=True)
class Organisation:
    """Somebody who may owe a task; `parent`: of which it is a unit, or under which."""

    name: str
    kind: str
    duty24: bool = False
    parent: str | None = None


@dataclass(frozen=True)
class Extension:
    """How much more, once, and who may say yes: data, since the law differs."""

    amount: int | None
    """In units of the limit; None: a share of it."""
    share: float
    approver: str

    def of(self, limit: Limit) -> int:
        return self.amount or limit.part(self.share).amount


@dataclass(frozen=True)
class Approver:
    """`own`: somebody of the department that asks, and not whoever asked."""

    role: str
    zh: str
    en: str
    own: bool = False


@dataclass(frozen=True)
class Extensions:
    by_limit: Mapping[str, Extension]
    others: Extension
    approvers: Mapping[str, Approver]

    def of(self, limit_name: str) -> Extension:
        return self.by_limit.get(limit_name, self.others)


@dataclass(frozen=True)
class Pauses:
    """What is not statutory (许可法 45) is capped, in times and in working time."""

    most_times: int
    most: Limit
    statutory: frozenset[str]


@dataclass(frozen=True)
class Ladder:
    """By level: the part of the limit that has to pass, within bounds."""

    shares: tuple[float, ...]
    at_least: Limit
    at_most: Limit


@dataclass(frozen=True)
class Terms:
    """How long each thing between people may take."""

    triage: Limit
    mediation: Limit
    redo: Limit
    sign_duty24: Limit
    sign_others: Limit
    return_task: Limit
    decide_return: Limit
    first_contact: Limit
    contact_again: Limit
    review: Limit
    still_fixed: Limit


@dataclass(frozen=True)
class Counts:
    returns: int
    """So many on one handling, and a supervisor designates (潍坊 22)."""
    bad_rounds: int
    urges: int
    """So many of them, and the department's head is told."""


Reasons = Mapping[str, str]
"""By code, in Chinese."""


@dataclass(frozen=True)
class Norms:
    calendar: WorkCalendar
    organisations: Mapping[str, Organisation]
    terms: Terms
    counts: Counts
    co_handler_share: float
    """A co-handler's part of the lead's limit."""
    warning_share: float
    ladder: Ladder
    extensions: Extensions
    pauses: Pauses
    outcomes: Reasons
    authorities: Reasons
    """Who has a power that the city has not."""
    lasting: frozenset[str]
    """Outcomes of which it is asked later whether they still hold."""
    reasons: Mapping[str, Reasons] = field(default_factory=dict)
    """By what they are for: `return`, `pause`, `extension`, `parking`, …"""
    verdicts: Mapping[str, Reasons] = field(default_factory=dict)
    """Why a wish to be left out of the rates is `granted`, and why `refused`."""
    community_leads: frozenset[str] = frozenset()
    """Categories that a community may lead (北京 17)."""

    @property
    def departments(self) -> frozenset[str]:
        return frozenset(self.organisations)

    @property
    def own_outcomes(self) -> Reasons:
        """What a department may call its end; merging is for the dispatcher."""
        return {code: zh for code, zh in self.outcomes.items() if code != MERGED}

    def may_lead(self, department: str, category: str) -> bool:
        """Only a community is bound: to its list."""
        if self.kind_of(department) != COMMUNITY:
            return True
        return category in self.community_leads

    def kind_of(self, department: str) -> str:
        known = self.organisations.get(department)
        return known.kind if known else ""

    def is_under(self, department: str, other: str) -> bool:
        known = self.organisations.get(department)
        return known is not None and known.parent == other

    def sign_off(self, department: str) -> Limit:
        """Who answers nights and rest days signs sooner."""
        known = self.organisations.get(department)
        at_night = known is not None and known.duty24
        return self.terms.sign_duty24 if at_night else self.terms.sign_others


@dataclass(frozen=True)
class Ruling:
    """What the decision table says about a case; no `lead`: a person has to decide."""

    limit: Limit
    rules_version: str
    lead: str | None = None
    co_handlers: tuple[str, ...] = ()
    rule: str = ""
    limit_name: str = ""
    priority: int = 3
    why_zh: tuple[str, ...] = ()
    """Which row of which table said what, in the order asked."""
    why_en: tuple[str, ...] = ()
