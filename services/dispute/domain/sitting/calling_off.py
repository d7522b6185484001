"""Sittings that will not be: who was asked to one is told that it is off, never why."""

from collections.abc import Collection
from datetime import datetime

from contracts.dispute import SessionCancelled
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.parts import Session
from services.dispute.domain.sitting.sight import of_all

Told = tuple[SessionCancelled, ...]


def none_to_come(mediation: Mediation, now: datetime) -> tuple[Mediation, Told]:
    """Whoever mediates next plans anew; who does no more is told by their release."""
    return call_off(mediation, _to_come(mediation, now), now)


def none_together(mediation: Mediation, now: datetime) -> tuple[Mediation, Told]:
    """Who must not meet is not expected to; the mediator plans each alone."""
    joint = [
        each for each in _to_come(mediation, now) if len(_expected(mediation, each)) > 1
    ]
    return call_off(mediation, joint, now, mediation.mediator)


def call_off(
    mediation: Mediation,
    off: Collection[Session],
    now: datetime,
    mediator: str | None = None,
) -> tuple[Mediation, Told]:
    """Nobody is reminded of them any more."""
    gone = {each.session_id for each in off}
    sessions = tuple(
        each.model_copy(update={"cancelled_at": now, "remind_at": None})
        if each.session_id in gone
        else each
        for each in mediation.sitting.sessions
    )
    told = tuple(_cancelled(mediation, each, mediator) for each in off)
    return mediation.with_sitting(sessions=sessions), told


def _to_come(mediation: Mediation, now: datetime) -> list[Session]:
    return [
        each
        for each in mediation.sitting.sessions
        if now < each.at and not (each.held_at or each.cancelled_at)
    ]


def _expected(mediation: Mediation, session: Session) -> tuple[str, ...]:
    return tuple(each for each in session.parties if each in mediation.told)


def _cancelled(
    mediation: Mediation, session: Session, mediator: str | None
) -> SessionCancelled:
    return SessionCancelled(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        parties=_expected(mediation, session),
        session_id=session.session_id,
        at=session.at,
        mediator=mediator,
        all_parties=of_all(mediation, session.parties),
    )
