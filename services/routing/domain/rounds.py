"""A case that comes back: one more round for whoever led, with a limit of its own."""

from datetime import datetime

from contracts.envelope import Payload
from contracts.routing import CaseSupervised, TaskSupervised
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.accused import is_accused
from services.routing.domain.acting.own import about
from services.routing.domain.giving import given, lead
from services.routing.domain.handling import MOST_ROUNDS, MOST_TASKS, Handling
from services.routing.domain.norms import Norms
from services.routing.domain.planning import to_triage
from services.routing.domain.task import Task
from services.routing.domain.timing import supervised

BAD_ROUNDS_LEVEL = 2
"""Two bad rounds are the supervision office's."""


def has_room(handling: Handling) -> bool:
    """Whether there can be one more round; if not, the office has to find a way."""
    return handling.round < MOST_ROUNDS and len(handling.tasks) < MOST_TASKS


def for_the_office(handling: Handling) -> Change[Handling]:
    """What came back and cannot be taken up here is not left to nobody."""
    fact = CaseSupervised(
        case_id=handling.case_id, level=BAD_ROUNDS_LEVEL, reason="reopened"
    )
    return Change(handling.at_level("reopened", BAD_ROUNDS_LEVEL), (fact,))


def another_round(
    norms: Norms, handling: Handling, reason: str, now: datetime
) -> Change[Handling]:
    """The head of a department hears that what it called resolved was not.

    Where the city has the department no more, or has put it under somebody whom the
    report is about, the dispatcher names another.
    """
    former = handling.lead
    if former is None:
        raise refusals.case_is(handling.state, "in_progress")
    if handling.round >= MOST_ROUNDS:
        raise refusals.too_many_rounds()
    if not _still_may(norms, handling, former.department):
        return to_triage(norms, unmerged(handling), now)
    again = handling.but(state="in_progress", round=handling.round + 1)
    gift = lead(again, former.department, norms.terms.redo, **_again(again, former))
    again, assigned = given(norms, again, gift, now)
    said: list[Payload] = [assigned]
    if former.outcome in norms.lasting:
        task = supervised(norms, again.tasks[-1], reason, now)
        again = again.with_task(task)
        said.append(TaskSupervised(**about(again, task), level=1, reason=reason))
    return Change(again, tuple(said))


def _still_may(norms: Norms, handling: Handling, department: str) -> bool:
    known = norms.organisations
    return department in known and not is_accused(department, handling.accused, known)


def _again(handling: Handling, former: Task) -> dict[str, bool]:
    """Who complained is spoken to (安阳 52); who was designated stays so (潍坊 22)."""
    return {"owes_contact": handling.has_resident, "designated": former.designated}


def bad_round(norms: Norms, handling: Handling, now: datetime) -> Change[Handling]:
    """安阳 52: taken up again; after two bad rounds a supervisor decides."""
    counted = _marked_bad(handling)
    if counted.bad_rounds < norms.counts.bad_rounds and has_room(counted):
        return another_round(norms, counted, "reopened", now)
    level = BAD_ROUNDS_LEVEL
    fact = CaseSupervised(case_id=handling.case_id, level=level, reason="bad_rounds")
    return Change(counted.at_level("bad_rounds", level), (fact,))


def unmerged(handling: Handling) -> Handling:
    """A case for itself again, which nobody has yet."""
    levels = {r: n for r, n in handling.levels.items() if r != "nobody_assigned"}
    return handling.but(
        state="triage", round=handling.round + 1, merged_into=None, levels=levels
    )


def _marked_bad(handling: Handling) -> Handling:
    *earlier, last = handling.conclusions
    bad = last.model_copy(update={"bad": True, "ask_again_at": None})
    return handling.but(conclusions=(*earlier, bad), bad_rounds=handling.bad_rounds + 1)
