"""A matter is handed over once, and from then on somebody answers for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contracts.envelope import Payload
from contracts.intake import CaseRecorded, ContactRegistered
from services.intake.domain import refusals
from services.intake.domain.case import Case
from services.intake.domain.likeness import Marks
from services.intake.domain.parts import Step
from services.intake.domain.states import Anonymity
from services.intake.domain.window import facts
from services.intake.domain.window.deciding import (
    EMERGENCY,
    as_accepted,
    as_answered,
    as_handed_over,
)
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
    anonymity: Anonymity = "named"
    language: str = "zh"
    helper: str | None = None
    accused: tuple[str, ...] = ()
    examine_by: datetime | None = None
    """None: the city takes it up at once."""
    answer: str | None = None
    """Sealed: the clerk knew it."""
    emergency: str | None = None
    """The authority that has to come at once."""
    warnings: Mapping[str, str | None] = field(default_factory=dict)
    """By reason: the authority that has to come, or that the law wants told."""
    of_draft: str | None = None
    """The sealed draft that it was made from."""
    item_version: int | None = None
    received_at: datetime | None = None
    """None: now. Earlier: on paper, or before this platform."""
    recorded_at: datetime | None = None
    """When it was answered, of a case of former days; nobody owes anything."""
    marks: Marks = field(default_factory=Marks)
    partner: str | None = None
    """Whose app handed it in."""


NOT_KEPT = {
    "contact",
    "answer",
    "emergency",
    "warnings",
    "of_draft",
    "recorded_at",
    "partner",
}
"""What becomes of these is in the case; they are not."""


def register(
    case: Case | None, new: RegisterCase, now: datetime
) -> Change[Case] | None:
    """What was registered before is no news; a draft becomes what it was meant for."""
    if case and case.state != "draft":
        return None
    if case and new.of_draft not in {None, case.content}:
        raise refusals.saved_meanwhile()
    begun = _begun(new, now).but(attachments=case.attachments if case else ())
    if new.recorded_at:
        return _recorded(begun, new, new.recorded_at)
    told, warnings = facts.with_warnings(begun, new.warnings, now)
    after, decided = _decided(told, new, now)
    contact = contact_fact(new.case_id, new.contact)
    said = facts.registered(after, new.partner)
    return Change(after, (said, *decided, *contact, *warnings))


def _begun(new: RegisterCase, now: datetime) -> Case:
    received = min(new.received_at or now, now)
    kept = {name: value for name, value in vars(new).items() if name not in NOT_KEPT}
    case = Case(
        **kept
        | {
            "state": "registered",
            "received_at": received,
            "submitted_at": received,
            "steps": (Step(code="registered", at=now),),
        }
    )
    return case.with_paper("receipt", now)


def _decided(
    case: Case, new: RegisterCase, now: datetime
) -> tuple[Case, tuple[Payload, ...]]:
    if new.emergency:
        return as_handed_over(case, EMERGENCY, new.emergency, now)
    if new.answer:
        return as_answered(case, new.answer, now)
    if new.examine_by:
        return case, ()
    return as_accepted(case, now, now)


def _recorded(case: Case, new: RegisterCase, at: datetime) -> Change[Case]:
    """Closed from the beginning, with the dates that it had."""
    answered = max(at, case.received_at)
    after = case.but(
        state="closed",
        answer=new.answer,
        answered_at=answered,
        outcome="explained",
        examine_by=None,
        papers=(),
        steps=(
            Step(code="registered", at=case.received_at),
            Step(code="answered", at=answered, detail="explained"),
        ),
    )
    said = CaseRecorded(
        case_id=case.case_id,
        case_no=case.case_no,
        kind=case.kind,
        category=case.category,
        area=case.area,
        received_at=case.received_at,
        answered_at=answered,
    )
    return Change(after, (said,))


def contact_fact(case_id: str, contact: str | None) -> tuple[Payload, ...]:
    if contact is None:
        return ()
    return (ContactRegistered(case_id=case_id, contact=contact),)
