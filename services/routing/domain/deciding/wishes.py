"""On what a department asked for: more time, parking, to be left out of its rates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.envelope import Payload
from contracts.routing import (
    ExclusionDecided,
    ExtensionDecided,
    ParkingRefused,
    TaskParked,
)
from services.kit.limits.clock import due
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.acting.own import about
from services.routing.domain.acting.pausing import PARKED, resumed
from services.routing.domain.deciding.found import found
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Approver, Norms
from services.routing.domain.task import Parking, Task
from services.routing.domain.timing import timed
from services.routing.domain.timing.statutory import case_extended

Verdict = Literal["granted", "refused"]


@dataclass(frozen=True)
class Decider:
    """Who decides, proven."""

    subject: str
    roles: frozenset[str]
    department: str | None = None


@dataclass(frozen=True)
class DecideExtension:
    task_id: str
    decision: Verdict
    by: Decider


@dataclass(frozen=True)
class DecideParking:
    task_id: str
    decision: Verdict


@dataclass(frozen=True)
class ReviewParking:
    """`keep`: it still cannot be solved."""

    task_id: str
    keep: bool


@dataclass(frozen=True)
class DecideExclusion:
    task_id: str
    decision: Verdict
    reason: str
    by: Decider


def decide_extension(
    norms: Norms, handling: Handling | None, command: DecideExtension, now: datetime
) -> Change[Handling]:
    """Asked for in time, it may be granted later; it adds exactly its amount."""
    handling, task = found(handling, command.task_id, "decide-extension")
    asked = task.extension
    if asked is None or asked.state != "requested":
        raise refusals.nothing_asked("延期")
    _check_approver(norms, task, command.by)
    decided = task.but(extension=asked.model_copy(update={"state": command.decision}))
    if command.decision == "granted":
        longer = decided.but(clock=task.clock.extend(asked.amount))
        decided = timed(norms, longer, now)
        handling = case_extended(norms, handling, decided, now)
    fact = ExtensionDecided(
        **about(handling, task),
        decision=command.decision,
        reason=asked.reason,
        due_at=decided.due_at,
        provisional=decided.timing.provisional,
    )
    return Change(handling.with_task(decided), (fact,))


def decide_parking(
    norms: Norms, handling: Handling | None, command: DecideParking, now: datetime
) -> Change[Handling]:
    """Parked, its clock stands still until somebody finds that it can be solved."""
    handling, task = found(handling, command.task_id, "decide-parking")
    if task.parking is None or task.parking.state != "requested":
        raise refusals.nothing_asked("挂账")
    if command.decision == "refused":
        refused = task.parking.model_copy(update={"state": "refused"})
        no = ParkingRefused(**about(handling, task))
        return Change(handling.with_task(task.but(parking=refused)), (no,))
    still = task.but(state="parked", clock=task.clock.stop(PARKED, now))
    parked, fact = _looked_at(norms, handling, still, now)
    return Change(handling.with_task(parked), (fact,))


def review_parking(
    norms: Norms, handling: Handling | None, command: ReviewParking, now: datetime
) -> Change[Handling]:
    handling, task = found(handling, command.task_id, "review-parking")
    if not command.keep:
        return resumed(norms, handling, task, now)
    parked, fact = _looked_at(norms, handling, task, now)
    return Change(handling.with_task(parked), (fact,))


def decide_exclusion(
    norms: Norms, handling: Handling | None, command: DecideExclusion, now: datetime
) -> Change[Handling]:
    """By somebody else than the department that asks; the reason is kept.

    It is the verdict's own: why it is left out, or why it counts all the same.
    """
    handling, task = found(handling, command.task_id, "decide-exclusion")
    asked = task.exclusion
    if asked is None or asked.state != "requested":
        raise refusals.nothing_asked("剔除")
    if command.by.department == task.department:
        raise refusals.own_wish()
    known = norms.verdicts[command.decision]
    reason = refusals.chosen(known, command.reason, "裁定理由")
    verdict = {"state": command.decision, "decided_for": reason}
    decided = task.but(exclusion=asked.model_copy(update=verdict))
    fact = ExclusionDecided(
        **about(handling, task), decision=command.decision, reason=reason
    )
    return Change(handling.with_task(decided), (fact,))


def _check_approver(norms: Norms, task: Task, by: Decider) -> None:
    """Who may is data: the organ's head, the government, the dispatcher."""
    assert task.extension is not None
    approver = norms.extensions.approvers[task.extension.approver]
    if not _may(approver, task, by):
        raise refusals.not_the_approver(approver)
    if by.subject == task.extension.asked_by:
        raise refusals.own_wish()


def _may(approver: Approver, task: Task, by: Decider) -> bool:
    return approver.role in by.roles and (
        not approver.own or by.department == task.department
    )


def _looked_at(
    norms: Norms, handling: Handling, task: Task, now: datetime
) -> tuple[Task, Payload]:
    """Again in thirty days [ours]; the resident is told why it waits."""
    assert task.parking is not None
    review_at = due(norms.terms.review, now, norms.calendar).at
    parked = Parking(reason=task.parking.reason, state="granted", review_at=review_at)
    fact = TaskParked(
        **about(handling, task), reason=parked.reason, review_at=review_at
    )
    return task.but(parking=parked), fact
