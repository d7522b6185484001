"""A party asks for an open or a closed mediation: it is closed unless all want it open.

人民调解法 23: each party may ask for either; what one does not want, nobody else hears.
"""

from dataclasses import dataclass
from datetime import datetime

from services.dispute.domain.errors import unknown_invitation
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.refusals import must_be_open
from services.kit.writing.change import Change


@dataclass(frozen=True)
class OpenOrClosed:
    token_hash: str
    wants_open: bool


def open_or_close(
    mediation: Mediation | None, command: OpenOrClosed, now: datetime
) -> Change[Mediation] | None:
    """At any time, and taken back at any time."""
    if mediation is None:
        raise unknown_invitation()
    party = mediation.speaking(command.token_hash)
    if party.wants_open == command.wants_open:
        return None
    known = must_be_open(mediation, "open_or_close")
    asked = party.model_copy(update={"wants_open": command.wants_open})
    return Change(known.with_party(asked))
