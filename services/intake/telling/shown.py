"""Cases as the people of the house see them: with what they say, or without."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from contracts.sealed import CaseContent
from services.intake.domain.case import Case, State
from services.intake.domain.parts import Holder, Step, Told


class CaseRow(BaseModel):
    """In a list: nothing that somebody wrote."""

    case_id: str
    case_no: str
    state: State
    kind: str
    request_type: str | None
    item: str | None
    category: str
    area: str
    channel: str
    urgency: str
    received_at: datetime
    expected_at: datetime | None
    held_by: list[str]
    outcome: str | None
    authority: str | None


class CaseShown(CaseRow):
    holders: tuple[Holder, ...]
    steps: tuple[Step, ...]
    told: tuple[Told, ...]
    content: CaseContent | None = None
    """Absent without a right to it, or when it has been erased."""
    answer: str | None = None


def row(case: Case) -> CaseRow:
    return CaseRow(**_fields(case))


def shown(case: Case, content: CaseContent | None, answer: str | None) -> CaseShown:
    return CaseShown(
        **_fields(case),
        holders=case.holders,
        steps=case.steps,
        told=case.told,
        content=content,
        answer=answer,
    )


def _fields(case: Case) -> dict[str, Any]:
    same = CaseRow.model_fields.keys() & Case.model_fields.keys()
    return {
        **{name: getattr(case, name) for name in same},
        "expected_at": case.expected_at,
        "held_by": sorted({holder.department for holder in case.holders}),
    }
