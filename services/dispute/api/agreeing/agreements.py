"""An agreement in writing: drafted, offered, signed by everybody, and sealed."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from contracts.codes import Code
from services.dispute.api.agreeing.office import (
    ByLinkOfAgreement,
    InRoom,
    OfTheOffice,
)
from services.dispute.api.desk import Administered, AtDesk, ByLink, Mediating
from services.dispute.domain.agreeing.drafting import (
    Drafted,
    Offer,
    draft,
    mediating,
    offer,
)
from services.dispute.domain.agreeing.refusals import no_agreement, wrong_code
from services.dispute.domain.agreeing.sealing import (
    RefuseToSign,
    Seal,
    refuse_to_sign,
    seal,
)
from services.dispute.domain.agreeing.signing import (
    SignByLogin,
    send_code,
    sign_by_code,
    sign_by_login,
    tries_left,
)
from services.dispute.domain.agreeing.terms import NOTHING_CONFIRMED
from services.dispute.domain.agreeing.text import Draft
from services.dispute.domain.choosing.suiting import has_taken
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.states import State
from services.dispute.signing.room import AgreementView, ProgressView, progress
from services.kit.serving.etags import IfMatch, etag

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
router = APIRouter()


class DraftIn(Draft):
    dispute_type: Code
    """By the city's list: it decides how it is signed, and what a court confirms."""
    wet_ink: bool = False
    """Sign on paper, also where the law does not ask for it."""
    unconfirmable: Code | None = None
    """The ground on which no court would confirm it, or `none`."""


class TextIn(BaseModel):
    """Which text is meant: the one that was read."""

    digest: Digest


class SignatureIn(TextIn):
    code: str = Field(pattern=r"^\d{6}$")
    """As it was sent to this party."""


class CourseOfMine(BaseModel):
    state: State
    signed: bool
    """Whether this party has signed the text as it is now."""


@router.put("/mediations/{id}/agreement")
async def draft_agreement(
    mine: Mediating, body: DraftIn, room: InRoom, desk: AtDesk, if_match: IfMatch
) -> AgreementView:
    """Drafts what was agreed; another text voids every signature under the former."""
    words = Draft.model_validate(body.model_dump(include=set(Draft.model_fields)))
    confirmable = body.unconfirmable in {None, NOTHING_CONFIRMED}
    written = await room.writing.written(
        mine.stored.state, words, confirmable=confirmable
    )
    command = Drafted(
        by=mine.reader,
        draft=written.draft,
        paper=written.sealed,
        digest=written.digest,
        parties=written.parties,
        dispute_type=body.dispute_type,
        wet_ink=body.wet_ink,
        unconfirmable=body.unconfirmable,
    )
    stored = await desk.mediations.command(
        mine.id, command, partial(draft, room.terms), if_match=if_match
    )
    return await room.agreement(stored.state)


@router.get("/mediations/{id}/agreement")
async def read_agreement(
    seen: OfTheOffice, room: InRoom, desk: AtDesk, response: Response
) -> AgreementView:
    """The text and who has signed it; who asked for it is written down first.

    A draft is the mediator's alone, until it is offered.
    """
    if not has_taken(desk.rules, seen.stored.state, seen.mediator):
        demand_offered(seen.stored.state)
    await desk.store.log_read(seen.id, seen.reader, desk.clock(), "agreement")
    response.headers["ETag"] = etag(seen.stored.version)
    return await room.agreement(seen.stored.state)


@router.post("/mediations/{id}/agreement/offer")
async def offer_agreement(
    mine: Mediating, body: TextIn, room: InRoom, desk: AtDesk
) -> AgreementView:
    """Puts this text before the parties, who are told of it."""
    stored = await desk.mediations.command(mine.id, Offer(body.digest), offer)
    return await room.agreement(stored.state)


@router.post("/mediations/{id}/agreement/sign")
async def sign_as_mediator(
    mine: Mediating, body: TextIn, room: InRoom, desk: AtDesk
) -> AgreementView:
    """The mediator signs with the own login."""
    command = SignByLogin(body.digest, mine.reader)
    decide = partial(sign_by_login, room.terms)
    stored = await desk.mediations.command(mine.id, command, decide)
    return await room.agreement(stored.state)


@router.post("/mediations/{id}/agreement/seal")
async def seal_agreement(
    seen: Administered, body: TextIn, room: InRoom, desk: AtDesk
) -> ProgressView:
    """Sets the body's seal, once the text is proved: from here on it binds."""
    decide = partial(seal, desk.rules, room.terms)
    command = Seal(body.digest, seen.reader)
    await room.agreement(seen.stored.state)
    stored = await desk.mediations.command(seen.id, command, decide)
    return progress(stored.state)


@router.get("/my-mediation/agreement")
async def read_my_agreement(
    me: ByLinkOfAgreement, room: InRoom, desk: AtDesk
) -> AgreementView:
    """What a party is asked to sign, and who has; reading it is written down."""
    demand_offered(me.mediation)
    await desk.store.log_read(me.id, me.party.party_id, desk.clock(), "agreement")
    return await room.agreement(me.mediation)


@router.post("/my-mediation/agreement/code", status_code=202)
async def ask_for_a_code(
    me: ByLink, body: TextIn, room: InRoom, desk: AtDesk
) -> CourseOfMine:
    """Sends a code to sign this text with to whoever has this link, and no other."""
    party = me.mediation.speaking(me.token_hash)
    mediating(me.mediation)
    command = await room.writing.code_for(
        me.mediation, party, me.token_hash, body.digest
    )
    decide = partial(send_code, room.terms)
    stored = await desk.mediations.command(me.id, command, decide)
    return course(me, stored.state)


@router.post("/my-mediation/agreement/sign")
async def sign_as_party(
    me: ByLink, body: SignatureIn, room: InRoom, desk: AtDesk
) -> CourseOfMine:
    """Signs exactly this text with the code that was sent; it serves once."""
    party = me.mediation.speaking(me.token_hash)
    party_id, by_agent = party.party_id, None
    if me.token_hash == party.agent_token_hash:
        by_agent = await room.writing.signed_for(me.mediation, party)
    command = replace(
        room.writing.by_code(party, me.token_hash, body.digest, body.code),
        by_agent=by_agent,
    )
    decide = partial(sign_by_code, room.terms)
    stored = await desk.mediations.command(me.id, command, decide)
    told = course(me, stored.state)
    agreement = stored.state.agreement
    if not told.signed and agreement:
        raise wrong_code(tries_left(room.terms, agreement, party_id))
    return told


@router.post("/my-mediation/agreement/refuse")
async def refuse_agreement(me: ByLink, desk: AtDesk) -> CourseOfMine:
    """This party does not sign: the mediation ends without an agreement."""
    decide = partial(refuse_to_sign, desk.rules)
    command = RefuseToSign(me.party.party_id)
    stored = await desk.mediations.command(me.id, command, decide)
    return course(me, stored.state)


def course(me: ByLink, mediation: Mediation) -> CourseOfMine:
    agreement = mediation.agreement
    signed = agreement.signature_of(me.party.party_id) if agreement else None
    return CourseOfMine(state=mediation.state, signed=signed is not None)


def demand_offered(mediation: Mediation) -> None:
    agreement = mediation.agreement
    if agreement is None or agreement.offered_at is None:
        raise no_agreement()
