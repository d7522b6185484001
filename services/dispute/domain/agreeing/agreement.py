"""An agreement on its way: its text's digest, and who has signed exactly that text."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from services.dispute.domain.performing.duty import Duty

MEDIATOR = "mediator"
"""Who signs beside the parties."""
SignedBy = Literal["code", "login", "wet_ink"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Scan(Frozen):
    """A sealed file; what it is called and is lies in its label."""

    scan_id: str
    """Follows from the request that handed it over, however often that came."""
    file: str
    label: str
    """An `AttachmentRef`, sealed at rest."""
    size: int


class Signature(Frozen):
    signer: str
    """A party's id, or `mediator`."""
    at: datetime
    how: SignedBy
    digest: str
    """Of the exact text that was signed."""
    recorded_by: str = ""
    """Whose login it is, or who recorded what was signed in ink."""
    scan: str | None = None
    """Of what was signed in ink."""
    by_agent: str | None = None
    """An `Agent` by name and right, sealed, who signed for the party; None: itself."""


class SigningCode(Frozen):
    """What one party may sign with, once; the code itself is known to nobody here."""

    party_id: str
    hash: str
    """Keyed."""
    expires_at: datetime
    tries: int = 0
    sent: tuple[datetime, ...] = ()
    """When this party was sent codes, the last one at the end."""
    spent: bool = False


class Agreement(Frozen):
    """What was drafted last. Whatever changes its text makes all of it anew."""

    edition: int
    paper: str
    """An `AgreementPaper`, sealed at rest under a key of its own."""
    digest: str
    """SHA-256 of the exact text, in hex."""
    drafted_by: str
    drafted_at: datetime
    dispute_type: str
    partly: bool
    wet_ink: bool
    unconfirmable: str | None = None
    """On which ground no court would confirm it (民诉解释 355)."""
    parties: tuple[str, ...]
    """Whose agreement the text says it is."""
    speaking: tuple[str, ...]
    """Those of them who sign: for who is represented, the representatives do."""
    duties: tuple[Duty, ...] = ()
    offered_at: datetime | None = None
    signatures: tuple[Signature, ...] = ()
    seal_by: datetime | None = None
    """Until when the body seals it; from the last signature on."""
    unsealed_at: datetime | None = None
    """When all hear that the seal is late, and of another day; None: nothing waits."""
    times_late: int = 0
    """How often that day has passed, and another one was set."""
    codes: tuple[SigningCode, ...] = ()
    scans: tuple[Scan, ...] = ()
    sealed_at: datetime | None = None
    """From here on it binds."""
    sealed_by: str = ""
    confirm_by: datetime | None = None
    remind_at: datetime | None = None
    """When the parties are told that `confirm_by` comes; None: they were."""

    @property
    def signers(self) -> tuple[str, ...]:
        return (*self.speaking, MEDIATOR)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Whose signature under exactly this text is missing."""
        signed = {each.signer for each in self.signatures if each.digest == self.digest}
        return tuple(signer for signer in self.signers if signer not in signed)

    def awaits_seal(self, told: tuple[str, ...]) -> bool:
        """Signed by all; `told`: whom it concerns now, and they are its parties."""
        ready = self.offered_at is not None and not self.unsigned
        return ready and set(self.parties) == set(told)

    @property
    def effective(self) -> bool:
        return self.sealed_at is not None

    def signature_of(self, signer: str) -> Signature | None:
        return next((s for s in self.signatures if s.signer == signer), None)

    def code_of(self, party_id: str) -> SigningCode | None:
        return next((code for code in self.codes if code.party_id == party_id), None)

    def duty(self, duty_id: str) -> Duty | None:
        return next((duty for duty in self.duties if duty.duty_id == duty_id), None)

    def scan(self, scan_id: str) -> Scan | None:
        return next((scan for scan in self.scans if scan.scan_id == scan_id), None)

    def but(self, **fields: Any) -> "Agreement":
        return self.model_copy(update=fields)

    @property
    def withdrawn(self) -> "Agreement":
        """The same text, before nobody and signed by nobody."""
        nothing = {"signatures": (), "codes": (), "seal_by": None, "unsealed_at": None}
        return self.but(offered_at=None, times_late=0, **nothing)

    def with_code(self, code: SigningCode) -> "Agreement":
        others = (c for c in self.codes if c.party_id != code.party_id)
        return self.but(codes=(*others, code))

    def with_duty(self, changed: Duty) -> "Agreement":
        return self.but(
            duties=tuple(
                changed if duty.duty_id == changed.duty_id else duty
                for duty in self.duties
            )
        )
