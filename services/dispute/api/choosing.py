"""Who mediates: the roster, the body's word, and the mediator's own."""

from functools import partial

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from contracts.codes import Code
from contracts.sealed import AnswerText
from services.dispute.api.desk import Administered, AtDesk, OfMine, OfTheBody
from services.dispute.api.readable import demand_words
from services.dispute.domain.choosing.suiting import free
from services.dispute.domain.choosing.taking import (
    Confirm,
    StepDown,
    confirm,
    step_down,
)
from services.dispute.domain.choosing.wishing import Appoint, appoint
from services.dispute.domain.roster import Mediator
from services.dispute.shown import MediationView, MediatorView, mediator_view

router = APIRouter()


class AppointIn(BaseModel):
    mediator: Code


class ConfirmIn(BaseModel):
    disclosure: str | None = Field(default=None, min_length=1, max_length=2_000)
    """What might make the mediator partial; the parties read it, nobody else."""


class BusyMediator(MediatorView):
    open: int
    """How many mediations they have, as last counted."""


@router.get("/mediators")
async def list_mediators(desk: AtDesk, caller: OfTheBody) -> list[BusyMediator]:
    """The roster, and how much each of them has to do."""
    counts = await desk.store.open_by_mediator()
    return [_busy(m, counts.get(m.code, 0)) for m in desk.rules.roster.mediators]


@router.get("/mediations/{id}/mediators")
async def list_suitable(mine: OfMine, desk: AtDesk) -> list[BusyMediator]:
    """Whoever suits this mediation and has not mediated it before."""
    counts = await desk.store.open_by_mediator()
    found = free(desk.rules, mine.stored.state)
    return [_busy(m, counts.get(m.code, 0)) for m in found]


@router.post("/mediations/{id}/appoint")
async def appoint_mediator(
    at: Administered, body: AppointIn, desk: AtDesk, response: Response
) -> MediationView:
    """The body names the mediator, once the parties have had their time."""
    command, decide = Appoint(body.mediator), partial(appoint, desk.rules)
    stored = await desk.mediations.command(at.id, command, decide)
    return at.with_(stored).tagged(response)


@router.post("/mediations/{id}/confirm")
async def confirm_as_mediator(
    mine: OfMine, body: ConfirmIn, desk: AtDesk, response: Response
) -> MediationView:
    """The chosen mediator takes it, and discloses what might make them partial."""
    demand_words("/disclosure", body.disclosure or "")
    text = body.disclosure and AnswerText(text=body.disclosure)
    sealed = await desk.vault.seal(mine.id, text) if text else None
    command, decide = Confirm(mine.mediator, sealed), partial(confirm, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide)
    return mine.with_(stored).tagged(response)


@router.post("/mediations/{id}/step-down")
async def step_down_as_mediator(
    mine: OfMine, desk: AtDesk, response: Response
) -> MediationView:
    """The chosen mediator does not take it, or cannot go on; another is chosen."""
    command, decide = StepDown(mine.mediator), partial(step_down, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide)
    return mine.with_(stored).tagged(response)


def _busy(mediator: Mediator, open: int) -> BusyMediator:
    return BusyMediator(**mediator_view(mediator).model_dump(), open=open)
