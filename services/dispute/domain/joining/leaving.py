"""A party leaves, and the others go on if there are still two sides."""

from dataclasses import dataclass
from datetime import datetime

from contracts.envelope import Payload
from services.dispute.domain.choosing.beginning import go_on
from services.dispute.domain.ending.outcome import EndReason, ended
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.party import Party
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules
from services.kit.errors import Rejected
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Leave:
    party_id: str


def leave(
    rules: Rules, mediation: Mediation | None, command: Leave, now: datetime
) -> Change[Mediation] | None:
    """The mediator records that somebody has no part in it any more."""
    gone = [p.party_id for p in mediation.parties if p.left] if mediation else []
    if command.party_id in gone:
        return None
    mediation = must_be_open(mediation, "leave")
    return left(rules, mediation, mediation.party_called(command.party_id), now)


def left(
    rules: Rules,
    mediation: Mediation,
    party: Party,
    now: datetime,
    said: tuple[Payload, ...] = (),
) -> Change[Mediation]:
    if any(party.party_id in other.represented_by for other in mediation.present):
        raise Rejected(
            "represents-others",
            "others are represented by this party: name somebody else for them first",
            "该当事人是其他当事人的代表人,请先更换代表人",
            law="宁波 20",
        )
    gone = mediation.with_party(party.model_copy(update={"left": True}))
    if len(gone.present) < 2 and gone.state != "opened":
        return ended(rules, gone, _reason(party), now, said)
    return go_on(rules, gone, now, said)


def _reason(party: Party) -> EndReason:
    """Whoever applied takes it back; anybody else stops it."""
    return "withdrawn" if party.role == "applicant" else "stopped_by_party"
