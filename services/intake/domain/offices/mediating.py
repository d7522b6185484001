"""What a mediation is for its case: how far it is, and no party's answer or words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from contracts.dispute import (
    AgreementOffered,
    CaseReferred,
    ConfirmationApplied,
    ConfirmationDecided,
    DutyBreached,
    DutyPerformed,
    InvitationSent,
    MediationAgreed,
    MediationEnded,
    MediationOpened,
    MediatorChosen,
    MediatorConfirmed,
    MediatorReplaced,
    PartyAnswered,
    PartySilent,
    RestDecided,
    SessionHeld,
    SessionScheduled,
    TermExtended,
)
from contracts.envelope import Payload

MEDIATED: Mapping[type[Payload], Callable[[Any], tuple[str, str | None]]] = {
    MediationOpened: lambda fact: ("mediation_opened", fact.regime),
    InvitationSent: lambda fact: (
        "party_invited" if fact.notice == 1 else "party_invited_again",
        None,
    ),
    PartyAnswered: lambda fact: ("party_answered", None),
    PartySilent: lambda fact: ("party_silent", None),
    MediatorChosen: lambda fact: (f"mediator_{fact.how}", None),
    MediatorConfirmed: lambda fact: ("mediator_confirmed", None),
    MediatorReplaced: lambda fact: ("mediator_replaced", None),
    SessionScheduled: lambda fact: (
        "session_scheduled" if fact.times == 1 else "session_moved",
        None,
    ),
    SessionHeld: lambda fact: ("session_held", None),
    TermExtended: lambda fact: (_new_term(fact), None),
    AgreementOffered: lambda fact: (
        "agreement_on_paper" if fact.wet_ink else "agreement_offered",
        None,
    ),
    MediationAgreed: lambda fact: (
        "mediation_partly_agreed" if fact.partly else "mediation_agreed",
        None,
    ),
    RestDecided: lambda fact: (f"rest_{fact.decision}", None),
    MediationEnded: lambda fact: ("mediation_ended", fact.reason),
    CaseReferred: lambda fact: ("mediation_referred", None),
    DutyPerformed: lambda fact: (
        "agreement_performed" if fact.last else "duty_performed",
        None,
    ),
    DutyBreached: lambda fact: ("duty_breached", None),
    ConfirmationApplied: lambda fact: ("confirmation_applied", None),
    ConfirmationDecided: lambda fact: (f"confirmation_{fact.decision}", None),
}
"""That danger was reported is no step: whoever reads it may be whom it warns of."""


def _new_term(fact: TermExtended) -> str:
    if fact.excluded:
        return "term_excluded"
    return "term_shortened" if fact.earlier else "term_extended"


def is_no_step(fact: Payload) -> bool:
    """A sitting with some of the parties is nobody else's business.

    That the rest of it goes on was told when all had chosen that.
    """
    match fact:
        case MediationOpened(continues=str()) | InvitationSent(rest=True):
            return True
        case SessionScheduled() | SessionHeld():
            return not fact.all_parties or len(fact.parties) == 1
    return False


UNTIL: Mapping[type[Payload], Callable[[Any], datetime | None]] = {
    MediatorConfirmed: lambda fact: fact.term_ends_at,
    SessionScheduled: lambda fact: fact.at,
    TermExtended: lambda fact: fact.until,
}
"""The day that a step names."""
