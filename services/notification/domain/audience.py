"""Whom a fact is told to: one, many, or nobody."""

from contracts.codes import derived_id
from contracts.dispute import (
    CommitmentMade,
    InvitationSent,
    MediatorChosen,
    MediatorReplaced,
    OfTopic,
    SigningCodeSent,
    ToldToParties,
)
from contracts.envelope import Payload
from contracts.routing import (
    CaseSupervised,
    JointMeetingCalled,
    OfTask,
    TaskSupervised,
)

AGENT = "agent"
APPLICANT = "applicant"
DISPATCHER = "dispatcher"
MEDIATOR = "mediator"
ORIGINATOR = "originator"
PARTY = "party"
PEOPLE = frozenset({APPLICANT, AGENT, PARTY, ORIGINATOR})
"""Whose contact travels sealed; everybody else stands in the city's own data."""


def recipients_of(audience: str, fact: Payload) -> tuple[str, ...]:
    """Roles, codes of departments, desks or mediators, ids of parties or originators.

    The applicant is one of the parties, so that a fact which is told to each of those
    is told beside them only to who acts for the applicant.
    """
    match audience, fact:
        case "party", ToldToParties(parties=parties):
            return tuple(dict.fromkeys(parties))
        case "party", InvitationSent(party_id=party) | SigningCodeSent(party_id=party):
            return (party,)
        case "applicant", ToldToParties(parties=parties) if parties:
            return (AGENT,)
        case "originator", OfTopic(originators=ids) | CommitmentMade(originators=ids):
            return tuple(dict.fromkeys(ids))
        case "mediator", MediatorChosen(mediator=who) | MediatorReplaced(mediator=who):
            return (who,)
        case _:
            return (_office(audience, fact),)


def _office(audience: str, fact: Payload) -> str:
    """The first level over a task is the head of its department, at its own address."""
    match audience, fact:
        case "supervisor", TaskSupervised(level=level) if level > 1:
            return f"supervision-{level}"
        case "supervisor", CaseSupervised(level=level):
            return f"supervision-{level}"
        case "department" | "supervisor", OfTask(department=department):
            return department
        case "department", JointMeetingCalled(department=department):
            return department
        case _:
            return audience


def contact_of(recipient: str, fact: Payload, about: str) -> str | None:
    """Whose contact a message to this recipient needs; None: the city's own office.

    A signing code lies apart from the party it is for, so that it can end by itself.
    """
    match fact:
        case _ if recipient in (APPLICANT, AGENT):
            return fact.case_id
        case SigningCodeSent():
            return code_contact(about)
        case ToldToParties(parties=ids) if recipient in ids:
            return recipient
        case InvitationSent(party_id=party) if recipient == party:
            return recipient
        case OfTopic(originators=ids) | CommitmentMade(originators=ids):
            return recipient if recipient in ids else None
        case _:
            return None


def code_contact(about: str) -> str:
    return derived_id("signing code", about)
