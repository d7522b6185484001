"""After an agreement: whether its duties are done."""

from functools import partial

from fastapi import APIRouter
from pydantic import BaseModel

from contracts.codes import Code, DutyId
from services.dispute.api.agreeing.office import (
    ByLinkOfAgreement,
    InRoom,
    OfTheOffice,
)
from services.dispute.api.desk import AtDesk, Mediating
from services.dispute.domain.performing.doing import (
    Breach,
    Perform,
    bound,
    breach,
    perform,
)
from services.dispute.signing.room import DutiesView

router = APIRouter()


class BreachIn(BaseModel):
    reason: Code
    """Of `breach_reasons` in agreements.yaml."""


@router.get("/mediations/{id}/duties")
async def read_duties(seen: OfTheOffice, room: InRoom, desk: AtDesk) -> DutiesView:
    """What is owed and what was done; who asked for it is written down first."""
    bound(seen.stored.state)
    await desk.store.log_read(seen.id, seen.reader, desk.clock(), "duties")
    return await room.duties(seen.stored.state)


@router.post("/mediations/{id}/duties/{duty_id}/breached")
async def record_breach(
    mine: Mediating, duty_id: DutyId, body: BreachIn, room: InRoom, desk: AtDesk
) -> DutiesView:
    """The mediator records that a duty was not done by its last day."""
    command = Breach(duty_id, body.reason)
    decide = partial(breach, room.terms)
    stored = await desk.mediations.command(mine.id, command, decide)
    return await room.duties(stored.state)


@router.get("/my-mediation/duties")
async def read_my_duties(
    me: ByLinkOfAgreement, room: InRoom, desk: AtDesk
) -> DutiesView:
    """What the agreement asks of whom, and how far it is."""
    bound(me.mediation)
    await desk.store.log_read(me.id, me.party.party_id, desk.clock(), "duties")
    return await room.duties(me.mediation)


@router.post("/my-mediation/duties/{duty_id}/performed")
async def confirm_performance(
    me: ByLinkOfAgreement, duty_id: DutyId, room: InRoom, desk: AtDesk
) -> DutiesView:
    """Who is entitled to a duty says that it was done."""
    command = Perform(duty_id, me.party.party_id)
    stored = await desk.mediations.command(me.id, command, perform)
    return await room.duties(stored.state)


@router.post("/my-mediation/duties/{duty_id}/breached")
async def report_breach(
    me: ByLinkOfAgreement,
    duty_id: DutyId,
    body: BreachIn,
    room: InRoom,
    desk: AtDesk,
) -> DutiesView:
    """Who is entitled to a duty says that it was not done by its last day."""
    command = Breach(duty_id, body.reason, me.party.party_id)
    decide = partial(breach, room.terms)
    stored = await desk.mediations.command(me.id, command, decide)
    return await room.duties(stored.state)
