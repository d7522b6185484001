"""A matter is handed over once, and from then on the city answers for it."""

from dataclasses import dataclass
from datetime import datetime

from contracts.envelope import Payload
from contracts.intake import CaseAccepted, CaseRegistered, ContactRegistered
from services.intake.domain.case import Case
from services.intake.domain.parts import Step
from services.kit.writing.change import Change


@dataclass(frozen=True)
class RegisterCase:
    """Checked, numbered and sealed; `contact` is None when nobody can be reached."""

    case_id: str
    case_no: str
    kind: str
    request_type: str | None
    item: str | None
    category: str
    area: str
    channel: str
    urgency: str
    owner: str | None
    request_digest: str
    query_code: str
    query_code_digest: str
    content: str
    contact: str | None


def register(
    case: Case | None, new: RegisterCase, now: datetime
) -> Change[Case] | None:
    """Registered and accepted in one step. What was registered before is no news."""
    if case:
        return None
    steps = (Step(code="registered", at=now), Step(code="accepted", at=now))
    case = Case(
        **{name: value for name, value in vars(new).items() if name != "contact"},
        state="accepted",
        received_at=now,
        accepted_at=now,
        steps=steps,
    )
    return Change(case, (_registered(case), _accepted(case, now), *_contact(new)))


def _registered(case: Case) -> CaseRegistered:
    return CaseRegistered(
        case_id=case.case_id,
        case_no=case.case_no,
        kind=case.kind,
        channel=case.channel,
        received_at=case.received_at,
    )


def _accepted(case: Case, now: datetime) -> CaseAccepted:
    return CaseAccepted(
        case_id=case.case_id,
        case_no=case.case_no,
        kind=case.kind,
        request_type=case.request_type,
        item=case.item,
        category=case.category,
        area=case.area,
        channel=case.channel,
        urgency=case.urgency,
        received_at=case.received_at,
        accepted_at=now,
    )


def _contact(new: RegisterCase) -> tuple[Payload, ...]:
    if new.contact is None:
        return ()
    return (ContactRegistered(case_id=new.case_id, contact=new.contact),)
