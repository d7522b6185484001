"""What the person a case belongs to may still say about it, and until when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contracts.envelope import Payload
from contracts.intake import (
    CaseEvaluated,
    CaseReopened,
    CaseSupplemented,
    CaseUrged,
    CaseWithdrawn,
)
from services.intake.domain import refusals
from services.intake.domain.case import REOPEN_WITHIN, Case, known
from services.intake.domain.moves import Who, from_here, is_open
from services.intake.domain.offices.granting import Grants, granted
from services.intake.domain.parts import Evaluation, Step
from services.intake.domain.window import facts
from services.intake.domain.window.allowing import PEOPLE
from services.intake.domain.window.deciding import as_accepted
from services.kit.writing.change import Change

MOST_SUPPLEMENTS = 50
MOST_SUPPLEMENTED = 150_000
"""Sealed characters of all: a content with all of them still fits into a grant."""
MOST_URGES = 50
MOST_GRANTED = 8_000_000
"""Characters that one supplement may send to all holders: a document has a limit."""
BAD = 2
"""好差评 has five grades; the last two are bad."""


@dataclass(frozen=True)
class Ask:
    """`request`: `key#digest of the request`, if it came with a key."""

    request: str | None


@dataclass(frozen=True)
class Supplement(Ask):
    """`text` is sealed at rest; `grants` are for everybody who has the case."""

    text: str
    grants: Grants
    warnings: Mapping[str, str | None] = field(default_factory=dict)
    """By reason: the authority that has to come, or that the law wants told."""


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
    after = before.but(state="withdrawn", examine_by=None)
    after = after.with_paper("withdrawal", now)
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
    told, warned = facts.with_warnings(said.state, ask.warnings, now)
    return Change(told, (*said.facts, *grants, *warned))


def evaluate(case: Case | None, ask: Evaluate, now: datetime) -> Change[Case] | None:
    """Once a round (好差评); the same again is no news."""
    before = known(case)
    named = ask.named and before.anonymity != "anonymous"
    given = Evaluation(round=before.round, grade=ask.grade, named=named)
    if _heard(before, ask) or before.evaluation == given:
        return None
    if is_open("evaluate", before.state) and before.evaluation:
        raise refusals.already_evaluated()
    _demand("evaluate", before, now)
    after = before.but(evaluations=(*before.evaluations, given)).hearing(ask.request)
    step = Step(code="evaluated", at=now, detail=str(ask.grade))
    fact = CaseEvaluated(case_id=after.case_id, grade=ask.grade, named=named)
    after = after.noting(step)
    if named and ask.grade <= BAD and no_office_had(after):
        return _taken_up(after, fact, now)
    return Change(after, (fact,))


def reopen(case: Case | None, ask: Reopen, now: datetime) -> Change[Case] | None:
    """What was answered is not settled after all."""
    before = known(case)
    if _heard(before, ask) or before.state == "reopened":
        return None
    if before.state == "closed":
        raise refusals.too_late_to_reopen(REOPEN_WITHIN.days)
    if is_open("reopen", before.state) and not _still_open_to_doubt(before, now):
        raise refusals.too_late_to_reopen(REOPEN_WITHIN.days)
    _demand("reopen", before, now)
    step = Step(code="reopened", at=now, detail=ask.reason)
    after = before.hearing(ask.request).noting(step)
    fact = CaseReopened(case_id=after.case_id, reason=ask.reason)
    if no_office_had(before):
        return _taken_up(after, fact, now)
    return Change(after.but(state="reopened"), (fact,))


def no_office_had(case: Case) -> bool:
    """It was answered at the window: coming back, it goes out for the first time."""
    return case.state == "answered_at_once"


def _taken_up(case: Case, fact: Payload, now: datetime) -> Change[Case]:
    after, said = as_accepted(case.but(round=case.round + 1), now, now)
    return Change(after, (fact, *said))


def allowed(case: Case, now: datetime, by: Collection[Who] = PEOPLE) -> tuple[str, ...]:
    """What these people may do with it at this moment."""
    if case.forgotten:
        return ()
    over = {
        "evaluate": case.evaluation is not None,
        "reopen": not _still_open_to_doubt(case, now),
    }
    here = from_here(case.state, *by)
    return tuple(name for name in here if not over.get(name))


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
