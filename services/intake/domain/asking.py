"""What the person a case belongs to may still say about it, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.envelope import Payload
from contracts.intake import (
    CaseEvaluated,
    CaseReopened,
    CaseSupplemented,
    CaseUrged,
    CaseWithdrawn,
)
from services.intake.domain import refusals
from services.intake.domain.case import Case, State, known
from services.intake.domain.offices.granting import Grants, granted
from services.intake.domain.parts import Evaluation, Step
from services.kit.writing.change import Change

MOST_SUPPLEMENTS = 50
MOST_SUPPLEMENTED = 150_000
"""Sealed characters of all: a content with all of them still fits into a grant."""
MOST_URGES = 50
MOST_GRANTED = 8_000_000
"""Characters that one supplement may send to all holders: a document has a limit."""
REOPEN_WITHIN = timedelta(days=30)
"""From the answer."""

ALLOWED: Mapping[State, tuple[str, ...]] = {
    "registered": ("withdraw", "urge", "supplement"),
    "accepted": ("withdraw", "urge", "supplement"),
    "in_progress": ("withdraw", "urge", "supplement"),
    "reopened": ("withdraw", "urge", "supplement"),
    "answered": ("evaluate", "reopen"),
    "withdrawn": (),
}


@dataclass(frozen=True)
class Ask:
    """`request`: `key#digest of the request`, if it came with a key."""

    request: str | None


@dataclass(frozen=True)
class Supplement(Ask):
    """`text` is sealed at rest; `grants` are for everybody who has the case."""

    text: str
    grants: Grants


@dataclass(frozen=True)
class Evaluate(Ask):
    grade: int
    named: bool


@dataclass(frozen=True)
class Reopen(Ask):
    reason: str


def withdraw(case: Case | None, ask: Ask, now: datetime) -> Change[Case] | None:
    """Nobody owes anything from now on. Who has it keeps it until it is cancelled."""
    before = known(case)
    if _heard(before, ask) or before.state == "withdrawn":
        return None
    _demand("withdraw", before, now)
    after = before.but(state="withdrawn")
    return _said(after, ask, Step(code="withdrawn", at=now), CaseWithdrawn)


def urge(case: Case | None, ask: Ask, now: datetime) -> Change[Case] | None:
    """No clock moves by it."""
    before = known(case)
    if _heard(before, ask):
        return None
    _demand("urge", before, now)
    if before.urged >= MOST_URGES:
        raise refusals.urged_enough(MOST_URGES)
    after = before.but(urged=before.urged + 1)
    return _said(after, ask, Step(code="urged", at=now), CaseUrged)


def supplement(
    case: Case | None, ask: Supplement, now: datetime
) -> Change[Case] | None:
    """Everybody who has the case is given it again with what was added."""
    before = known(case)
    if _heard(before, ask):
        return None
    _demand("supplement", before, now)
    after = before.supplemented(ask.text)
    if not _has_room(after):
        raise refusals.no_room(MOST_SUPPLEMENTS)
    if ask.grants.size > MOST_GRANTED:
        raise refusals.too_much_for_all()
    said = _said(after, ask, Step(code="supplemented", at=now), CaseSupplemented)
    grants = granted(after, after.holders, ask.grants)
    return Change(said.state, (*said.facts, *grants))


def evaluate(case: Case | None, ask: Evaluate, now: datetime) -> Change[Case] | None:
    """Once a round (好差评); the same again is no news."""
    before = known(case)
    given = Evaluation(round=before.round, grade=ask.grade, named=ask.named)
    if _heard(before, ask) or before.evaluation == given:
        return None
    if before.state == "answered" and before.evaluation:
        raise refusals.already_evaluated()
    _demand("evaluate", before, now)
    after = before.but(evaluations=(*before.evaluations, given)).hearing(ask.request)
    step = Step(code="evaluated", at=now, detail=str(ask.grade))
    fact = CaseEvaluated(case_id=after.case_id, grade=ask.grade, named=ask.named)
    return Change(after.noting(step), (fact,))


def reopen(case: Case | None, ask: Reopen, now: datetime) -> Change[Case] | None:
    """What was answered is not settled after all."""
    before = known(case)
    if _heard(before, ask) or before.state == "reopened":
        return None
    if before.state == "answered" and not _still_open_to_doubt(before, now):
        raise refusals.too_late_to_reopen(REOPEN_WITHIN.days)
    _demand("reopen", before, now)
    after = before.but(state="reopened").hearing(ask.request)
    step = Step(code="reopened", at=now, detail=ask.reason)
    fact = CaseReopened(case_id=after.case_id, reason=ask.reason)
    return Change(after.noting(step), (fact,))


def allowed(case: Case, now: datetime) -> tuple[str, ...]:
    """What may be said about it at this moment."""
    over = {
        "evaluate": case.evaluation is not None,
        "reopen": not _still_open_to_doubt(case, now),
    }
    return tuple(name for name in ALLOWED[case.state] if not over.get(name))


def _said(case: Case, ask: Ask, step: Step, fact: type[Payload]) -> Change[Case]:
    after = case.hearing(ask.request).noting(step)
    return Change(after, (fact(case_id=case.case_id),))


def _heard(case: Case, ask: Ask) -> bool:
    """Refuses another request under a key that was used before."""
    if ask.request is None:
        return False
    key = ask.request.partition("#")[0]
    same = [heard for heard in case.requests if heard.partition("#")[0] == key]
    if any(heard != ask.request for heard in same):
        raise refusals.key_reused()
    return bool(same)


def _demand(what: str, case: Case, now: datetime) -> None:
    may = allowed(case, now)
    if what not in may:
        raise refusals.wrong_state(case.state, may)


def _has_room(case: Case) -> bool:
    size = sum(map(len, case.supplements))
    return len(case.supplements) <= MOST_SUPPLEMENTS and size <= MOST_SUPPLEMENTED


def _still_open_to_doubt(case: Case, now: datetime) -> bool:
    return case.answered_at is None or now <= case.answered_at + REOPEN_WITHIN
