"""Sittings: the mediator plans, moves and holds them; each party sees its own."""

from functools import partial

from fastapi import APIRouter

from contracts.codes import derived_id
from services.dispute.api.desk import AtDesk, ByLink, Mediating, OfMine
from services.dispute.api.wall.forms import AttendanceIn, SessionIn, SessionMovedIn
from services.dispute.api.wall.shown import SessionShown, session_shown
from services.dispute.domain.sitting.sessions import (
    Cancel,
    Hold,
    Reschedule,
    Schedule,
    cancel,
    hold,
    reschedule,
    schedule,
    session_of,
)
from services.kit.serving.idempotency import Submitted

router = APIRouter()


@router.get("/mediations/{id}/sessions")
async def list_sessions(mine: OfMine, desk: AtDesk) -> list[SessionShown]:
    """All sittings of a mediation, planned and held."""
    venues = desk.rules.sitting.venues
    return [session_shown(each, venues) for each in mine.stored.state.sitting.sessions]


@router.post("/mediations/{id}/sessions", status_code=201)
async def plan_session(
    mine: Mediating, body: SessionIn, desk: AtDesk, submission: Submitted
) -> SessionShown:
    """Plans a sitting of one party or of several; each of them is told."""
    session_id = derived_id("session", mine.id, submission.id)
    command = Schedule(
        session_id=session_id,
        parties=tuple(body.parties),
        at=body.at,
        venue=body.venue,
        body_digest=submission.digest,
    )
    decide = partial(schedule, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide)
    planned = session_of(stored.state, session_id)
    return session_shown(planned, desk.rules.sitting.venues)


@router.post("/mediations/{id}/sessions/{session_id}/move")
async def move_session(
    mine: Mediating, session_id: str, body: SessionMovedIn, desk: AtDesk
) -> SessionShown:
    """Another time or place; each party is told of it again."""
    command = Reschedule(session_id, body.at, body.venue)
    decide = partial(reschedule, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide)
    moved = session_of(stored.state, session_id)
    return session_shown(moved, desk.rules.sitting.venues)


@router.post("/mediations/{id}/sessions/{session_id}/cancel")
async def cancel_session(
    mine: Mediating, session_id: str, desk: AtDesk
) -> SessionShown:
    """Calls it off; each party is told that nobody is expected."""
    stored = await desk.mediations.command(mine.id, Cancel(session_id), cancel)
    off = session_of(stored.state, session_id)
    return session_shown(off, desk.rules.sitting.venues)


@router.post("/mediations/{id}/sessions/{session_id}/hold")
async def hold_session(
    mine: Mediating, session_id: str, body: AttendanceIn, desk: AtDesk
) -> SessionShown:
    """It was held, and this is how each party was there."""
    command = Hold(session_id, body.attendance)
    stored = await desk.mediations.command(mine.id, command, hold)
    held = session_of(stored.state, session_id)
    return session_shown(held, desk.rules.sitting.venues)


@router.get("/my-mediation/sessions")
async def list_my_sessions(me: ByLink, desk: AtDesk) -> list[SessionShown]:
    """The sittings that this party is asked to, and none of others."""
    venues, id = desk.rules.sitting.venues, me.party.party_id
    mine = (each for each in me.mediation.sitting.sessions if id in each.parties)
    return [session_shown(each, venues, id) for each in mine]
