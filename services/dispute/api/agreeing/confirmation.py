"""A court is asked to confirm an agreement: by all parties, within 30 days."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from contracts.codes import DocumentNo
from services.dispute.api.agreeing.documents import saved
from services.dispute.api.agreeing.office import (
    ByLinkOfAgreement,
    InRoom,
    OfTheOffice,
)
from services.dispute.api.desk import Administered, AtDesk, ByLink
from services.dispute.domain.performing.confirming import Decide, Decision, Join
from services.dispute.domain.performing.confirming import decide as decided
from services.dispute.domain.performing.confirming import join as joined
from services.dispute.signing.room import ConfirmationView, confirmation
from services.kit.serving.etags import IfMatch

ZIP = "application/zip"
PACKED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "All that the court needs, as one ZIP",
        "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}},
    }
}
router = APIRouter()


class DecisionIn(BaseModel):
    decision: Decision
    document: DocumentNo | None = None
    """The number of the court's paper."""


@router.get("/mediations/{id}/confirmation")
async def read_confirmation(seen: OfTheOffice) -> ConfirmationView:
    """How far it is: who wants it, and what the court says."""
    return confirmation(seen.stored.state)


@router.post("/mediations/{id}/confirmation/decision")
async def record_decision(
    seen: Administered, body: DecisionIn, desk: AtDesk, if_match: IfMatch
) -> ConfirmationView:
    """The body records what the court, or those who asked it, decided."""
    command = Decide(body.decision, seen.reader, body.document)
    stored = await desk.mediations.command(seen.id, command, decided, if_match=if_match)
    return confirmation(stored.state)


@router.get(
    "/mediations/{id}/confirmation/package",
    response_class=Response,
    responses=PACKED,
)
async def get_package(seen: Administered, room: InRoom, desk: AtDesk) -> Response:
    """The court's package; who asked for it is written down first."""
    await desk.store.log_read(seen.id, seen.reader, desk.clock(), "package")
    packed = await room.documents.package(seen.stored.state)
    return saved(packed, "confirmation.zip", ZIP)


@router.get("/my-mediation/confirmation")
async def read_my_confirmation(me: ByLinkOfAgreement) -> ConfirmationView:
    """How far it is, as every party may know."""
    return confirmation(me.mediation)


@router.post("/my-mediation/confirmation")
async def join_application(me: ByLink, desk: AtDesk) -> ConfirmationView:
    """This party wants the court to confirm it; when all do, it is an application."""
    command = Join(me.mediation.speaking(me.token_hash).party_id)
    stored = await desk.mediations.command(me.id, command, joined)
    return confirmation(stored.state)
