"""The three figures, and what is behind each of them."""

from dataclasses import dataclass

from tools.checker.doubled import duplicated
from tools.checker.lost import lost
from tools.checker.order import out_of_order
from tools.checker.records import Evidence, Finding


@dataclass(frozen=True)
class Verdict:
    lost: tuple[Finding, ...]
    duplicated: tuple[Finding, ...]
    out_of_order: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        return not (self.lost or self.duplicated or self.out_of_order)

    def figures(self) -> dict[str, int]:
        return {
            "lost": len(self.lost),
            "duplicated": len(self.duplicated),
            "out_of_order": len(self.out_of_order),
        }


def judged(evidence: Evidence) -> Verdict:
    return Verdict(lost(evidence), duplicated(evidence), out_of_order(evidence))
