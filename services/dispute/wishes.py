"""How somebody asked to be written to when they handed their matter over."""

from contracts.sealed import CaseContent, Plaintext, Preferences
from services.dispute.domain.party import Party
from services.kit.sealing.vault import Vault


class Wishes(Plaintext):
    """Of the applicant; whoever is named by others has not said any."""

    language: str = "zh"
    preferences: Preferences | None = None


def wishes_in(content: CaseContent) -> Wishes:
    return Wishes(language=content.language, preferences=content.preferences)


async def wishes_of(vault: Vault, mediation_id: str, party: Party) -> Wishes:
    """The usual ones, where none were said or they are kept no more."""
    sealed = party.wishes
    kept = await vault.open(mediation_id, sealed, Wishes) if sealed else None
    return kept or Wishes()
