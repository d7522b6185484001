"""What the window decides of a matter: the city takes it up, or says why not."""

from dataclasses import dataclass
from datetime import datetime

from contracts.envelope import Payload
from contracts.intake import CaseDeclined
from services.intake.domain.case import Case, known
from services.intake.domain.parts import HandOver, Step
from services.intake.domain.window import facts
from services.intake.domain.window.allowing import demand
from services.kit.writing.change import Change

EMERGENCY = "emergency"
Decided = tuple[Case, tuple[Payload, ...]]


@dataclass(frozen=True)
class Accept:
    """Everything is there."""


@dataclass(frozen=True)
class Decline:
    """`reason` is listed in city.yaml; `authority`: where to go instead."""

    reason: str
    authority: str | None


@dataclass(frozen=True)
class HandOverTo:
    reason: str
    authority: str


@dataclass(frozen=True)
class ConfirmHandOver:
    """Somebody over there said that they have it."""


@dataclass(frozen=True)
class AnswerAtOnce:
    """`text` is sealed at rest."""

    text: str


def accept(case: Case | None, ask: Accept, now: datetime) -> Change[Case] | None:
    """Also what was handed over by mistake: it is taken back."""
    before = known(case)
    if before.state == "accepted":
        return None
    demand("accept", before)
    return Change(*as_accepted(before, now, now))


def decline(case: Case | None, ask: Decline, now: datetime) -> Change[Case] | None:
    before = known(case)
    if before.state == "declined" and before.reason == ask.reason:
        return None
    demand("decline", before)
    return Change(*as_declined(before, ask, now))


def hand_over(case: Case | None, ask: HandOverTo, now: datetime) -> Change[Case] | None:
    before = known(case)
    handed = before.handed
    if before.state == "handed_over" and handed and handed.authority == ask.authority:
        return None
    demand("hand_over", before)
    return Change(*as_handed_over(before, ask.reason, ask.authority, now))


def confirm_hand_over(
    case: Case | None, ask: ConfirmHandOver, now: datetime
) -> Change[Case] | None:
    before = known(case)
    demand("confirm_hand_over", before)
    if before.handed is None or before.handed.confirmed_at:
        return None
    handed = before.handed.model_copy(update={"confirmed_at": now})
    step = Step(code="hand_over_confirmed", at=now, detail=handed.authority)
    return Change(before.but(handed=handed).noting(step))


def answer_at_once(
    case: Case | None, ask: AnswerAtOnce, now: datetime
) -> Change[Case] | None:
    before = known(case)
    if before.state == "answered_at_once" and before.answer == ask.text:
        return None
    demand("answer", before)
    return Change(*as_answered(before, ask.text, now))


def as_accepted(case: Case, since: datetime, now: datetime) -> Decided:
    """The city answers for it from `since` on."""
    code = "accepted_by_silence" if case.deemed else "accepted"
    after = case.but(
        state="accepted",
        accepted_at=since,
        examine_by=None,
        reason=None,
        authority=None,
        handed=None,
    )
    after = after.noting(Step(code=code, at=now)).with_paper("acceptance", now)
    return after, (facts.accepted(after),)


def as_declined(case: Case, ask: Decline, now: datetime) -> Decided:
    after = case.but(
        state="declined", reason=ask.reason, authority=ask.authority, examine_by=None
    )
    after = after.noting(Step(code="declined", at=now, detail=ask.reason))
    if ask.authority:
        after = after.noting(Step(code="elsewhere", at=now, detail=ask.authority))
    said = CaseDeclined(
        case_id=after.case_id,
        case_no=after.case_no,
        reason=ask.reason,
        authority=ask.authority,
    )
    return after.with_paper("decline", now), (said,)


def as_handed_over(case: Case, reason: str, authority: str, now: datetime) -> Decided:
    """The data goes there, not the resident; an emergency waits for a yes."""
    after = case.but(
        state="handed_over",
        reason=reason,
        authority=authority,
        handed=HandOver(
            authority=authority,
            at=now,
            confirmed_at=None if reason == EMERGENCY else now,
        ),
        examine_by=None,
    )
    after = after.noting(Step(code="handed_over", at=now, detail=authority))
    after = after.with_paper("hand_over", now)
    return after, (facts.handed_over(after),)


def as_answered(case: Case, answer: str, now: datetime) -> Decided:
    """Answered at once: it counts, and no department is asked."""
    after = case.but(
        state="answered_at_once",
        outcome="explained",
        answer=answer,
        answered_at=now,
        examine_by=None,
    )
    after = after.noting(Step(code="answered_at_once", at=now))
    return after.with_paper("answer", now), (facts.answered_at_once(after),)
