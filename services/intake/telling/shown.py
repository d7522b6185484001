"""Cases as the people of the house see them: with what they say, or without."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from contracts.sealed import CaseContent
from services.intake.domain.case import Case
from services.intake.domain.parts import (
    HandOver,
    Holder,
    Notice,
    Paper,
    Step,
    Told,
    Warned,
)
from services.intake.domain.states import Anonymity, State
from services.intake.telling.repeats import RepeatsShown

SEALED = {"content", "answer"}


class CaseRow(BaseModel):
    """In a list: nothing that somebody wrote."""

    case_id: str
    case_no: str
    state: State
    kind: str
    request_type: str | None
    item: str | None
    item_version: int | None = None
    category: str
    area: str
    channel: str
    urgency: str
    received_at: datetime
    expected_at: datetime | None
    held_by: list[str]
    outcome: str | None
    reason: str | None
    """Why it was declined or handed over."""
    authority: str | None
    examine_by: datetime | None
    """Until when the window owes a word."""


class Words(BaseModel):
    """What somebody with a reason to know may read of a case."""

    content: CaseContent | None = None
    answer: str | None = None
    notice: str | None = None
    repeats: RepeatsShown = RepeatsShown()


class CaseShown(CaseRow):
    anonymity: Anonymity
    """Not named: nobody asks who it is."""
    helper: str | None
    accused: tuple[str, ...]
    deemed: bool
    allowed: tuple[str, ...]
    """What may be done with it now."""
    notices: tuple[Notice, ...]
    notice: str | None = None
    """What the latest notice says in words."""
    handed: HandOver | None
    warnings: tuple[Warned, ...]
    papers: tuple[Paper, ...]
    holders: tuple[Holder, ...]
    steps: tuple[Step, ...]
    told: tuple[Told, ...]
    content: CaseContent | None = None
    """Absent without a right to it, or when it has been erased."""
    answer: str | None = None
    repeats: RepeatsShown = RepeatsShown()


class DraftShown(BaseModel):
    """A form as far as it is filled in; no fields once it was handed in or expired."""

    case: CaseRow
    fields: dict[str, Any]


def row(case: Case) -> CaseRow:
    return CaseRow(**_fields(case))


def shown(case: Case, words: Words, allowed: tuple[str, ...]) -> CaseShown:
    """What is sealed at rest is left out, or stands there as it was opened."""
    known = CaseShown.model_fields.keys() & Case.model_fields.keys() - SEALED
    fields = {name: getattr(case, name) for name in known}
    bare = (notice.model_copy(update={"words": None}) for notice in case.notices)
    opened = dict(words)
    return CaseShown(
        **fields | _fields(case) | opened | {"notices": tuple(bare)}, allowed=allowed
    )


def _fields(case: Case) -> dict[str, Any]:
    same = CaseRow.model_fields.keys() & Case.model_fields.keys()
    return {
        **{name: getattr(case, name) for name in same},
        "expected_at": case.expected_at,
        "held_by": sorted({holder.department for holder in case.holders}),
    }
