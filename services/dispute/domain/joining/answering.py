"""What the parties say to the invitation, and what their silence says."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import PartyAnswered, PartySilent
from services.dispute.domain.choosing.beginning import go_on
from services.dispute.domain.ending.outcome import EndReason, ended
from services.dispute.domain.errors import unknown_invitation
from services.dispute.domain.joining.leaving import left
from services.dispute.domain.joining.opening import notice
from services.dispute.domain.mediation import Mediation, Party
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Answer:
    token_hash: str
    accepts: bool


def answer(
    rules: Rules, mediation: Mediation | None, command: Answer, now: datetime
) -> Change[Mediation] | None:
    """One no ends it, at any time (人民调解法 17, 23); when all say yes it goes on.

    One of a group says no for itself only: it leaves, and nothing binds it.
    """
    if mediation is None:
        raise unknown_invitation()
    party = mediation.party_with(command.token_hash)
    if party.accepts == command.accepts or (party.left and not command.accepts):
        return None
    if command.accepts and not mediation.over:
        mediation.speaking(command.token_hash)
    must_be_open(mediation, _action(mediation, party, accepts=command.accepts))
    answered = mediation.with_party(
        party.model_copy(update={"accepts": command.accepts})
    )
    fact = PartyAnswered(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        party_id=party.party_id,
        accepts=command.accepts,
    )
    if not command.accepts and party.represented_by:
        return left(
            rules, answered, answered.party_called(party.party_id), now, (fact,)
        )
    if not command.accepts:
        stopped: EndReason = "stopped_by_party" if party.accepts else "unwilling"
        return ended(rules, answered, stopped, now, (fact,))
    return go_on(rules, answered, now, (fact,))


def _action(mediation: Mediation, party: Party, *, accepts: bool) -> str:
    """As the table of moves names it."""
    if accepts:
        return "accept"
    if party.represented_by:
        return "leave_group"
    asked = mediation.state == "inviting" and not party.accepts
    return "refuse" if asked else "stop"


def fall_silent(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """Silence is an event: two more notices, then the party is unreachable."""
    due = tuple(p for p in mediation.parties if p.silent_at and p.silent_at <= now)
    said = tuple(_silent(mediation, party) for party in due)
    notices = rules.regime(mediation.regime).notices.count
    if any(party.notices >= notices for party in due):
        return ended(rules, mediation, "unreachable", now, said)
    return notice(rules, mediation, due, now, said)


def _silent(mediation: Mediation, party: Party) -> PartySilent:
    return PartySilent(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        party_id=party.party_id,
        notices=party.notices,
    )
