"""The mediators' desk."""

from functools import partial

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from contracts.codes import CaseId
from contracts.sealed import AnswerText
from services.dispute.api.desk import (
    AtDesk,
    Mediating,
    OfMine,
    OfTheBody,
    is_ours,
)
from services.dispute.api.readable import demand_words
from services.dispute.domain.ending.outcome import Agree, End, EndReason, agree, end
from services.dispute.domain.states import State
from services.dispute.shown import MatterView, MediationView, matter, shown
from services.kit.serving.etags import IfMatch
from services.kit.serving.paging import Paging

router = APIRouter()


class AgreementIn(BaseModel):
    """By word of mouth; what is performed later is put in writing."""

    performed_at_once: bool
    partly: bool = False
    terms: str = Field(min_length=1, max_length=20_000)


class EndIn(BaseModel):
    reason: EndReason


@router.get("/mediations")
async def list_mediations(
    desk: AtDesk,
    caller: OfTheBody,
    page: Paging,
    state: State | None = None,
    case_id: CaseId | None = None,
) -> list[MediationView]:
    """The mediations of the mediator's area."""
    filters = {"mediation_state": state, "case_id": case_id}
    area = caller.area if is_ours(caller) else ""
    rows = await desk.store.page(area, filters, page.past(str), page.fetch)
    return [shown(row) for row in page.of(rows, lambda row: (row.mediation_id,))]


@router.get("/mediations/{id}")
async def read_mediation(mine: OfMine, response: Response) -> MediationView:
    """The course of a mediation, without names and words."""
    return mine.tagged(response)


@router.get("/mediations/{id}/parties")
async def read_matter(mine: Mediating, desk: AtDesk) -> MatterView:
    """Its names and words; who asked for them is written down first."""
    await desk.store.log_read(mine.id, mine.reader, desk.clock())
    return await matter(desk.vault, desk.rules, mine.stored.state)


@router.post("/mediations/{id}/agree")
async def record_agreement(
    mine: Mediating,
    body: AgreementIn,
    desk: AtDesk,
    response: Response,
    if_match: IfMatch,
) -> MediationView:
    """All agreed by word of mouth and did it at once; the terms stay sealed."""
    demand_words("/terms", body.terms)
    terms = await desk.vault.seal(mine.id, AnswerText(text=body.terms))
    digest = desk.invitations.digest_of_terms(mine.id, body.terms)
    command = Agree(body.partly, terms, digest, body.performed_at_once)
    decide = partial(agree, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide, if_match=if_match)
    return mine.with_(stored).tagged(response)


@router.post("/mediations/{id}/end")
async def record_end(
    mine: Mediating, body: EndIn, desk: AtDesk, response: Response, if_match: IfMatch
) -> MediationView:
    """The mediation ended without an agreement."""
    command, decide = End(body.reason), partial(end, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide, if_match=if_match)
    return mine.with_(stored).tagged(response)
