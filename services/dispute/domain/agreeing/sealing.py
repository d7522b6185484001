"""The body's seal makes it binding, or a party does not sign and it never binds."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import MediationAgreed, SealOverdue
from services.dispute.domain.agreeing import refusals
from services.dispute.domain.agreeing.agreement import Agreement
from services.dispute.domain.agreeing.drafting import (
    demand_everybody,
    demand_text,
    mediating,
)
from services.dispute.domain.agreeing.terms import Terms
from services.dispute.domain.ending.outcome import ended
from services.dispute.domain.ending.word import word_of
from services.dispute.domain.errors import unknown_invitation
from services.dispute.domain.joining.leaving import left
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing.duty import Duty
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Seal:
    digest: str
    by: str


@dataclass(frozen=True)
class RefuseToSign:
    party_id: str


def seal(
    rules: Rules,
    terms: Terms,
    mediation: Mediation | None,
    command: Seal,
    now: datetime,
) -> Change[Mediation] | None:
    """It takes effect with the seal (人民调解法 29): the task is answered at once."""
    if _sealed_with(mediation, command.digest):
        return None
    known = mediating(mediation)
    agreement = demand_text(known, command.digest)
    demand_everybody(known, agreement)
    if agreement.offered_at is None:
        raise refusals.not_offered()
    if agreement.unsigned:
        raise refusals.unsigned()
    binding = _binding(terms, agreement, command.by, now)
    agreed = known.but(
        state="partly_agreed" if binding.partly else "agreed",
        agreement=binding,
        performance="performing",
        over_at=now,
        rest=rules.rest_of(known.regime, now) if binding.partly else None,
    ).keeping_what_is_needed
    fact = MediationAgreed(
        case_id=agreed.case_id,
        mediation_id=agreed.mediation_id,
        parties=binding.parties,
        partly=binding.partly,
        confirm_by=binding.confirm_by,
        rest_by=agreed.rest_due_at,
    )
    return Change(agreed, (fact, *word_of(rules, agreed)))


def tell_of_missing_seal(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """A new day is set, and told to all who wait; as often as it takes."""
    agreement = mediation.agreement
    if agreement is None or agreement.seal_by is None:
        return None
    until = rules.due(rules.seal, now)
    late = agreement.but(
        seal_by=until, unsealed_at=until, times_late=agreement.times_late + 1
    )
    fact = SealOverdue(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        parties=agreement.parties,
        due_at=agreement.seal_by,
        until=until,
        escalated=late.times_late > 1,
    )
    return Change(mediation.but(agreement=late), (fact,))


def refuse_to_sign(
    rules: Rules, mediation: Mediation | None, command: RefuseToSign, now: datetime
) -> Change[Mediation] | None:
    """Until the seal anybody may step back, whoever has signed (人民调解法 23).

    Who is represented steps back alone: it leaves, and nothing binds it (宁波 20).
    """
    if mediation and mediation.end_reason == "refused_to_sign":
        return None
    known = mediating(mediation)
    if command.party_id not in set(known.told):
        raise unknown_invitation()
    if known.agreement is None or known.agreement.offered_at is None:
        raise refusals.not_offered()
    party = known.party_called(command.party_id)
    if party.represented_by:
        return left(rules, known, party, now)
    return ended(rules, known, "refused_to_sign", now)


def _sealed_with(mediation: Mediation | None, digest: str) -> bool:
    agreement = mediation.agreement if mediation else None
    return bool(agreement and agreement.effective and agreement.digest == digest)


def _binding(terms: Terms, agreement: Agreement, by: str, now: datetime) -> Agreement:
    unconfirmable = agreement.unconfirmable is not None
    confirm_by = None if unconfirmable else terms.confirm_by(now)
    return agreement.but(
        sealed_at=now,
        sealed_by=by,
        unsealed_at=None,
        confirm_by=confirm_by,
        remind_at=confirm_by and confirm_by - terms.confirm_remind,
        codes=(),
        duties=tuple(_to_watch(terms, duty, now) for duty in agreement.duties),
    )


def _to_watch(terms: Terms, duty: Duty, now: datetime) -> Duty:
    """A duty whose day is nearer than a reminder is only asked for when it is late."""
    remind_at = duty.due_at - terms.remind_before
    return duty.model_copy(
        update={
            "remind_at": remind_at if remind_at > now else None,
            "overdue_at": max(now, duty.due_at) + terms.remind_after,
        }
    )
