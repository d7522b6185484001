"""Those who meet are reminded of a sitting before it begins, of its last time only."""

from datetime import datetime

from contracts.dispute import SessionDueSoon
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.dispute.domain.sitting.parts import Session
from services.dispute.domain.sitting.sight import of_all
from services.kit.writing.change import Change


def remind_of_sitting(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """Once for each time that was named; who woke too late tells of nothing past."""
    sessions = mediation.sitting.sessions
    due = [each for each in sessions if _is_due(each, now)]
    to_come = (each for each in due if now < each.at and _meeting(mediation, each))
    facts = tuple(_soon(mediation, each) for each in to_come)
    told = tuple(
        each.model_copy(update={"remind_at": None}) if each in due else each
        for each in sessions
    )
    return Change(mediation.with_sitting(sessions=told), facts)


def _is_due(session: Session, now: datetime) -> bool:
    due = session.remind_at
    return due is not None and due <= now and not session.held_at


def _meeting(mediation: Mediation, session: Session) -> tuple[str, ...]:
    """Who has left is not expected any more; who must not meet is not called to it."""
    meeting = tuple(each for each in session.parties if each in mediation.told)
    return () if mediation.apart and len(meeting) > 1 else meeting


def _soon(mediation: Mediation, session: Session) -> SessionDueSoon:
    return SessionDueSoon(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        parties=_meeting(mediation, session),
        session_id=session.session_id,
        at=session.at,
        venue=session.venue,
        mediator=mediation.mediator,
        all_parties=of_all(mediation, session.parties),
    )
