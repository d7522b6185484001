"""A few stand for many: what they say counts for those who let them."""

from dataclasses import dataclass
from datetime import datetime

from services.dispute.domain.choosing.beginning import go_on
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.party import Party
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules
from services.kit.errors import Rejected
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Represent:
    """`consents`: by represented party, what shows that it wants this, sealed."""

    representatives: tuple[str, ...]
    consents: tuple[tuple[str, str], ...]


def represent(
    rules: Rules, mediation: Mediation | None, command: Represent, now: datetime
) -> Change[Mediation] | None:
    """From now on their yes is the yes of those whom they represent (宁波 20)."""
    mediation = must_be_open(mediation, "represent")
    standing = [mediation.party_called(id) for id in command.representatives]
    members = [(mediation.party_called(id), given) for id, given in command.consents]
    if all(p.represented_by == command.representatives for p, _ in members):
        return None
    _check_count(rules, mediation, command)
    _check_each(mediation, standing, [party for party, _ in members])
    for party, given in members:
        told = {"represented_by": command.representatives, "consent": given}
        mediation = mediation.with_party(party.model_copy(update=told))
    return go_on(rules, mediation, now)


def _check_count(rules: Rules, mediation: Mediation, command: Represent) -> None:
    most = rules.regime(mediation.regime).representatives
    if len(command.representatives) > most.count:
        raise Rejected(
            "too-many-representatives",
            f"a group has at most {most.count} representatives",
            f"代表人最多{most.count}人",
            status=422,
            law=most.rule,
        )


def _check_each(
    mediation: Mediation, standing: list[Party], members: list[Party]
) -> None:
    """Nobody stands for themselves, in a chain, or without being able to decide."""
    ids = {party.party_id for party in standing}
    others = {id for party in mediation.present for id in party.represented_by}
    in_a_chain = any(not party.speaks for party in standing)
    if in_a_chain or any(party.party_id in ids | others for party in members):
        raise Rejected(
            "cannot-represent",
            "a representative is a party who speaks for itself and for the others",
            "代表人应当是当事人本人,且不由他人代表",
            status=422,
            law="宁波 20",
        )
    if any(party.needs_somebody for party in (*standing, *members)):
        raise Rejected(
            "guardian-needed",
            "somebody under age or without full capacity needs their guardian first",
            "未成年人和不能完全辨认自己行为的人须先登记监护人",
            status=422,
            law="民法典 23",
        )
