"""What the mediation centre tells about a mediation: its course, never its words."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime

from contracts.codes import (
    AreaCode,
    CaseId,
    CaseNo,
    Code,
    DepartmentCode,
    MediationId,
    PartyId,
    TaskId,
)
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
    """Whether it wants to mediate."""


class MediationAgreed(OfMediation):
    """All parties agreed; what they agreed stays between them."""

    TYPE: ClassVar[str] = "tongban.dispute.mediation-agreed.v1"

    partly: bool = False
    """True: on a part of it."""


class MediationEnded(OfMediation):
    """The mediation ended without an agreement."""

    TYPE: ClassVar[str] = "tongban.dispute.mediation-ended.v1"

    reason: Code


class CommitmentMade(Payload):
    """Somebody promised something in a deliberation: a case of its own, with a clock.

    `case_id` is the topic's, the key of everything that a deliberation says.
    """

    TYPE: ClassVar[str] = "tongban.dispute.commitment-made.v1"

    commitment_id: CaseId
    case_no: CaseNo
    department: DepartmentCode
    co_handlers: tuple[DepartmentCode, ...] = ()
    category: Code
    area: AreaCode
    promised_by: AwareDatetime
    """Until when it was promised."""
