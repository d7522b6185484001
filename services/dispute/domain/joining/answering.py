"""What the parties say to the invitation, and what their silence says."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import PartyAnswered, PartySilent
from services.dispute.domain.ending.outcome import EndReason, ended
from services.dispute.domain.joining.opening import notice
from services.dispute.domain.lasting import lasting_until
from services.dispute.domain.mediation import (
    Mediation,
    Party,
    mediation_over,
    unknown_invitation,
)
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Answer:
    token_hash: str
    accepts: bool


def answer(
    rules: Rules, mediation: Mediation | None, command: Answer, now: datetime
) -> Change[Mediation] | None:
    """One no ends it, at any time (人民调解法 17, 23); when all say yes it begins."""
    if mediation is None:
        raise unknown_invitation()
    party = mediation.party_with(command.token_hash)
    if party.accepts == command.accepts:
        return None
    if mediation.over:
        raise mediation_over()
    answered = mediation.with_party(
        party.model_copy(update={"accepts": command.accepts})
    )
    fact = PartyAnswered(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        party_id=party.party_id,
        accepts=command.accepts,
    )
    if not command.accepts:
        stopped: EndReason = "stopped_by_party" if party.accepts else "unwilling"
        return ended(rules, answered, stopped, (fact,))
    return Change(_begun(rules, answered, now), (fact,))


def fall_silent(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """Silence is an event: two more notices, then the party is unreachable."""
    due = tuple(p for p in mediation.parties if p.silent_at and p.silent_at <= now)
    said = tuple(_silent(mediation, party) for party in due)
    notices = rules.regime(mediation.regime).notices.count
    if any(party.notices >= notices for party in due):
        return ended(rules, mediation, "unreachable", said)
    return notice(rules, mediation, due, now, said)


def _silent(mediation: Mediation, party: Party) -> PartySilent:
    return PartySilent(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        party_id=party.party_id,
        notices=party.notices,
    )


def _begun(rules: Rules, mediation: Mediation, now: datetime) -> Mediation:
    if mediation.state != "inviting" or not mediation.everybody_accepted:
        return mediation
    until = mediation.term_ends_at or rules.term_end(mediation.term_days, now)
    return lasting_until(rules, mediation.but(state="mediating"), until)
