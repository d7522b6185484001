"""What every fact about a mediation names."""

from contracts.codes import MediationId, PartyId
from contracts.envelope import Payload


class OfMediation(Payload):
    """A fact about one mediation."""

    mediation_id: MediationId


class ToldToParties(OfMediation):
    """A fact that each of these parties is told."""

    parties: tuple[PartyId, ...] = ()
    """Whom it concerns."""
