"""The agreement on paper, one copy each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from contracts.sealed import Agent
from services.dispute.documents import words
from services.dispute.documents.framing import Frame
from services.dispute.documents.sheet import Sheet, SignatureBlock
from services.dispute.documents.words import day, in_groups, minute, say
from services.dispute.domain.agreeing.agreement import MEDIATOR, Agreement
from services.dispute.domain.agreeing.text import AgreementPaper, Signer
from services.dispute.domain.mediation import Mediation
from services.dispute.signing.writing import Agents


@dataclass(frozen=True)
class Opened:
    """An agreement and its words, proved to be those that were signed."""

    mediation: Mediation
    agreement: Agreement
    paper: AgreementPaper
    agents: Agents = field(default_factory=dict)
    """By signer: who signed in their place."""

    @property
    def at(self) -> datetime:
        return self.agreement.sealed_at or self.agreement.drafted_at


def copy_for(frame: Frame, opened: Opened, whose: Signer | None = None) -> Sheet:
    """Copies differ in whose they are, and in nothing else."""
    agreement = opened.agreement
    name = say(words.COPY, who=whose.person.name) if whose else words.OFFICE_COPY
    sealed = say(words.SEALED, day=day(opened.at)) if agreement.effective else ""
    return frame.sheet(
        opened.mediation,
        opened.at,
        title=words.AGREEMENT,
        whose=name,
        text=opened.paper.text,
        signatures=tuple(_signatures(opened)),
        digest=in_groups(agreement.digest),
        digest_label=say(words.DIGEST),
        sealed=sealed,
        date=day(opened.at) if agreement.effective else "",
    )


def _signatures(opened: Opened) -> Iterator[SignatureBlock]:
    for each in opened.paper.signers:
        yield SignatureBlock(
            who=_for_whom(opened, each),
            signed=_signed(opened.agreement, each.party_id),
        )
    mediator = say(words.MEDIATOR)
    yield SignatureBlock(who=mediator, signed=_signed(opened.agreement, MEDIATOR))


def _for_whom(opened: Opened, signer: Signer) -> str:
    agent, who = opened.agents.get(signer.party_id), signer.person.name
    if agent is None:
        return say(words.PARTY, who=who)
    return say(words.BY_AGENT, who=who, agent=in_what_right(agent))


def in_what_right(agent: Agent) -> str:
    right = words.AUTHORITIES.get(agent.authority or "", words.ACTS)
    return say(words.AGENT, right=right, name=agent.name)


def _signed(agreement: Agreement, signer: str) -> str:
    signature = agreement.signature_of(signer)
    if signature is None:
        return ""
    return say(words.HOW[signature.how], at=minute(signature.at))
