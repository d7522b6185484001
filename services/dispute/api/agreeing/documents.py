"""What the centre hands out on paper: each party its own copies, and no other's."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from contracts.codes import PartyId
from services.dispute.api.agreeing.office import InRoom, OfTheOffice
from services.dispute.api.desk import AtDesk, ByLink
from services.dispute.documents.office import Kind, no_such_document
from services.dispute.domain.mediation import Mediation, Party

PDF = "application/pdf"
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The document, A4",
        "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
    }
}
router = APIRouter()


class Listed(BaseModel):
    kinds: tuple[Kind, ...]


@router.get("/mediations/{id}/documents")
async def list_documents(seen: OfTheOffice, room: InRoom) -> Listed:
    """Which documents there are by now."""
    return Listed(kinds=room.documents.there(seen.stored.state))


@router.get(
    "/mediations/{id}/documents/{kind}", response_class=Response, responses=ANSWERS
)
async def get_document(
    seen: OfTheOffice,
    kind: Kind,
    room: InRoom,
    desk: AtDesk,
    party: Annotated[PartyId | None, Query()] = None,
) -> Response:
    """The centre's copy, or that of a party; who asked is written down first.

    The text of an agreement is proved against what was signed before it is printed.
    """
    mediation = seen.stored.state
    whose = _party(mediation, party) if party else None
    await desk.store.log_read(seen.id, seen.reader, desk.clock(), kind)
    return saved(await room.documents.print(mediation, kind, whose), f"{kind}.pdf")


@router.get("/my-mediation/documents")
async def list_my_documents(me: ByLink, room: InRoom) -> Listed:
    """Which documents this party can have by now."""
    return Listed(kinds=room.documents.there(me.mediation, me.party))


@router.get(
    "/my-mediation/documents/{kind}", response_class=Response, responses=ANSWERS
)
async def get_my_document(
    me: ByLink, kind: Kind, room: InRoom, desk: AtDesk
) -> Response:
    """This party's own copy; that it was fetched is written down."""
    await desk.store.log_read(me.id, me.party.party_id, desk.clock(), kind)
    return saved(
        await room.documents.print(me.mediation, kind, me.party), f"{kind}.pdf"
    )


def saved(content: bytes, name: str, media_type: str = PDF) -> Response:
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(content, media_type=media_type, headers=headers)


def _party(mediation: Mediation, party_id: str) -> Party:
    for party in mediation.parties:
        if party.party_id == party_id:
            return party
    raise no_such_document()
