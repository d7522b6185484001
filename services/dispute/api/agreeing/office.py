"""Agreements as the mediation body and the window see them."""

from typing import Annotated

from fastapi import Depends

from contracts.codes import MediationId
from services.dispute.api.desk import (
    AsParty,
    AtDesk,
    ByLink,
    OfMine,
    OfTheBody,
    Seen,
    is_ours,
)
from services.dispute.domain.agreeing.refusals import no_agreement
from services.dispute.domain.choosing.suiting import must_mediate
from services.dispute.domain.errors import unknown_mediation
from services.dispute.signing.room import Room
from services.kit.running.telemetry import about_case
from services.kit.serving.principal import Principal, needs

MayRecord = Annotated[Principal, Depends(needs("mediator", "clerk"))]


async def of_the_office(mine: OfMine, desk: AtDesk, caller: OfTheBody) -> Seen:
    """The body seals and keeps what was agreed; of mediators, whoever mediates it."""
    if not caller.has("body_admin"):
        must_mediate(desk.rules, mine.stored.state, mine.mediator)
    return mine


async def at_counter(id: MediationId, desk: AtDesk, caller: MayRecord) -> Seen:
    """Whoever meets or hears people: a clerk of the area, or whoever mediates it."""
    stored = await desk.mediations.read(id)
    if stored is None or not caller.sees(stored.state.area or None):
        raise unknown_mediation()
    about_case(stored.state.case_id)
    mediator = desk.rules.roster.code_of(caller.subject)
    if not caller.has("clerk"):
        if not is_ours(caller):
            raise unknown_mediation()
        must_mediate(desk.rules, stored.state, mediator)
    return Seen(id, stored, caller.subject, mediator)


async def of_the_agreement(me: ByLink) -> AsParty:
    """Whoever left before it was written learns nothing of it."""
    agreement = me.mediation.agreement
    if agreement is None or me.party.party_id not in agreement.parties:
        raise no_agreement()
    return me


ByLinkOfAgreement = Annotated[AsParty, Depends(of_the_agreement)]
OfTheOffice = Annotated[Seen, Depends(of_the_office)]
AtCounter = Annotated[Seen, Depends(at_counter)]


def room_of(desk: AtDesk) -> Room:
    return desk.room


InRoom = Annotated[Room, Depends(room_of)]
