"""Once a case is concluded: is it so, is it another one, does it come back?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.routing import CaseConcluded, FollowUpRecorded
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.accused import is_accused
from services.routing.domain.ending import all_cancelled
from services.routing.domain.handling import Conclusion, FollowUp, Handling
from services.routing.domain.norms import MERGED, Norms
from services.routing.domain.rounds import another_round, bad_round

MOST_FOLLOW_UPS = 50
NO_ANSWER = (None, None, None)


@dataclass(frozen=True)
class FollowUpAnswers:
    """`by`: the department of whoever asked, if they belong to one."""

    reached: Literal["reached", "refused", "unreachable"]
    contacted: bool | None = None
    resolved: bool | None = None
    satisfied: bool | None = None
    by: str | None = None


@dataclass(frozen=True)
class Merge:
    """Into a case that says the same; whoever merges states that nothing is new."""

    into: Handling | None
    new_facts: bool


@dataclass(frozen=True)
class Redo:
    """A supervisor orders one more round."""


def follow_up(
    norms: Norms, handling: Handling | None, command: FollowUpAnswers, now: datetime
) -> Change[Handling]:
    """By somebody who did not handle it; tried again until somebody answers.

    Who says that it is not solved has it taken up again, as after a bad evaluation.
    """
    handling = _concluded(handling)
    if command.by and handling.concerns(command.by):
        raise refusals.by_a_handler()
    answers = (command.contacted, command.resolved, command.satisfied)
    if answers != NO_ANSWER and command.reached != "reached":
        raise refusals.answers_need_contact()
    mine = [f for f in handling.follow_ups if f.round == handling.round]
    if any(f.reached in ("reached", "refused") for f in mine):
        raise refusals.followed_up()
    answer = {
        "round": handling.round,
        "reached": command.reached,
        "contacted": command.contacted,
        "resolved": command.resolved,
        "satisfied": command.satisfied,
    }
    asked = FollowUp.model_validate(answer | {"at": now})
    fact = FollowUpRecorded.model_validate(answer | {"case_id": handling.case_id})
    follow_ups = (*handling.follow_ups, asked)[-MOST_FOLLOW_UPS:]
    noted = handling.but(follow_ups=follow_ups)
    if noted.judged_bad or not _unsettled(norms, noted, command):
        return Change(noted, (fact,))
    again = bad_round(norms, noted, now)
    return Change(again.state, (fact, *again.facts))


def _unsettled(norms: Norms, handling: Handling, said: FollowUpAnswers) -> bool:
    """Not solved though it was called so, or not solved and not accepted either.

    Whoever was told why it cannot be solved, and is content, is left in peace.
    """
    outcome = handling.conclusion and handling.conclusion.outcome
    called_solved = outcome in norms.lasting
    return said.resolved is False and (called_solved or said.satisfied is False)


def merge(
    norms: Norms, handling: Handling | None, command: Merge, now: datetime
) -> Change[Handling]:
    """Only with no new facts: what the resident added since is one."""
    if handling is None:
        raise refusals.unknown_case()
    if not handling.under_way:
        raise refusals.case_is(handling.state, "in_progress")
    into = _answers_for_another(command.into, handling)
    if _is_with_the_accused(norms, command.into, handling):
        raise refusals.into_the_accused()
    if command.new_facts or handling.supplements:
        raise refusals.new_facts()
    handling, gone = all_cancelled(handling, MERGED, now)
    end = Conclusion(outcome=MERGED, at=now, round=handling.round)
    merged = handling.but(
        state="concluded",
        unassigned=None,
        merged_into=into,
        conclusions=(*handling.conclusions, end),
    )
    fact = CaseConcluded(
        case_id=handling.case_id,
        outcome=MERGED,
        round=handling.round,
        merged_into=into,
    )
    return Change(merged, (*gone, fact))


def _answers_for_another(case: Handling | None, merged: Handling) -> str:
    """Its id: not of the same case, nor of one that was withdrawn or merged itself.

    Always the later into the earlier: however many are merged at one moment, they
    never go in a circle in which nobody handles any of them.
    """
    gone = case is None or case.state == "cancelled" or case.merged_into
    if case is None or gone or case.case_id == merged.case_id:
        raise refusals.into_itself()
    if case.case_no > merged.case_no:
        if case.state == "concluded":
            raise refusals.into_a_later_answer(case.case_no)
        raise refusals.into_a_later(case.case_no)
    return case.case_id


def _is_with_the_accused(norms: Norms, case: Handling | None, report: Handling) -> bool:
    """A report is not answered by what they do whom it is about (举报)."""
    tasks = case.tasks if case else ()
    city, accused = norms.organisations, report.accused
    return any(is_accused(task.department, accused, city) for task in tasks)


def redo(
    norms: Norms, handling: Handling | None, command: Redo, now: datetime
) -> Change[Handling]:
    return another_round(norms, _concluded(handling), "reopened", now)


def _concluded(handling: Handling | None) -> Handling:
    if handling is None:
        raise refusals.unknown_case()
    if handling.state != "concluded" or handling.merged_into:
        raise refusals.case_is(handling.state, "concluded")
    return handling
