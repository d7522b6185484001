"""What the resident says to the window, and what it means for those who owe."""

from datetime import datetime

from contracts.envelope import Payload
from contracts.intake import (
    CaseEvaluated,
    CaseReopened,
    CaseSupplemented,
    CaseUrged,
    CaseWithdrawn,
)
from contracts.routing import CaseSupervised, TaskSupervised, TaskUrged
from services.kit.writing.change import Change
from services.routing.domain.acting.own import about
from services.routing.domain.ending import all_cancelled
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.planning import to_triage
from services.routing.domain.rounds import (
    another_round,
    bad_round,
    for_the_office,
    has_room,
    unmerged,
)
from services.routing.domain.timing import supervised

BAD = 2
"""好差评 has five grades; the last two are bad."""


def withdrawn(
    handling: Handling | None, fact: CaseWithdrawn, now: datetime
) -> Change[Handling] | None:
    if handling is None or not handling.under_way:
        return None
    handling, said = all_cancelled(handling, "withdrawn", now)
    return Change(handling.but(state="cancelled", unassigned=None), said)


def supplemented(
    handling: Handling | None, fact: CaseSupplemented, now: datetime
) -> Change[Handling] | None:
    """A new fact, which intake gives to whoever has the case; it resets no clock."""
    if handling is None:
        return None
    return Change(handling.but(supplements=handling.supplements + 1))


def urged(
    norms: Norms, handling: Handling | None, fact: CaseUrged, now: datetime
) -> Change[Handling] | None:
    """Resets no clock. The second time the head of whoever leads is told."""
    if handling is None or not handling.under_way:
        return None
    times = handling.urges + 1
    said: list[Payload] = [
        TaskUrged(**about(handling, task), times=times) for task in handling.open_tasks
    ]
    handling = handling.but(urges=times)
    if times < norms.counts.urges:
        return Change(handling, tuple(said))
    handling, looked_at = _looked_at(norms, handling, now)
    return Change(handling, (*said, *looked_at))


def evaluated(
    norms: Norms, handling: Handling | None, fact: CaseEvaluated, now: datetime
) -> Change[Handling] | None:
    """Bad and with a name: once for each round. Nobody calls back one without."""
    case = _coming_back(handling)
    if case is None or case.merged_into or not fact.named or fact.grade > BAD:
        return None
    return None if case.judged_bad else bad_round(norms, case, now)


def reopened(
    norms: Norms, handling: Handling | None, fact: CaseReopened, now: datetime
) -> Change[Handling] | None:
    """Also what waits for a supervisor after two bad rounds: it is taken up now.

    Whoever was merged and says that it is another matter is looked at by a person.
    """
    case = _coming_back(handling)
    if case is None:
        return None
    if not has_room(case):
        return for_the_office(case)
    if case.merged_into:
        return to_triage(norms, unmerged(case), now)
    return another_round(norms, case, "reopened", now)


def _coming_back(handling: Handling | None) -> Handling | None:
    return handling if handling and handling.state == "concluded" else None


def _looked_at(
    norms: Norms, handling: Handling, now: datetime
) -> tuple[Handling, tuple[Payload, ...]]:
    lead = handling.lead
    if lead is None or not lead.open:
        if "urged" in handling.levels:
            return handling, ()
        fact = CaseSupervised(case_id=handling.case_id, level=1, reason="urged")
        return handling.at_level("urged", 1), (fact,)
    if "urged" in lead.levels:
        return handling, ()
    said = TaskSupervised(**about(handling, lead), level=1, reason="urged")
    return handling.with_task(supervised(norms, lead, "urged", now)), (said,)
