"""What the endpoints of agreements work with, and what each reader is shown."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel

from contracts.sealed import Agent
from services.dispute.documents.office import Documents
from services.dispute.domain.agreeing.agreement import Agreement, Signature, SignedBy
from services.dispute.domain.agreeing.refusals import no_agreement
from services.dispute.domain.agreeing.terms import Terms
from services.dispute.domain.agreeing.text import AgreementPaper, drafted_duties
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing.doing import Way, ways_out
from services.dispute.domain.states import ConfirmationState, Performance
from services.dispute.signing.scans import Scans
from services.dispute.signing.writing import Agents, Writing
from services.kit.running.clock import Clock


class SignatureView(BaseModel):
    signer: str
    at: datetime
    how: SignedBy
    scan: str | None
    """The scan of what was signed in ink."""
    agent: str | None = None
    """Who signed for the party, by name; None: it signed itself."""
    authority: str | None = None
    """By what right."""


class DutyView(BaseModel):
    duty_id: str
    by: str
    to: str
    content: str
    manner: str
    due_at: datetime
    performed_at: datetime | None
    how: str | None
    evidence: str | None
    breached_at: datetime | None
    reason: str | None


class AgreementView(BaseModel):
    """`digest` is of `text`, to the letter: that is what is signed."""

    number: str
    edition: int
    text: str
    digest: str
    dispute_type: str
    partly: bool
    wet_ink: bool
    offered_at: datetime | None
    unsigned: tuple[str, ...]
    signatures: list[SignatureView]
    seal_by: datetime | None
    """Until when the body seals it, once everybody has signed."""
    sealed_at: datetime | None
    confirm_by: datetime | None
    unconfirmable: str | None


class ProgressView(BaseModel):
    """How far an agreement is, without a word of it."""

    digest: str
    unsigned: tuple[str, ...]
    seal_by: datetime | None
    sealed_at: datetime | None
    confirm_by: datetime | None


class DutiesView(BaseModel):
    performance: Performance
    duties: list[DutyView]
    ways_out: tuple[Way, ...]
    """What is open where something was not done."""


class ConfirmationView(BaseModel):
    state: ConfirmationState
    joined: tuple[str, ...]
    """Which parties want it so far."""
    confirm_by: datetime | None
    applied_at: datetime | None
    document: str | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Room:
    terms: Terms
    writing: Writing
    scans: Scans
    documents: Documents
    clock: Clock

    async def agreement(self, mediation: Mediation) -> AgreementView:
        agreement = mediation.agreement
        if agreement is None:
            raise no_agreement()
        paper = await self.writing.read(mediation, agreement)
        agents = await self.writing.signed_by(mediation, agreement)
        return _agreement(agreement, paper, agents)

    async def duties(self, mediation: Mediation) -> DutiesView:
        agreement = mediation.agreement
        if agreement is None:
            raise no_agreement()
        paper = await self.writing.read(mediation, agreement)
        return DutiesView(
            performance=mediation.performance,
            duties=_duties(agreement, paper),
            ways_out=ways_out(mediation, self.clock()),
        )


def progress(mediation: Mediation) -> ProgressView:
    agreement = mediation.agreement
    if agreement is None:
        raise no_agreement()
    return ProgressView.model_validate(agreement, from_attributes=True)


def confirmation(mediation: Mediation) -> ConfirmationView:
    told = mediation.confirmation.model_dump(exclude={"decided_by"})
    agreement = mediation.agreement
    confirm_by = agreement.confirm_by if agreement else None
    return ConfirmationView.model_validate(told | {"confirm_by": confirm_by})


def _agreement(
    agreement: Agreement, paper: AgreementPaper, agents: Agents
) -> AgreementView:
    signatures = [
        _signature(each, agents.get(each.signer)) for each in agreement.signatures
    ]
    fields = {name: getattr(agreement, name) for name in AGREEMENT_FIELDS}
    return AgreementView(
        number=paper.number, text=paper.text, signatures=signatures, **fields
    )


def _signature(signature: Signature, agent: Agent | None) -> SignatureView:
    acting = {"agent": agent.name, "authority": agent.authority} if agent else {}
    return SignatureView.model_validate(signature.model_dump() | acting)


AGREEMENT_FIELDS = (
    "edition",
    "digest",
    "dispute_type",
    "partly",
    "wet_ink",
    "offered_at",
    "unsigned",
    "seal_by",
    "sealed_at",
    "confirm_by",
    "unconfirmable",
)


def _duties(agreement: Agreement, paper: AgreementPaper) -> list[DutyView]:
    words = drafted_duties(paper.draft)
    return [
        DutyView(
            content=said.content,
            manner=said.manner,
            **duty.model_dump(exclude={"remind_at", "overdue_at"}),
        )
        for duty, said in zip(agreement.duties, words, strict=True)
    ]
