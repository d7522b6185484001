"""What the mediation centre tells about a mediation: its course, never its words."""

from typing import Annotated, ClassVar

from contracts.codes import Code, MediationId, PartyId, TaskId
from contracts.envelope import Payload
from contracts.sealed import For, Sealed


class OfMediation(Payload):
    """A fact about one mediation."""

    mediation_id: MediationId


class MediationOpened(OfMediation):
    """The mediation centre has taken the dispute."""

    TYPE: ClassVar[str] = "tongban.dispute.mediation-opened.v1"

    task_id: TaskId
    regime: Code


class InvitationSent(OfMediation):
    """A party is asked whether it wants to mediate: `contact` is a `PartyCard`."""

    TYPE: ClassVar[str] = "tongban.dispute.invitation-sent.v1"

    party_id: PartyId
    contact: Annotated[Sealed, For("notification")]


class PartyAnswered(OfMediation):
    """A party said yes or no; anybody may say no (人民调解法 17)."""

    TYPE: ClassVar[str] = "tongban.dispute.party-answered.v1"

    party_id: PartyId
    accepts: bool


class MediationAgreed(OfMediation):
    """All parties agreed; what they agreed stays between them."""

    TYPE: ClassVar[str] = "tongban.dispute.mediation-agreed.v1"

    partly: bool = False


class MediationEnded(OfMediation):
    """The mediation ended without an agreement."""

    TYPE: ClassVar[str] = "tongban.dispute.mediation-ended.v1"

    reason: Code
