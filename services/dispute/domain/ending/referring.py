"""Where people go who did not agree: another way, by the city's list."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import CaseReferred
from services.dispute.domain.errors import unknown_mediation
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.kit.errors import Rejected
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Refer:
    to: str


def refer(
    rules: Rules, mediation: Mediation | None, command: Refer, now: datetime
) -> Change[Mediation] | None:
    """After an end without an agreement, or for the part that is not agreed."""
    if mediation is None:
        raise unknown_mediation()
    if command.to not in rules.ways.by_code:
        named = ", ".join(rules.ways.by_code)
        raise Rejected(
            "unknown-way",
            f"to: the city's ways are {named}",
            f"to:可选的途径是 {named}",
            status=422,
        )
    if command.to in mediation.referrals:
        return None
    rest = mediation.rest
    goes_on = rest is not None and rest.decision == "goes_on"
    if goes_on or mediation.state not in ("ended", "partly_agreed"):
        raise Rejected(
            "nothing-to-refer",
            "it goes on, or all is agreed: there is nothing to refer",
            "调解还在进行或者已经全部达成协议,没有需要引导的事项",
        )
    referred = mediation.but(referrals=(*mediation.referrals, command.to))
    fact = CaseReferred(
        case_id=referred.case_id,
        mediation_id=referred.mediation_id,
        parties=referred.told,
        to=command.to,
    )
    return Change(referred, (fact,))
