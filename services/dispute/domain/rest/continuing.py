"""The rest goes on in a mediation of its own, which takes over who is at the table."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import derived_id
from contracts.dispute import MediationOpened
from contracts.envelope import Payload
from services.dispute.domain.choosing.beginning import choosing
from services.dispute.domain.choosing.suiting import free
from services.dispute.domain.errors import unknown_mediation
from services.dispute.domain.joining.opening import invitations
from services.dispute.domain.lasting import lasting_until
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.party import Party
from services.dispute.domain.rest.choosing import decided
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Continue:
    """`of` as it is now; `parties` with names and links of the rest's own."""

    of: Mediation
    parties: tuple[Party, ...]
    disclosure: str | None = None


@dataclass(frozen=True)
class Continued:
    """`by`: the mediation of the rest; None: nobody is left who could be named."""

    by: str | None


def rest_id(mediation_id: str) -> str:
    """One for each mediation, however often it is opened."""
    return derived_id("the rest of", mediation_id)


def party_of_rest(rest: str, party_id: str) -> str:
    return derived_id("party", rest, party_id)


def continue_rest(
    rules: Rules, mediation: Mediation | None, command: Continue, now: datetime
) -> Change[Mediation] | None:
    """Goes on where the other one stood, with the same mediator if that one is left.

    Its term begins anew, and its agreement is its own. The centre's task was answered
    by the part that was agreed: nobody waits for a word on it.
    """
    if mediation is not None:
        return None
    begun = _begun(command).but(term_began_at=now)
    ends = rules.term_end(begun.term_days, now)
    goes_on = lasting_until(rules, begun, ends, now)
    if begun.mediator and begun.mediator not in {m.code for m in free(rules, begun)}:
        chosen_anew = goes_on.but(mediator=None)
        return choosing(rules, chosen_anew, now, _said(chosen_anew))
    return Change(goes_on, _said(goes_on))


def _begun(command: Continue) -> Mediation:
    before = command.of
    return Mediation(
        mediation_id=rest_id(before.mediation_id),
        case_id=before.case_id,
        task_id=before.task_id,
        state="mediating",
        area=before.area,
        regime=before.regime,
        dispute_type=before.dispute_type,
        mediator=before.mediator,
        passed_over=before.passed_over,
        disclosure=command.disclosure,
        screening=before.screening,
        apart=before.apart,
        term_days=before.term_days,
        parties=command.parties,
        revoked=True,
        task_over=True,
        continues=before.mediation_id,
    )


def _said(begun: Mediation) -> tuple[Payload, ...]:
    letters = (one for party in begun.parties for one in invitations(begun, party))
    return (_opened(begun), *letters)


def continued(
    mediation: Mediation | None, command: Continued, now: datetime
) -> Change[Mediation] | None:
    """Here too it is known where it goes on; names serve no longer."""
    if mediation is None:
        raise unknown_mediation()
    rest = mediation.rest
    if rest is None or not rest.to_continue:
        return None
    if command.by is None:
        fact = decided(mediation, "ended", "erased")
        return Change(_with(mediation, decision="ended", decided_at=now), (fact,))
    return Change(_with(mediation, continued_in=command.by))


def _with(mediation: Mediation, **fields: object) -> Mediation:
    assert mediation.rest is not None
    rest = mediation.rest.model_copy(update=fields)
    return mediation.but(rest=rest).keeping_what_is_needed


def _opened(mediation: Mediation) -> MediationOpened:
    return MediationOpened(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        task_id=mediation.task_id,
        regime=mediation.regime,
        continues=mediation.continues,
        rest=True,
        mediator=mediation.mediator,
        term_ends_at=mediation.term_ends_at,
    )
