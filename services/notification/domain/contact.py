"""How to reach the people of a case, or one party: known here only, and only sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.intake import CaseAccepted
from services.kit.writing.change import Aggregate, Change


class Contact(Aggregate):
    """`contact_id` is the case's id, or the party's.

    The case's own facts (number, area) and its contact come in either order.
    """

    contact_id: str
    case_id: str
    card: str | None = None
    """A `ContactCard` or `PartyCard`, sealed at rest under `contact_id`."""
    case_no: str | None = None
    area: str = ""

    def index(self) -> dict[str, Any]:
        return {"case_id": self.case_id}


@dataclass(frozen=True)
class Card:
    contact_id: str
    case_id: str
    sealed: str


def keep_card(contact: Contact | None, card: Card, now: datetime) -> Change[Contact]:
    """The newest card counts."""
    known = contact or Contact(contact_id=card.contact_id, case_id=card.case_id)
    return Change(known.model_copy(update={"card": card.sealed}))


def keep_case(
    contact: Contact | None,
    fact: CaseAccepted,
    now: datetime,
) -> Change[Contact]:
    known = contact or Contact(contact_id=fact.case_id, case_id=fact.case_id)
    case = {"case_no": fact.case_no, "area": fact.area}
    return Change(known.model_copy(update=case))
