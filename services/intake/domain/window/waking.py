"""What time alone does to a case at the window."""

from datetime import datetime

from contracts.intake import CaseClosed
from services.intake.domain.case import Case
from services.intake.domain.parts import Step, Warned
from services.intake.domain.window import facts
from services.intake.domain.window.deciding import Decline, as_accepted, as_declined
from services.intake.domain.window.drafting import expired
from services.kit.writing.change import Change

NOT_CORRECTED = "not_corrected"
UNCONFIRMED = "hand_over_unconfirmed"


def wake(case: Case, now: datetime) -> Change[Case] | None:
    match case.state:
        case "draft":
            return Change(expired(case, now))
        case "registered":
            return _accepted_by_silence(case, now)
        case "correction_requested":
            return Change(*as_declined(case, Decline(NOT_CORRECTED, None), now))
        case "handed_over":
            return _still_unconfirmed(case, now)
        case "answered" | "answered_at_once":
            return _closed(case, now)
    return None


def _accepted_by_silence(case: Case, now: datetime) -> Change[Case]:
    """From the day of receipt (许可法 32(4)): nobody waits for a window that sleeps."""
    received = case.submitted_at or case.received_at
    return Change(*as_accepted(case.but(deemed=True), received, now))


def _still_unconfirmed(case: Case, now: datetime) -> Change[Case] | None:
    if case.handed is None:
        return None
    again = case.handed.model_copy(update={"warned": case.handed.warned + 1})
    warning = Warned(reason=UNCONFIRMED, at=now, authority=again.authority)
    after = case.but(handed=again)
    if not case.handed.warned:
        after = after.but(warnings=(*after.warnings, warning))
        after = after.noting(Step(code="warned", at=now, detail=UNCONFIRMED))
    return Change(after, (facts.warned(after, warning),))


def _closed(case: Case, now: datetime) -> Change[Case]:
    """Nobody said that it is not settled in the time for it."""
    after = case.but(state="closed").noting(Step(code="closed", at=now))
    return Change(after, (CaseClosed(case_id=case.case_id),))
