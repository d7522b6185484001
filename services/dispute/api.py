"""HTTP of the mediation centre: the mediators' desk, and the parties' one question."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from contracts.codes import CaseId, MediationId, derived_id
from contracts.sealed import AnswerText, Person
from services.dispute.domain import mediation as m
from services.dispute.domain.ending.outcome import Agree, End, EndReason, agree, end
from services.dispute.domain.joining.answering import Answer, answer
from services.dispute.domain.joining.opening import add_party
from services.dispute.domain.mediation import Mediation, Rules
from services.dispute.domain.states import State
from services.dispute.invitations import Invitations
from services.dispute.shown import MatterView, MediationView, matter, shown
from services.dispute.store import MediationStore
from services.kit.running.clock import Clock
from services.kit.running.telemetry import about_case
from services.kit.sealing.vault import Vault
from services.kit.serving.etags import IfMatch, etag
from services.kit.serving.idempotency import Submitted
from services.kit.serving.paging import Paging
from services.kit.serving.principal import Principal, needs
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored

router = APIRouter(prefix="/v1")


@dataclass(frozen=True)
class Desk:
    """What the endpoints work with; made when the service starts."""

    mediations: Repository[Mediation]
    store: MediationStore
    rules: Rules
    vault: Vault
    invitations: Invitations
    clock: Clock


class PartyIn(BaseModel):
    person: Person


class AgreementIn(BaseModel):
    partly: bool = False
    terms: str = Field(min_length=1, max_length=20_000)


class EndIn(BaseModel):
    reason: EndReason


class AnswerIn(BaseModel):
    token: str = Field(min_length=1, max_length=200)
    accepts: bool


class Recorded(BaseModel):
    """The same for everybody: a party learns nothing about the others."""

    accepts: bool


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]
Mediator = Annotated[Principal, Depends(needs("mediator"))]


@dataclass(frozen=True)
class Seen:
    """A mediation that this mediator may see."""

    id: str
    stored: Stored[Mediation]
    reader: str

    def tagged(self, response: Response) -> MediationView:
        response.headers["ETag"] = etag(self.stored.version)
        return shown(self.stored.state, self.stored.version)


async def seen(id: MediationId, desk: AtDesk, caller: Mediator) -> Seen:
    """A mediation of another area is as unknown as one that never was."""
    stored = await desk.mediations.read(id)
    if stored is None or not caller.sees(stored.state.area or None):
        raise m.unknown_mediation()
    about_case(stored.state.case_id)
    return Seen(id, stored, caller.subject)


OfMine = Annotated[Seen, Depends(seen)]


@router.get("/mediations")
async def list_mediations(
    desk: AtDesk,
    caller: Mediator,
    page: Paging,
    state: State | None = None,
    case_id: CaseId | None = None,
) -> list[MediationView]:
    """The mediations of the mediator's area."""
    filters = {"mediation_state": state, "case_id": case_id}
    rows = await desk.store.page(caller.area, filters, page.past(str), page.fetch)
    return [shown(row) for row in page.of(rows, lambda row: (row.mediation_id,))]


@router.get("/mediations/{id}")
async def read_mediation(mine: OfMine, response: Response) -> MediationView:
    """The course of a mediation, without names and words."""
    return mine.tagged(response)


@router.get("/mediations/{id}/parties")
async def read_matter(mine: OfMine, desk: AtDesk) -> MatterView:
    """Its names and words; who asked for them is written down first."""
    await desk.store.log_read(mine.id, mine.reader, desk.clock())
    return await matter(desk.vault, mine.stored.state)


@router.post("/mediations/{id}/parties", status_code=201)
async def name_party(
    mine: OfMine, body: PartyIn, desk: AtDesk, submission: Submitted, response: Response
) -> MediationView:
    """Names a party, which is invited."""
    party_id = derived_id("party", mine.id, submission.id)
    party = await desk.invitations.party(
        mine.id, party_id, body.person, submission.digest
    )
    stored = await desk.mediations.command(mine.id, party, add_party)
    return Seen(mine.id, stored, mine.reader).tagged(response)


@router.post("/mediations/{id}/agree")
async def record_agreement(
    mine: OfMine, body: AgreementIn, desk: AtDesk, response: Response, if_match: IfMatch
) -> MediationView:
    """All parties agreed; the terms stay between them, sealed."""
    terms = await desk.vault.seal(mine.id, AnswerText(text=body.terms))
    digest = desk.invitations.digest_of_terms(mine.id, body.terms)
    command, decide = Agree(body.partly, terms, digest), partial(agree, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide, if_match=if_match)
    return Seen(mine.id, stored, mine.reader).tagged(response)


@router.post("/mediations/{id}/end")
async def record_end(
    mine: OfMine, body: EndIn, desk: AtDesk, response: Response, if_match: IfMatch
) -> MediationView:
    """The mediation ended without an agreement."""
    command, decide = End(body.reason), partial(end, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide, if_match=if_match)
    return Seen(mine.id, stored, mine.reader).tagged(response)


@router.post("/invitations/answer")
async def answer_invitation(body: AnswerIn, desk: AtDesk) -> Recorded:
    """A party says whether it wants to mediate; the link's token is what it has."""
    token_hash = desk.invitations.hash_of(body.token)
    id = await desk.store.with_token(token_hash)
    if id is None:
        raise m.unknown_invitation()
    command, decide = Answer(token_hash, body.accepts), partial(answer, desk.rules)
    stored = await desk.mediations.command(id, command, decide)
    about_case(stored.state.case_id)
    return Recorded(accepts=body.accepts)
