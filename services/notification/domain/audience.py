"""Whom a fact is told to."""

from contracts.dispute import InvitationSent
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


def recipient_of(audience: str, fact: Payload) -> str:
    """`applicant`, a department's code, a desk of the city, or a party's id.

    The first level over a task is the head of its department, at its own address.
    """
    match audience, fact:
        case "supervisor", TaskSupervised(level=level) if level > 1:
            return f"supervision-{level}"
        case "supervisor", CaseSupervised(level=level):
            return f"supervision-{level}"
        case "department" | "supervisor", OfTask(department=department):
            return department
        case "department", JointMeetingCalled(department=department):
            return department
        case "party", InvitationSent(party_id=party):
            return party
        case _:
            return audience


def contact_of(audience: str, fact: Payload) -> str | None:
    """Whose contact is needed; offices stand in the city's own directory."""
    match audience, fact:
        case "applicant", _:
            return fact.case_id
        case "party", InvitationSent(party_id=party):
            return party
        case _:
            return None
