"""A matter is weighed once, when it comes in; what it says is not kept for that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.intake.weighing.alertness import (
    EMERGENCY,
    GROUP,
    LIMITATION,
    Alertness,
)
from services.intake.weighing.limitation import running_out
from services.intake.weighing.words import found, plain


@dataclass(frozen=True)
class Matter:
    """`codes`: item, kind of dispute and category, whichever there are."""

    texts: tuple[str, ...]
    codes: frozenset[str]
    details: tuple[str, ...] = ()
    """What a form asked for: it may tell of what is long over, so nobody is sent for
    it; somebody looks."""
    happened_on: date | None = None
    crowd: int = 1
    """People with such a matter in that place by now, this one included."""


@dataclass(frozen=True)
class Weighed:
    """What somebody must be warned of, and who has to come at once."""

    emergency: str | None = None
    """The authority that has to come at once."""
    warnings: tuple[str, ...] = ()
    reports: Mapping[str, str] = field(default_factory=dict)
    """By warning: to whom the law wants it told."""

    @property
    def told(self) -> Mapping[str, str | None]:
        """By warning: the authority that the law wants told, or that has to come."""
        return {each: self.reports.get(each, self.emergency) for each in self.warnings}


def weigh(alertness: Alertness, matter: Matter, today: date) -> Weighed:
    called = found(alertness.emergencies, plain(*matter.texts))
    everything = plain(*matter.texts, *matter.details)
    warnings = [EMERGENCY] if found(alertness.emergencies, everything) else []
    warnings += found(alertness.concerns, everything)
    if matter.crowd >= alertness.people:
        warnings.append(GROUP)
    if matter.happened_on and running_out(
        alertness.periods,
        matter.codes,
        matter.happened_on,
        today,
        alertness.before_end,
    ):
        warnings.append(LIMITATION)
    return Weighed(called[0] if called else None, tuple(dict.fromkeys(warnings)))
