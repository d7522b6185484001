"""Cases that keep coming: counted by area and category within a moving window."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from contracts.codes import derived_id
from contracts.intake import CaseAccepted
from services.dispute.deliberating.domain.norms import Repetition
from services.dispute.deliberating.domain.parts import Part
from services.dispute.deliberating.domain.raising.proposing import Gather
from services.kit.writing.change import Aggregate, Change


class Counted(Part):
    case_id: str
    at: datetime
    topic_id: str | None = None
    """The topic that this case is one of."""
    gone: bool = False
    """Withdrawn; kept so that a repeat of its acceptance is known."""


class Recurrence(Aggregate):
    """What of one area and category came in the last days; its size is bounded.

    What was dropped is older than `floor`, so a repeat of it is not counted anew.
    """

    SCHEMA: ClassVar[int] = 1

    category: str
    area: str
    counted: tuple[Counted, ...] = ()
    floor: datetime | None = None
    topic_id: str | None = None
    """The latest that was proposed."""
    raised_at: datetime | None = None
    """By the case that made it enough."""
    until: datetime | None = None
    """When the newest case is out of every window, and all are forgotten."""

    @property
    def wake_at(self) -> datetime | None:
        return self.until

    def index(self) -> dict[str, Any]:
        return {"case_ids": [each.case_id for each in self.counted]}

    @property
    def gathered(self) -> Gather | None:
        """What the latest topic is made of, as far as it is still counted."""
        if self.topic_id is None:
            return None
        of_it = (each for each in self.counted if each.topic_id == self.topic_id)
        cases = tuple(each.case_id for each in of_it if not each.gone)
        return Gather(self.topic_id, self.category, self.area, cases)


@dataclass(frozen=True)
class CaseGone:
    """The resident does not want it any more."""

    case_id: str


def counts(rule: Repetition, case: CaseAccepted) -> bool:
    """What people complain of and ask for, about a place small enough to meet in.

    A report, whatever accuses somebody, and a category that is left out never make a
    public topic.
    """
    return (
        case.kind in rule.kinds
        and case.request_type in rule.request_types
        and not case.accused
        and len(case.area) >= rule.area_digits
        and case.category not in rule.left_out
    )


def recurrence_id(rule: Repetition, case: CaseAccepted) -> str:
    return derived_id("recurrence", case.category, case.area[: rule.area_digits])


def count_case(
    rule: Repetition, known: Recurrence | None, case: CaseAccepted, now: datetime
) -> Change[Recurrence] | None:
    """Once a case; a topic once for an area, a category and a window."""
    known = known or Recurrence(
        category=case.category, area=case.area[: rule.area_digits]
    )
    if _is_old(known, case):
        return None
    fresh = Counted(case_id=case.case_id, at=case.accepted_at)
    if known.raised_at and fresh.at < known.raised_at + rule.within:
        fresh = fresh.model_copy(update={"topic_id": known.topic_id})
    counted = sorted((*known.counted, fresh), key=lambda each: (each.at, each.case_id))
    return Change(_raised(rule, _bounded(rule, known, counted)))


def forget_cases(known: Recurrence, now: datetime) -> Change[Recurrence]:
    """Nothing came for a whole window: no case is needed here any more."""
    newest = known.counted[-1].at if known.counted else known.floor
    return Change(Recurrence(category=known.category, area=known.area, floor=newest))


def uncount_case(
    known: Recurrence | None, command: CaseGone, now: datetime
) -> Change[Recurrence] | None:
    if known is None:
        return None
    left = tuple(
        each.model_copy(update={"gone": True})
        if each.case_id == command.case_id
        else each
        for each in known.counted
    )
    if left == known.counted:
        return None
    return Change(known.model_copy(update={"counted": left}))


def _is_old(known: Recurrence, case: CaseAccepted) -> bool:
    if any(each.case_id == case.case_id for each in known.counted):
        return True
    return known.floor is not None and case.accepted_at <= known.floor


def _bounded(rule: Repetition, known: Recurrence, counted: list[Counted]) -> Recurrence:
    """The newest `rule.most` of the window that ends with the newest."""
    since = counted[-1].at - rule.within
    kept = [each for each in counted if each.at > since][-rule.most :]
    dropped = counted[: len(counted) - len(kept)]
    floor = dropped[-1].at if dropped else known.floor
    if known.floor and floor:
        floor = max(floor, known.floor)
    until = kept[-1].at + rule.within
    return known.model_copy(
        update={"counted": tuple(kept), "floor": floor, "until": until}
    )


def _raised(rule: Repetition, known: Recurrence) -> Recurrence:
    free = [c for c in known.counted if c.topic_id is None and not c.gone]
    if len(free) < rule.cases:
        return known
    id = derived_id("topic", known.category, known.area, free[0].case_id)
    counted = (
        each.model_copy(update={"topic_id": each.topic_id or id})
        for each in known.counted
    )
    return known.model_copy(
        update={
            "counted": tuple(counted),
            "topic_id": id,
            "raised_at": free[-1].at,
        }
    )
