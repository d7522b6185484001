"""What happens to tasks on their way, as figures that people ask for."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from contracts.envelope import Payload
from contracts.intake import (
    CaseHandedOver,
    CaseSupplemented,
    CaseUrged,
    CaseWithdrawn,
    CorrectionReceived,
)
from contracts.routing import (
    ExtensionDecided,
    FirstContactRecorded,
    TaskAssigned,
    TaskDesignated,
    TaskParked,
    TaskPaused,
    TaskReturned,
    TaskSubAssigned,
)

FIGURES: Mapping[str, tuple[type[Payload], Callable[[Any], bool]]] = {
    "corrected": (CorrectionReceived, lambda fact: True),
    "handed_over_at_once": (CaseHandedOver, lambda fact: True),
    "first_contacts": (FirstContactRecorded, lambda fact: True),
    "returns": (TaskReturned, lambda fact: True),
    "designations": (TaskDesignated, lambda fact: True),
    "pauses": (TaskPaused, lambda fact: True),
    "extensions": (ExtensionDecided, lambda fact: bool(fact.decision == "granted")),
    "parked": (TaskParked, lambda fact: True),
    "whistles": (TaskAssigned, lambda fact: fact.whistled_by is not None),
    "sub_assignments": (TaskSubAssigned, lambda fact: True),
    "redo_rounds": (TaskAssigned, lambda f: f.round > 1 and f.role == "lead"),
    "urged": (CaseUrged, lambda fact: True),
    "supplements": (CaseSupplemented, lambda fact: True),
    "withdrawn": (CaseWithdrawn, lambda fact: True),
}


class Figures:
    """By figure and case."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)

    def note(self, fact: Payload) -> None:
        for name, (kind, counts) in FIGURES.items():
            if isinstance(fact, kind) and counts(fact):
                self._counts[name][fact.case_id] += 1

    def of(self, cases: set[str]) -> dict[str, int]:
        return {
            name: sum(
                count for case, count in self._counts[name].items() if case in cases
            )
            for name in FIGURES
        }
