"""Mediations as the mediation body and the window see them."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends

from contracts.codes import MediationId
from services.dispute.api.desk import AtDesk, Seen
from services.dispute.domain.mediation import unknown_mediation
from services.dispute.signing.room import Room
from services.kit.running.telemetry import about_case
from services.kit.serving.principal import Principal, Role, needs


def seen_by(*roles: Role) -> Callable[..., Awaitable[Seen]]:
    """A mediation of another area is as unknown as one that never was."""
    permitted = Annotated[Principal, Depends(needs(*roles))]

    async def seen(id: MediationId, desk: AtDesk, caller: permitted) -> Seen:
        stored = await desk.mediations.read(id)
        if stored is None or not caller.sees(stored.state.area or None):
            raise unknown_mediation()
        about_case(stored.state.case_id)
        return Seen(id, stored, caller.subject)

    return seen


OfTheBody = Annotated[Seen, Depends(seen_by("body_admin"))]
OfTheOffice = Annotated[Seen, Depends(seen_by("mediator", "body_admin"))]
AtCounter = Annotated[Seen, Depends(seen_by("mediator", "clerk"))]


def room_of(desk: AtDesk) -> Room:
    return desk.room


InRoom = Annotated[Room, Depends(room_of)]
