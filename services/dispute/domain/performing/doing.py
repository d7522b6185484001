"""A duty is done when who is entitled says so, or something shows it; or it is not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.dispute import DutyBreached, DutyPerformed
from services.dispute.domain.agreeing.agreement import Agreement, Scan
from services.dispute.domain.agreeing.refusals import scan_recorded
from services.dispute.domain.agreeing.terms import Terms
from services.dispute.domain.errors import unknown_mediation
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing import refusals
from services.dispute.domain.performing.duty import Duty
from services.dispute.domain.performing.tables import PERFORMANCE, leads
from services.dispute.domain.states import Performance
from services.kit.writing.change import Change

Way = Literal["confirmation", "enforcement", "court", "mediation_again"]


@dataclass(frozen=True)
class Perform:
    """`party_id`: who says so; None: the mediator, by `evidence`."""

    duty_id: str
    party_id: str | None = None
    evidence: Scan | None = None


@dataclass(frozen=True)
class Breach:
    duty_id: str
    reason: str
    party_id: str | None = None


def perform(
    mediation: Mediation | None, command: Perform, now: datetime
) -> Change[Mediation] | None:
    """Also late: what was broken may still be made good."""
    known, agreement = bound(mediation)
    duty = _duty(agreement, command.duty_id, command.party_id)
    if not duty.open:
        if command.evidence and command.evidence.scan_id != duty.evidence:
            raise refusals.done_already()
        return None
    if command.evidence and agreement.scan(command.evidence.scan_id):
        raise scan_recorded()
    done = duty.model_copy(
        update={
            "performed_at": now,
            "how": "evidence" if command.evidence else "entitled",
            "evidence": command.evidence.scan_id if command.evidence else None,
        }
    )
    scans = (command.evidence,) if command.evidence else ()
    after = agreement.but(scans=(*agreement.scans, *scans)).with_duty(done)
    last = not any(each.open for each in after.duties)
    to = "performed" if last else known.performance
    fact = DutyPerformed(
        case_id=known.case_id,
        mediation_id=known.mediation_id,
        parties=agreement.parties,
        duty_id=duty.duty_id,
        last=last,
    )
    return Change(_moved(known, after, to), (fact,))


def breach(
    terms: Terms, mediation: Mediation | None, command: Breach, now: datetime
) -> Change[Mediation] | None:
    """By whom it is owed to or by the mediator (人民调解法 31).

    After its last day; sooner, where they say that they will not do it (民法典 578).
    """
    known, agreement = bound(mediation)
    duty = _duty(agreement, command.duty_id, command.party_id)
    if command.reason not in terms.breaches:
        raise refusals.unknown_breach()
    if not duty.open:
        raise refusals.done_already()
    if duty.breached_at:
        return None
    if now <= duty.due_at and command.reason not in terms.early:
        raise refusals.not_due()
    broken = duty.model_copy(update={"breached_at": now, "reason": command.reason})
    fact = DutyBreached(
        case_id=known.case_id,
        mediation_id=known.mediation_id,
        parties=agreement.parties,
        duty_id=duty.duty_id,
        reason=command.reason,
    )
    return Change(_moved(known, agreement.with_duty(broken), "breached"), (fact,))


def ways_out(mediation: Mediation, now: datetime) -> tuple[Way, ...]:
    """What is open to whom something is owed that was not done (人民调解法 32, 33)."""
    agreement = mediation.agreement
    if agreement is None or mediation.performance != "breached":
        return ()
    if mediation.confirmation.state == "confirmed":
        return ("enforcement",)
    by = agreement.confirm_by
    asked = mediation.confirmation.state == "none" and by and now <= by
    first: tuple[Way, ...] = ("confirmation",) if asked else ()
    return (*first, "court", "mediation_again")


def bound(mediation: Mediation | None) -> tuple[Mediation, Agreement]:
    """A mediation and its sealed agreement."""
    if mediation is None:
        raise unknown_mediation()
    if mediation.agreement is None or not mediation.agreement.effective:
        raise refusals.not_effective()
    return mediation, mediation.agreement


def _duty(agreement: Agreement, duty_id: str, party_id: str | None) -> Duty:
    duty = agreement.duty(duty_id)
    if duty is None:
        raise refusals.unknown_duty()
    if party_id is not None and party_id != duty.to:
        raise refusals.not_entitled()
    return duty


def _moved(known: Mediation, agreement: Agreement, to: Performance) -> Mediation:
    assert leads(PERFORMANCE, known.performance, to)
    return known.but(agreement=agreement, performance=to)
