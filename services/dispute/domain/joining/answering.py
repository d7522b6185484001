"""What the parties say to the invitation, and what their silence says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.dispute import PartyAnswered
from services.dispute.domain.ending.outcome import EndReason, ended
from services.dispute.domain.joining.opening import notice
from services.dispute.domain.mediation import (
    NOTICES,
    Mediation,
    Rules,
    mediation_over,
    unknown_invitation,
)
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
    return Change(_begun(answered, now), (fact,))


def fall_silent(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """Silence is an event: two more notices, then the party is unreachable."""
    due = tuple(
        party
        for party in mediation.parties
        if party.next_notice_at and party.next_notice_at <= now
    )
    if any(party.notices >= NOTICES for party in due):
        return ended(rules, mediation, "unreachable")
    return notice(mediation, due, now)


def _begun(mediation: Mediation, now: datetime) -> Mediation:
    if mediation.state != "inviting" or not mediation.everybody_accepted:
        return mediation
    return mediation.but(
        state="mediating",
        term_ends_at=mediation.term_ends_at
        or now + timedelta(days=mediation.term_days),
    )
