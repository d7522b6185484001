"""How far a partner's request is: what is told of it, and of which nothing more is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel

from contracts.envelope import Payload
from contracts.intake import (
    CaseAccepted,
    CaseAnswered,
    CaseAnsweredAtOnce,
    CaseClosed,
    CaseDeclined,
    CaseHandedOver,
    CaseRegistered,
    CaseReopened,
    CaseWarned,
    CaseWithdrawn,
    CorrectionReceived,
    CorrectionRequested,
)
from services.kit.writing.change import Aggregate, Change

REQUEST_UPDATED = "tongban.notification.request-updated.v1"
Status = Literal["open", "closed"]

STATUS: Mapping[type[Payload], Status] = {
    CaseRegistered: "open",
    CorrectionRequested: "open",
    CorrectionReceived: "open",
    CaseAccepted: "open",
    CaseReopened: "open",
    CaseDeclined: "closed",
    CaseHandedOver: "closed",
    CaseAnsweredAtOnce: "closed",
    CaseAnswered: "closed",
    CaseWithdrawn: "closed",
    CaseClosed: "closed",
}
"""Public steps, and what `GET requests` of Open311 calls the state they lead to."""

HUSHES = (CaseWarned,)


class RequestUpdate(BaseModel):
    """All that is told; the names are those of GeoReport v2."""

    service_request_id: str
    status: Status
    updated_datetime: AwareDatetime


class PartnerCase(Aggregate):
    """Whose app a case came by."""

    case_id: str
    case_no: str
    partner: str
    hushed: bool = False
    """Somebody has to look at it: whoever filed it is told nothing more, for ever."""

    @property
    def owner(self) -> str:
        return partner_owner(self.partner)

    def update(self, fact: Payload, at: datetime) -> RequestUpdate:
        return RequestUpdate(
            service_request_id=self.case_no,
            status=STATUS[type(fact)],
            updated_datetime=at,
        )


def partner_owner(code: str) -> str:
    """No department's code has a stroke in it."""
    return f"partner/{code}"


def keep(
    case: PartnerCase | None, fact: CaseRegistered, now: datetime
) -> Change[PartnerCase] | None:
    if case or fact.partner is None:
        return None
    kept = PartnerCase(case_id=fact.case_id, case_no=fact.case_no, partner=fact.partner)
    return Change(kept)


def hush(
    case: PartnerCase | None, fact: Payload, now: datetime
) -> Change[PartnerCase] | None:
    if case is None or case.hushed:
        return None
    return Change(case.model_copy(update={"hushed": True}))


def hushes(fact: Payload) -> bool:
    """After it Open311 tells a partner no more than a number and a status."""
    is_report = isinstance(fact, CaseAccepted) and (
        fact.request_type == "report" or bool(fact.accused)
    )
    return is_report or isinstance(fact, HUSHES)
