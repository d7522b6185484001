"""What the window tells others of a case, each fact from the case as it is."""

from collections.abc import Mapping
from datetime import datetime

from contracts.envelope import Payload
from contracts.intake import (
    CaseAccepted,
    CaseAnsweredAtOnce,
    CaseHandedOver,
    CaseRegistered,
    CaseWarned,
)
from services.intake.domain.case import Case
from services.intake.domain.parts import Step, Warned


def registered(case: Case, partner: str | None = None) -> CaseRegistered:
    """Whose app it came by is said of no case of which a partner is told nothing."""
    return CaseRegistered(
        case_id=case.case_id,
        case_no=case.case_no,
        kind=case.kind,
        channel=case.channel,
        received_at=case.received_at,
        area=case.area,
        partner=None if case.discreet else partner,
    )


def accepted(case: Case) -> CaseAccepted:
    assert case.accepted_at is not None
    return CaseAccepted(
        case_id=case.case_id,
        case_no=case.case_no,
        kind=case.kind,
        request_type=case.request_type,
        item=case.item,
        item_version=case.item_version,
        category=case.category,
        area=case.area,
        channel=case.channel,
        urgency=case.urgency,
        received_at=case.received_at,
        accepted_at=case.accepted_at,
        deemed=case.deemed,
        accused=case.accused,
    )


def handed_over(case: Case) -> CaseHandedOver:
    assert case.handed is not None
    assert case.reason is not None
    return CaseHandedOver(
        case_id=case.case_id,
        case_no=case.case_no,
        reason=case.reason,
        authority=case.handed.authority,
    )


def answered_at_once(case: Case) -> CaseAnsweredAtOnce:
    return CaseAnsweredAtOnce(case_id=case.case_id, case_no=case.case_no)


def warned(case: Case, warning: Warned) -> CaseWarned:
    return CaseWarned(
        case_id=case.case_id,
        case_no=case.case_no,
        area=case.area,
        reason=warning.reason,
        authority=warning.authority,
    )


def with_warnings(
    case: Case, warnings: Mapping[str, str | None], at: datetime
) -> tuple[Case, tuple[Payload, ...]]:
    """`warnings`: by reason, the authority that has to come or to be told."""
    said: tuple[Payload, ...] = ()
    for reason, authority in warnings.items():
        case, more = with_warning(case, reason, at, authority)
        said += more
    return case, said


def with_warning(
    case: Case, reason: str, at: datetime, authority: str | None = None
) -> tuple[Case, tuple[Payload, ...]]:
    """Once for each reason, shown with the case and told to whoever must look."""
    if any(warning.reason == reason for warning in case.warnings):
        return case, ()
    warning = Warned(reason=reason, at=at, authority=authority)
    after = case.but(warnings=(*case.warnings, warning))
    return after.noting(Step(code="warned", at=at, detail=reason)), (
        warned(after, warning),
    )
