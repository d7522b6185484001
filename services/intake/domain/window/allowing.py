"""Whether a step is open to a case as it is."""

from services.intake.domain import refusals
from services.intake.domain.case import Case
from services.intake.domain.moves import Who, from_here, is_open

RESIDENT: tuple[Who, ...] = ("resident",)
PEOPLE: tuple[Who, ...] = (*RESIDENT, "window")


def demand(action: str, case: Case) -> None:
    """Rejected, with what is open instead; what is forgotten is over for good."""
    if case.forgotten:
        raise refusals.wrong_state(case.state, ())
    if not is_open(action, case.state):
        raise refusals.wrong_state(case.state, from_here(case.state, *PEOPLE))
