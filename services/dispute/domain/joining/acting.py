"""Somebody acts for a party, and by what right."""

from dataclasses import dataclass
from datetime import datetime

from services.dispute.domain.joining.opening import to_agent
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.party import GUARDING, Party
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules
from services.kit.errors import Rejected
from services.kit.writing.change import Change

AUTHORITIES = GUARDING | {"written_mandate", "legal_representative"}
"""As the contract of an `Agent` names them."""


@dataclass(frozen=True)
class ActingFor:
    """An agent as kept: who it is is sealed, and so is what shows their right."""

    agent: str
    invitation: str
    token_hash: str
    authority: str | None
    shown: bool
    digest: str = ""
    label: str | None = None


@dataclass(frozen=True)
class NameAgent:
    party_id: str
    acting: ActingFor


def name_agent(
    rules: Rules, mediation: Mediation | None, command: NameAgent, now: datetime
) -> Change[Mediation] | None:
    """The agent gets a link of their own; one named later takes their place."""
    mediation = must_be_open(mediation, "name_agent")
    party = mediation.party_called(command.party_id)
    acting = command.acting
    if party.agent and party.agent_digest == acting.digest:
        return None
    _check_right(party, acting)
    named = with_agent(party, acting)
    told = mediation.with_party(named)
    if not named.notices:
        return Change(told)
    return Change(told, (to_agent(told, named, acting.invitation),))


def with_agent(party: Party, acting: ActingFor) -> Party:
    return party.model_copy(
        update={
            "agent": acting.agent,
            "agent_label": acting.label,
            "agent_invitation": acting.invitation,
            "agent_token_hash": acting.token_hash,
            "agent_digest": acting.digest,
            "authority": acting.authority,
        }
    )


def _check_right(party: Party, acting: ActingFor) -> None:
    if acting.authority not in AUTHORITIES:
        raise Rejected(
            "unknown-authority",
            "authority: say guardian, statutory, legal_representative or"
            " written_mandate",
            "请说明代理权限:监护人、法定、法定代表人或者书面委托",
            status=422,
            law="民法典 163",
        )
    if party.needs_guardian and acting.authority not in GUARDING:
        raise Rejected(
            "guardian-needed",
            "for somebody under age or without full capacity only a guardian acts",
            "未成年人和不能完全辨认自己行为的人只能由监护人代理",
            status=422,
            law="民法典 23",
        )
    if not acting.shown:
        raise Rejected(
            "authority-not-shown",
            "evidence: name the document that shows the agent's right",
            "请提供证明代理权限的材料",
            status=422,
            law="民法典 165",
        )
