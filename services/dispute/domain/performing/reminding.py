"""Time tells that a duty comes due or is late, and that a court waits no longer."""

from datetime import datetime
from typing import Any

from contracts.dispute import ConfirmationDueSoon, DutyDue
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing.duty import Duty
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change


def remind(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """Each once before and once after; who woke late tells only what is still so."""
    agreement = mediation.agreement
    if agreement is None:
        return None
    facts = []
    for duty in agreement.duties:
        if duty.wake_at and duty.wake_at <= now:
            overdue = bool(duty.overdue_at and duty.overdue_at <= now)
            agreement = agreement.with_duty(_told(duty, overdue))
            facts.append(_due(mediation, duty, overdue))
    return Change(mediation.but(agreement=agreement), tuple(facts), of_time=len(facts))


def _told(duty: Duty, overdue: bool) -> Duty:
    told: dict[str, Any] = {"remind_at": None}
    if overdue:
        told["overdue_at"] = None
    return duty.model_copy(update=told)


def _due(mediation: Mediation, duty: Duty, overdue: bool) -> DutyDue:
    return DutyDue(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        parties=(duty.by, duty.to),
        duty_id=duty.duty_id,
        due_at=duty.due_at,
        overdue=overdue,
    )


def remind_of_court(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """Once, unless all have asked or all is done; who woke too late tells nothing."""
    agreement = mediation.agreement
    if agreement is None or agreement.confirm_by is None:
        return None
    told = mediation.but(agreement=agreement.but(remind_at=None))
    if now >= agreement.confirm_by:
        return Change(told)
    fact = ConfirmationDueSoon(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        parties=agreement.parties,
        confirm_by=agreement.confirm_by,
        mediator=mediation.mediator,
    )
    return Change(told, (fact,))
