"""After a partial agreement: what becomes of the rest."""

from typing import Literal

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel

from contracts.codes import MediationId, PartyId
from services.dispute.api.desk import AtDesk, ByLink, Desk, Mediating
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rest.choosing import Choose, choose, nothing_left
from services.dispute.shown import MediationView

router = APIRouter()


class RestIn(BaseModel):
    goes_on: bool
    """True: mediate the rest as well; False: leave it, with other ways open."""


class PartysRestIn(RestIn):
    party_id: PartyId
    """Who said so, to the mediator."""


class MyRest(BaseModel):
    choose_by: AwareDatetime
    mine: bool
    """Whether this party wants to go on."""
    decision: Literal["goes_on", "ended"] | None
    """None: somebody has still to say so."""


@router.post("/mediations/{id}/rest")
async def record_choice(
    mine: Mediating, body: PartysRestIn, desk: AtDesk
) -> MediationView:
    """A party told the mediator whether it goes on; who noted it is kept.

    For whoever cannot decide alone it is the guardian's word; a no needs nobody's.
    """
    known = mine.stored.state
    party = known.party_called(body.party_id)
    if body.goes_on:
        link = party.agent_token_hash if party.needs_guardian else None
        known.speaking(link or party.token_hash)
    noted = f"rest {body.party_id}"
    await desk.store.log_read(mine.id, mine.reader, desk.clock(), noted)
    mediation = await _chosen(desk, mine.id, Choose(body.party_id, body.goes_on))
    stored = await desk.mediations.read(mediation.mediation_id)
    return mine.with_(stored or mine.stored).view


@router.get("/my-mediation/rest")
async def read_my_rest(me: ByLink) -> MyRest:
    """What is asked of this party after a partial agreement."""
    return _shown(me.mediation, me.party.party_id)


@router.post("/my-mediation/rest")
async def choose_for_the_rest(me: ByLink, body: RestIn, desk: AtDesk) -> MyRest:
    """Goes on with the rest, or leaves it; it goes on when all want it."""
    party = me.party
    if body.goes_on:
        me.mediation.speaking(me.token_hash)
    command = Choose(party.party_id, body.goes_on)
    return _shown(await _chosen(desk, me.id, command), party.party_id)


async def _chosen(desk: Desk, id: MediationId, command: Choose) -> Mediation:
    """Where it is decided that the rest goes on, its mediation is opened at once."""
    stored = await desk.mediations.command(id, command, choose)
    await desk.continuing.open(id)
    return stored.state


def _shown(mediation: Mediation, party_id: str) -> MyRest:
    rest = mediation.rest
    if rest is None:
        raise nothing_left()
    return MyRest(
        choose_by=rest.choose_by,
        mine=party_id in rest.wanted_by,
        decision=rest.decision,
    )
