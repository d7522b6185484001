"""A form that somebody has begun, and may go on with for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.intake.domain.case import Case, known
from services.intake.domain.forgetting import Forget, forgotten
from services.intake.domain.parts import Step
from services.intake.domain.window.allowing import demand
from services.kit.writing.change import Change

KEPT = timedelta(days=30)
"""From when it was last saved [ours]; then its words go."""
NOT_HANDED_IN = Forget(by="time", reason="not_handed_in")


@dataclass(frozen=True)
class SaveDraft:
    """Codes as far as they are known by now; `content` is sealed at rest."""

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
    accused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Discard:
    """Nobody goes on with it."""


def begin(case: Case | None, new: SaveDraft, now: datetime) -> Change[Case] | None:
    """Of several at once one begins it, and its number and code are everybody's."""
    if case is not None:
        return None
    draft = Case(**_kept(new, now))
    return Change(draft.noting(Step(code="drafted", at=now)))


def save(case: Case | None, new: SaveDraft, now: datetime) -> Change[Case]:
    """Keeps what it says now; nobody else is told."""
    before = known(case)
    demand("save", before)
    return Change(before.but(**_kept(new, now)))


def _kept(new: SaveDraft, now: datetime) -> dict[str, Any]:
    return vars(new) | {"state": "draft", "received_at": now, "keep_until": now + KEPT}


def discard(case: Case | None, ask: Discard, now: datetime) -> Change[Case] | None:
    before = known(case)
    if before.state == "expired":
        return None
    demand("discard", before)
    return Change(expired(before, now))


def expired(case: Case, now: datetime) -> Case:
    """What was written is gone with it; whoever began it may still learn so."""
    found_by = {"owner": case.owner, "query_code_digest": case.query_code_digest}
    empty = forgotten(case.but(state="expired"), NOT_HANDED_IN, now).but(**found_by)
    return empty.noting(Step(code="expired", at=now))
