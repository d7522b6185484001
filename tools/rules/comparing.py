"""What another rule file would have done with the same cases."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from contracts.intake import CaseAccepted
from services.routing.domain.norms import Ruling
from services.routing.rules.rulebook import Rulebook

TRIAGE = "triage"
Turn = tuple[str, str]
"""From whom, to whom."""


@dataclass
class Comparison:
    cases: int = 0
    now: Counter[str] = field(default_factory=Counter)
    """By lead, under the rules in force."""
    turned: dict[Turn, list[str]] = field(default_factory=dict)
    """Case numbers that would have another lead."""
    otherwise: list[str] = field(default_factory=list)
    """The same lead, but other co-handlers, limit or priority."""

    @property
    def elsewhere(self) -> int:
        return sum(map(len, self.turned.values()))


def compared(
    cases: Iterable[CaseAccepted],
    in_force: Rulebook,
    newer: Rulebook,
    step: Callable[[], None],
) -> Comparison:
    found = Comparison()
    for case in cases:
        before, after = in_force.ruling(case), newer.ruling(case)
        turn = (before.lead or TRIAGE, after.lead or TRIAGE)
        found.cases += 1
        found.now[turn[0]] += 1
        if turn[0] != turn[1]:
            found.turned.setdefault(turn, []).append(case.case_no)
        elif _rest(before) != _rest(after):
            found.otherwise.append(case.case_no)
        step()
    return found


def _rest(ruling: Ruling) -> tuple[frozenset[str], str, int]:
    return frozenset(ruling.co_handlers), ruling.limit_name, ruling.priority
