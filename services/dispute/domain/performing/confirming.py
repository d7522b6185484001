"""All parties ask a court together to confirm what they agreed, within 30 days."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.dispute import ConfirmationApplied, ConfirmationDecided
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing import refusals
from services.dispute.domain.performing.doing import bound
from services.dispute.domain.performing.tables import CONFIRMATION, leads
from services.kit.writing.change import Change

Decision = Literal["accepted", "not_accepted", "confirmed", "refused", "withdrawn"]


@dataclass(frozen=True)
class Join:
    party_id: str


@dataclass(frozen=True)
class Decide:
    decision: Decision
    by: str
    document: str | None = None


def join(
    mediation: Mediation | None, command: Join, now: datetime
) -> Change[Mediation] | None:
    """One party wants it; it is an application when all do (民诉法 205)."""
    known, agreement = bound(mediation)
    court = known.confirmation
    if command.party_id in court.joined:
        return None
    if agreement.unconfirmable:
        raise refusals.not_confirmable()
    if court.state != "none":
        raise refusals.not_possible(court.state)
    if agreement.confirm_by is None or now > agreement.confirm_by:
        raise refusals.too_late()
    if command.party_id not in agreement.speaking:
        raise refusals.not_entitled()
    joined = court.model_copy(update={"joined": (*court.joined, command.party_id)})
    if set(joined.joined) != set(agreement.speaking):
        return Change(known.but(confirmation=joined))
    applied = joined.model_copy(update={"state": "applied", "applied_at": now})
    fact = ConfirmationApplied(
        case_id=known.case_id,
        mediation_id=known.mediation_id,
        parties=agreement.parties,
    )
    return Change(known.but(confirmation=applied), (fact,))


def decide(
    mediation: Mediation | None, command: Decide, now: datetime
) -> Change[Mediation] | None:
    """The body records what the court, or those who asked it, decided."""
    known, agreement = bound(mediation)
    court = known.confirmation
    if court.state == command.decision:
        return None
    if not leads(CONFIRMATION, court.state, command.decision):
        raise refusals.not_possible(court.state)
    decided = court.model_copy(
        update={
            "state": command.decision,
            "document": command.document or court.document,
            "decided_at": now,
            "decided_by": command.by,
        }
    )
    fact = ConfirmationDecided(
        case_id=known.case_id,
        mediation_id=known.mediation_id,
        parties=agreement.parties,
        decision=command.decision,
    )
    return Change(known.but(confirmation=decided), (fact,))
