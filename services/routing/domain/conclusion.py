"""A handling ends with its last open task; the word is the lead's."""

from contracts.envelope import Payload
from contracts.routing import CaseConcluded
from services.kit.writing.change import Change
from services.routing.domain.handling import Handling


def concluded(handling: Handling, said: tuple[Payload, ...]) -> Change[Handling]:
    """Adds the conclusion to what was said, if nothing is open any more."""
    lead = handling.lead
    if handling.open_tasks or lead is None or lead.outcome is None:
        return Change(handling, said)
    fact = CaseConcluded(
        case_id=handling.case_id, outcome=lead.outcome, answer=lead.answer
    )
    return Change(handling.but(state="concluded"), (*said, fact))
