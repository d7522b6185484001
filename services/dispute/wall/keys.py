"""Under which key a text lies: one for each who speaks, apart from the case's own."""

from collections.abc import Iterable

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.words import MEDIATOR, Kind, Word

FACTS, REPORTS = "facts", "reports"
APART: dict[Kind, str] = {"facts": FACTS, "report": REPORTS}


def key_of(word: Word) -> str:
    return key_for(word.mediation_id, word.kind, word.author)


def key_for(mediation_id: str, kind: Kind, author: str) -> str:
    return _key(mediation_id, APART.get(kind, author))


def paper_key(mediation_id: str) -> str:
    """Of what is drafted, and of what is scanned with it."""
    return f"paper:{mediation_id}"


def keys_of_words(mediation: Mediation, authors: Iterable[str]) -> tuple[str, ...]:
    """All that goes with its words: a draft that never became an agreement, too."""
    id, made = mediation.mediation_id, mediation.agreement
    agreed = made is not None and made.effective
    return (*keys_of(mediation, authors), *(() if agreed else (paper_key(id),)))


def keys_of_record(mediation: Mediation) -> tuple[str, ...]:
    """Names, and what was agreed."""
    return mediation.mediation_id, paper_key(mediation.mediation_id)


def keys_of(mediation: Mediation, authors: Iterable[str]) -> tuple[str, ...]:
    """All that its words may lie under; also where nobody has spoken yet."""
    parties = (party.party_id for party in mediation.parties)
    whose = {MEDIATOR, FACTS, REPORTS, *parties, *authors}
    return tuple(_key(mediation.mediation_id, each) for each in sorted(whose))


def _key(mediation_id: str, whose: str) -> str:
    return f"wall:{mediation_id}:{whose}"
