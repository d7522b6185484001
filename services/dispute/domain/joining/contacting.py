"""Nobody has been asked by the day that is set for it: the body is told, once."""

from datetime import datetime

from contracts.dispute import ContactMissed
from services.dispute.domain.joining.opening import unasked
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change

NOT_SCREENED, NO_OTHER_SIDE = "not_screened", "no_other_side"


def miss_contact(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """Invitations leave at once where they can: one thing or the other is missing."""
    if mediation.contact_by is None:
        return None
    fact = ContactMissed(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        due_at=mediation.contact_by,
        reason=NOT_SCREENED if unasked(rules, mediation) else NO_OTHER_SIDE,
    )
    return Change(mediation.but(contact_missed=True), (fact,))
