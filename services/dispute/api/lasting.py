"""How long a mediation may take, and where people go who did not agree."""

from dataclasses import replace
from functools import partial

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, BaseModel

from contracts.codes import Code
from services.dispute.api.desk import AtDesk, ByLink, Mediating, OfMine
from services.dispute.api.wall.at_wall import AtWall
from services.dispute.domain.ending.referring import Refer, refer
from services.dispute.domain.lasting import (
    AnotherTerm,
    Consent,
    ask_for_term,
    consent,
    exclude,
)
from services.dispute.domain.term import Appraisal
from services.dispute.domain.ways import Way
from services.dispute.shown import MediationView
from services.kit.serving.etags import IfMatch

router = APIRouter()


class AnotherTermIn(BaseModel):
    until: AwareDatetime


class AppraisalIn(BaseModel):
    since: AwareDatetime
    until: AwareDatetime


class ConsentIn(BaseModel):
    until: AwareDatetime
    agrees: bool


class ReferralIn(BaseModel):
    to: Code


class WaysOfMine(BaseModel):
    ways: list[Way]
    """The best first."""
    facts: str | None
    """What nobody disputes, on record with the consent of all (在线调解规则 22)."""


class TermView(BaseModel):
    """`asked_until`: what all are asked now; `mine`: whether this party agreed."""

    term_ends_at: AwareDatetime | None
    asked_until: AwareDatetime | None
    mine: bool


@router.post("/mediations/{id}/term")
async def ask_for_another_term(
    mine: Mediating,
    body: AnotherTermIn,
    desk: AtDesk,
    response: Response,
    if_match: IfMatch,
) -> MediationView:
    """Asks all parties whether it shall end on another day, later or earlier."""
    command = AnotherTerm(body.until)
    stored = await desk.mediations.command(
        mine.id, command, ask_for_term, if_match=if_match
    )
    return mine.with_(stored).tagged(response)


@router.post("/mediations/{id}/appraisals")
async def record_appraisal(
    mine: Mediating,
    body: AppraisalIn,
    desk: AtDesk,
    response: Response,
    if_match: IfMatch,
) -> MediationView:
    """Time of an appraisal, which does not count."""
    command = Appraisal(since=body.since, until=body.until)
    stored = await desk.mediations.command(
        mine.id, command, partial(exclude, desk.rules), if_match=if_match
    )
    return mine.with_(stored).tagged(response)


@router.get("/mediations/{id}/ways")
async def list_ways(mine: OfMine, desk: AtDesk) -> list[Way]:
    """Other ways to settle such a dispute, with what each needs; the best first."""
    return list(desk.rules.ways.of(mine.stored.state.dispute_type))


@router.post("/mediations/{id}/referrals")
async def record_referral(
    mine: Mediating, body: ReferralIn, desk: AtDesk, response: Response
) -> MediationView:
    """The parties were shown another way."""
    command, decide = Refer(body.to), partial(refer, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide)
    return mine.with_(stored).tagged(response)


@router.get("/my-mediation/term")
async def read_my_term(me: ByLink) -> TermView:
    """Until when it may take, and what is asked of this party."""
    asked = me.mediation.extension
    return TermView(
        term_ends_at=me.mediation.term_ends_at,
        asked_until=asked.until if asked else None,
        mine=bool(asked and me.party.party_id in asked.consents),
    )


@router.post("/my-mediation/term")
async def answer_term(me: ByLink, body: ConsentIn, desk: AtDesk) -> TermView:
    """A party agrees to the day that is asked for, or does not."""
    command = Consent(me.token_hash, body.until, body.agrees)
    decide = partial(consent, desk.rules)
    stored = await desk.mediations.command(me.id, command, decide)
    party = stored.state.party_with(me.token_hash)
    return await read_my_term(replace(me, stored=stored, party=party))


@router.get("/my-mediation/ways")
async def list_my_ways(me: ByLink, desk: AtDesk, wall: AtWall) -> WaysOfMine:
    """Where else one can go with this dispute, until when, and what is undisputed."""
    facts = await wall.reading.recorded_facts(me.mediation)
    return WaysOfMine(
        ways=list(desk.rules.ways.of(me.mediation.dispute_type)),
        facts=None if me.party.left else facts,
    )
