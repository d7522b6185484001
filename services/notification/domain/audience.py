"""Whom a fact is told to: one, many, or nobody."""

from collections.abc import Collection
from datetime import datetime

from contracts.codes import derived_id
from contracts.dispute import (
    AgreementSigned,
    CommitmentMade,
    ConfirmationDueSoon,
    InvitationSent,
    MediationOpened,
    MediatorChosen,
    MediatorConfirmed,
    MediatorReplaced,
    OfTopic,
    SessionCancelled,
    SessionDueSoon,
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
DEPARTMENT = "department"
DISPATCHER = "dispatcher"
MEDIATOR = "mediator"
ORIGINATOR = "originator"
PARTY = "party"
SUPERVISOR = "supervisor"
PEOPLE = frozenset({APPLICANT, AGENT, PARTY, ORIGINATOR})
"""Whose contact travels sealed; everybody else stands in the city's own data."""

WITH_MEDIATOR = (
    MediationOpened,
    MediatorChosen,
    MediatorConfirmed,
    MediatorReplaced,
    SessionCancelled,
    SessionDueSoon,
    AgreementSigned,
    ConfirmationDueSoon,
)
"""Facts that name a mediator; some, only if there is one."""

EVERYBODY = PEOPLE | {DEPARTMENT, SUPERVISOR, DISPATCHER, MEDIATOR}
NOT_FOR_CLERKS = frozenset({SUPERVISOR, MEDIATOR})
"""Some of what they are told, of a danger at home say, no counter may know."""

WITH_AN_INBOX = frozenset({APPLICANT, DEPARTMENT, DISPATCHER, SUPERVISOR})
"""Who finds in the app what they are told; a resident who asks for it."""


def recipients_of(audience: str, fact: Payload) -> tuple[str, ...]:
    """Roles, codes of departments, desks or mediators, ids of parties or originators.

    The applicant is one of the parties, so that a fact which is told to each of those
    is told beside them only to who acts for the applicant.
    """
    match audience, fact:
        case "party", ToldToParties(parties=parties):
            return tuple(dict.fromkeys(parties))
        case "party", InvitationSent() | SigningCodeSent():
            return (written_to(fact),)
        case "applicant", ToldToParties(parties=parties) if parties:
            return (AGENT,)
        case "originator", OfTopic(originators=ids) | CommitmentMade(originators=ids):
            return tuple(dict.fromkeys(ids))
        case "mediator", _ if isinstance(fact, WITH_MEDIATOR):
            return (fact.mediator,) if fact.mediator else ()
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


def with_agents(
    recipients: tuple[str, ...], fact: Payload, known: Collection[str]
) -> tuple[str, ...]:
    """Beside each party whoever acts for it; alone, where only the agent is known."""
    if not isinstance(fact, ToldToParties):
        return recipients
    told: list[str] = []
    for each in recipients:
        agent = agent_contact(each)
        if each in known or agent not in known:
            told.append(each)
        if agent in known:
            told.append(agent)
    return tuple(told)


def contact_of(
    recipient: str, fact: Payload, about: str, known: Collection[str] = ()
) -> str | None:
    """Whose contact a message to this recipient needs; None: the city's own office.

    `known`: of whom there is a card, who acts for a party too.
    A signing code lies apart from the party it is for, so that it can end by itself.
    """
    match fact:
        case _ if recipient in (APPLICANT, AGENT):
            return fact.case_id
        case SigningCodeSent():
            return code_contact(about)
        case ToldToParties(parties=ids) if recipient in ids or recipient in known:
            return recipient
        case InvitationSent() if recipient == written_to(fact):
            return recipient
        case OfTopic(originators=ids) | CommitmentMade(originators=ids):
            return recipient if recipient in ids else None
        case _:
            return None


def good_until(fact: Payload) -> datetime | None:
    """From when on it says nothing that serves anybody."""
    return fact.expires_at if isinstance(fact, SigningCodeSent) else None


def agent_contact(party_id: str) -> str:
    """Where the card of who acts for a party lies, beside the party's own."""
    return derived_id("agent", party_id)


def written_to(fact: InvitationSent | SigningCodeSent) -> str:
    """The party, or who acts for it."""
    for_agent = isinstance(fact, InvitationSent) and fact.for_agent
    return agent_contact(fact.party_id) if for_agent else fact.party_id


def code_contact(about: str) -> str:
    return derived_id("signing code", about)
