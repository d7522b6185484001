"""How it ends, what was signed, and where people go who did not agree."""

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime

from contracts.codes import Code, PartyId
from contracts.dispute.mediation import OfMediation, ToldToParties
from contracts.sealed import For, Sealed


class SigningCodeSent(OfMediation):
    """A party may sign with the code in `contact`, a `SigningCard`."""

    TYPE: ClassVar[str] = "tongban.dispute.signing-code-sent.v1"

    party_id: PartyId
    contact: Annotated[Sealed, For("notification")]
    expires_at: AwareDatetime
    """After this moment another code has to be asked for."""


class AgreementOffered(ToldToParties):
    """There is a text to sign; it is read by the parties and nobody else."""

    TYPE: ClassVar[str] = "tongban.dispute.agreement-offered.v1"

    wet_ink: bool = False
    """True: it is signed on paper at the counter (电子签名法 3)."""


class AgreementSigned(ToldToParties):
    """Everybody has signed; it takes effect with the body's seal (人民调解法 29)."""

    TYPE: ClassVar[str] = "tongban.dispute.agreement-signed.v1"

    seal_by: AwareDatetime
    """Until when the body seals it."""
    mediator: Code | None = None
    """Who mediates."""


class SealOverdue(ToldToParties):
    """Everybody has signed, and the body has not sealed it by its day."""

    TYPE: ClassVar[str] = "tongban.dispute.seal-overdue.v1"

    due_at: AwareDatetime
    """Until when it should have been sealed."""
    until: AwareDatetime | None = None
    """By when it is to be sealed now, and the parties hear of it again."""
    escalated: bool = False
    """True: it was late before; whoever supervises the body is told too."""


class MediationAgreed(ToldToParties):
    """They have agreed, signed and sealed or by word; it stays between them."""

    TYPE: ClassVar[str] = "tongban.dispute.mediation-agreed.v1"

    partly: bool = False
    """True: on a part of it."""
    confirm_by: AwareDatetime | None = None
    """Until when a court can be asked to confirm it (人民调解法 33)."""
    oral: bool = False
    """True: by word of mouth and performed at once; nobody has signed anything."""
    rest_by: AwareDatetime | None = None
    """On a part: until when the parties choose whether they mediate the rest."""


class RestDecided(ToldToParties):
    """After a partial agreement it is known what becomes of the rest."""

    TYPE: ClassVar[str] = "tongban.dispute.rest-decided.v1"

    decision: Literal["goes_on", "ended"]
    """All parties want to mediate it, or one does not, or nobody has said so."""
    reason: Code | None = None
    """Why it ended: `unwilling`, `silent`, or `erased`, when nobody can be named."""


class MediationEnded(ToldToParties):
    """The mediation ended without an agreement."""

    TYPE: ClassVar[str] = "tongban.dispute.mediation-ended.v1"

    reason: Code


class CaseReferred(ToldToParties):
    """The parties were shown another way: arbitration, a ruling, a court, legal aid."""

    TYPE: ClassVar[str] = "tongban.dispute.case-referred.v1"

    to: Code
    """Which of the city's ways out of a dispute."""


class DangerReported(OfMediation):
    """Signs of danger or of a crime were reported; the wall does not hold for those.

    人民调解法 25; for minors 未成年人保护法 11, for violence at home 反家暴法 14.
    """

    TYPE: ClassVar[str] = "tongban.dispute.danger-reported.v1"

    kind: Code
    """Of what it was a sign."""
    to: Code
    """Which authority was told."""
    told: bool = True
    """False: the parties are not told, since that would endanger somebody."""
