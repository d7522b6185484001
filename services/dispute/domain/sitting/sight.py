"""Who may read what is behind the wall: the author, the mediator, whom it was shown to.

人民调解法 15(4), 深圳 24, 在线调解规则 29(4).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.words import Word

Role = Literal["party", "mediator", "administrator"]
TOO_EARLY = frozenset({"awaiting_task", "opened", "inviting", "selecting"})


@dataclass(frozen=True)
class Reader:
    """`id`: a party's, a mediator's code, or an administrator's login."""

    role: Role
    id: str


def may_read(mediation: Mediation, reader: Reader, word: Word) -> bool:
    """The body's administrator reads what was reported, and nothing else."""
    if word.mediation_id != mediation.mediation_id:
        return False
    match reader.role:
        case "party":
            there = word.kind != "facts" or is_present(mediation, reader.id)
            return is_party(mediation, reader.id) and (
                there and party_may_read(reader.id, word)
            )
        case "mediator":
            return hears(mediation, reader.id)
        case "administrator":
            return word.kind == "report"


def party_may_read(party_id: str, word: Word) -> bool:
    """What all parties are asked to agree to as undisputed, all of them read."""
    if word.kind == "report":
        return False
    mine = party_id in (word.author, *word.shown_to)
    return mine or word.kind == "facts"


def hears(mediation: Mediation, code: str) -> bool:
    """Chosen, and confirmed: before that, conflicts of interest are still unknown.

    Whoever was replaced reads nothing any more.
    """
    confirmed = mediation.confirm_by is None and mediation.state not in TOO_EARLY
    return bool(code) and code == mediation.mediator and confirmed


def is_party(mediation: Mediation, id: str) -> bool:
    """Also one that has left: what was its own stays its own."""
    return any(party.party_id == id for party in mediation.parties)


def is_present(mediation: Mediation, id: str) -> bool:
    return id in mediation.told


def of_all(mediation: Mediation, parties: Collection[str]) -> bool:
    """Everybody who speaks is there: of any other sitting nobody else is to know."""
    speaking = {party.party_id for party in mediation.present if party.speaks}
    return speaking.issubset(parties)
