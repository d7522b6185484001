"""What the city decided beforehand: data that every decision is bound to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.dispute.domain.rest.part import Rest
from services.dispute.domain.roster import Roster
from services.dispute.domain.sitting.rules import SittingRules
from services.dispute.domain.ways import Ways
from services.kit.limits.calendar import WorkCalendar
from services.kit.limits.clock import due
from services.kit.limits.limit import Limit, Source

PEOPLE = "people"
TO_SEAL = Limit(amount=2, unit="working_days", source="ours")


class Ruled(BaseModel):
    """A value, and by whose word it holds; `rule` names the article."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    rule: str = ""


class Count(Ruled):
    count: int = Field(ge=1, le=100)


class Holds(Ruled):
    holds: bool


class ChosenBy(Ruled):
    who: Literal["parties", "body"]


class Screen(Ruled):
    """What is asked at the start; `then`: what follows from a yes.

    `danger`, `to`: as what a yes is reported, and to which authority; `withheld`: why
    the parties are not told, unless the mediator says otherwise.
    """

    code: str
    asks: str
    asks_en: str
    then: Literal["apart", "report"]
    danger: str = ""
    to: str = ""
    withheld: str = ""


@dataclass(frozen=True)
class Regime:
    """One of the four ways to mediate; `mediation.yaml` says what each field means."""

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    code: str
    name: str
    name_en: str
    free: Holds
    chosen_by: ChosenBy
    only_one: Holds
    contact: Limit
    notices: Count
    notice_every: Limit
    choose: Limit
    appoint: Limit
    confirm: Limit
    term: Limit
    warn: Limit
    challenges: Count
    representatives: Count
    rest: Limit
    terms: Mapping[str, Limit] = field(default_factory=dict)


@dataclass(frozen=True)
class DisputeType:
    """Whatever a regime leaves to the kind of quarrel."""

    code: str
    regime: Regime
    term: Limit
    screens: tuple[str, ...] = ()
    """What has to be answered before anybody is invited."""
    wet_ink: bool = False
    """Signed on paper only (电子签名法 3)."""
    panel: str = ""


@dataclass(frozen=True)
class Rules:
    regimes: Mapping[str, Regime]
    """By code; `people` is among them."""
    types: Mapping[str, DisputeType]
    """By code of the type, and by category."""
    screens: Mapping[str, Screen]
    roster: Roster
    calendar: WorkCalendar
    ways: Ways = field(default_factory=Ways)
    """Where people go who did not agree."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """By result: the words for the resident, sealed for intake."""
    workload: Mapping[str, int] = field(default_factory=dict)
    """By mediator: how many mediations are open with them, as last counted."""
    sitting: SittingRules = field(default_factory=SittingRules)
    seal: Limit = TO_SEAL
    """How long the body may take to seal what everybody has signed, each time anew."""

    def type_of(self, category: str) -> DisputeType:
        """Under a category that the city mediates nothing of, people's mediation."""
        people = self.regimes[PEOPLE]
        return self.types.get(category) or DisputeType("", people, people.term)

    def regime(self, code: str) -> Regime:
        return self.regimes.get(code) or self.regimes[PEOPLE]

    def due(self, limit: Limit, start: datetime) -> datetime:
        """By the city's working days, at the close of business (民法典 201, 203)."""
        return due(limit, start, self.calendar).at

    def rest_of(self, regime: str, start: datetime) -> Rest:
        """What the parties may choose once a part is agreed."""
        return Rest(choose_by=self.due(self.regime(regime).rest, start))

    def term_end(self, days: int, start: datetime) -> datetime:
        term = Limit(amount=days, unit="calendar_days", source="ours")
        return self.due(term, start)
