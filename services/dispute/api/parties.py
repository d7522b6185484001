"""What a party does by the link of its own letter."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from contracts.codes import Code
from contracts.sealed import AnswerText
from services.dispute.api.desk import LONGEST_TOKEN, AtDesk, ByLink
from services.dispute.api.wall.shown import ReportedShown, reported
from services.dispute.by_when import by_when
from services.dispute.domain.choosing.suiting import free
from services.dispute.domain.choosing.taking import Challenge, challenge
from services.dispute.domain.choosing.wishing import MOST_WISHES, Prefer, prefer
from services.dispute.domain.errors import unknown_invitation
from services.dispute.domain.joining.answering import Answer, answer
from services.dispute.domain.joining.openness import OpenOrClosed, open_or_close
from services.dispute.domain.states import State
from services.dispute.shown import MediatorView, mediator_view
from services.kit.running.telemetry import about_case

router = APIRouter()


class AnswerIn(BaseModel):
    token: str = Field(min_length=1, max_length=LONGEST_TOKEN)
    accepts: bool


class Recorded(BaseModel):
    """The same for everybody: a party learns nothing about the others."""

    accepts: bool


class Preferred(BaseModel):
    """As it was taken down; what the others want stays theirs."""

    mediators: list[str]


class Challenged(BaseModel):
    """Who mediates no more."""

    mediator: str


class MyMediation(BaseModel):
    """A party's own place in it: nothing of what others said or answered."""

    state: State
    accepts: bool | None
    end_reason: str | None
    regime: str
    free: bool
    """Whether it costs the parties nothing."""
    mediator: MediatorView | None
    confirmed: bool
    """Whether the mediator has taken it."""
    disclosure: str | None
    """What the mediator says might make them partial."""
    prefers: list[str] | None
    """Whom this party named; none: whoever the body appoints."""
    answer_by: AwareDatetime | None
    """Until when it says whether it wants to mediate; None: it has, or is not asked."""
    choose_by: AwareDatetime | None
    term_ends_at: AwareDatetime | None
    meets_at: AwareDatetime | None
    """When the next sitting begins that it is asked to."""
    seal_by: AwareDatetime | None
    """Everybody has signed: until when the body seals it."""
    ask_court_by: AwareDatetime | None
    """Until when all parties may ask a court to confirm what they agreed."""
    openly: bool
    """Open to the public; closed, unless all parties ask for it."""
    wants_open: bool | None
    """What this party asks for; None: it has not said."""
    reported: list[ReportedShown]
    """What had to be reported, by which law: the wall did not keep it."""


class PreferenceIn(BaseModel):
    mediators: Annotated[list[Code], Field(max_length=MOST_WISHES)]
    """The best first; none: whoever the body appoints."""


class ChallengeIn(BaseModel):
    mediator: Code
    """Who is to be replaced; no reason is asked for."""


class OpennessIn(BaseModel):
    wants_open: bool


class Openness(OpennessIn):
    openly: bool
    """Whether it is open now."""


@router.post("/my-mediation/openness")
async def ask_for_openness(me: ByLink, body: OpennessIn, desk: AtDesk) -> Openness:
    """Open or closed, as this party wants it; open only when all want that."""
    command = OpenOrClosed(me.token_hash, body.wants_open)
    stored = await desk.mediations.command(me.id, command, open_or_close)
    return Openness(wants_open=body.wants_open, openly=stored.state.openly)


@router.get("/my-mediation")
async def read_my_mediation(me: ByLink, desk: AtDesk) -> MyMediation:
    """How far the mediation is that this link belongs to, and who mediates."""
    mediation, party = me.mediation, me.party
    roster = desk.rules.roster
    mediator = roster.get(mediation.mediator) if mediation.mediator else None
    sealed = mediation.disclosure
    told = await desk.vault.open(me.id, sealed, AnswerText) if sealed else None
    return MyMediation(
        state=mediation.state,
        accepts=party.accepts,
        end_reason=mediation.end_reason,
        regime=mediation.regime,
        free=desk.rules.regime(mediation.regime).free.holds,
        mediator=mediator_view(mediator) if mediator else None,
        confirmed=mediator is not None and mediation.confirm_by is None,
        disclosure=told.text if told else None,
        prefers=None if party.prefers is None else list(party.prefers),
        term_ends_at=mediation.term_ends_at,
        openly=mediation.openly,
        wants_open=party.wants_open,
        reported=reported(mediation),
        **by_when(mediation, party, desk.clock()),
    )


@router.get("/my-mediation/mediators")
async def list_my_mediators(me: ByLink, desk: AtDesk) -> list[MediatorView]:
    """Whom this party may ask for: names and what they are versed in."""
    return [mediator_view(m) for m in free(desk.rules, me.mediation)]


@router.post("/my-mediation/preference")
async def prefer_mediators(me: ByLink, body: PreferenceIn, desk: AtDesk) -> Preferred:
    """Whom this party wants as mediator; one whom all of them want is chosen."""
    command = Prefer(me.token_hash, tuple(dict.fromkeys(body.mediators)))
    await desk.mediations.command(me.id, command, partial(prefer, desk.rules))
    return Preferred(mediators=list(command.mediators))


@router.post("/my-mediation/challenge")
async def challenge_mediator(me: ByLink, body: ChallengeIn, desk: AtDesk) -> Challenged:
    """Another mediator, please: there is nothing to decide and no reason to give."""
    command = Challenge(me.token_hash, body.mediator)
    await desk.mediations.command(me.id, command, partial(challenge, desk.rules))
    return Challenged(mediator=body.mediator)


@router.post("/invitations/answer")
async def answer_invitation(body: AnswerIn, desk: AtDesk) -> Recorded:
    """A party says whether it wants to mediate; the link's token is what it has."""
    token_hash = desk.invitations.hash_of(body.token)
    id = await desk.store.with_token(token_hash)
    if id is None:
        raise unknown_invitation()
    command, decide = Answer(token_hash, body.accepts), partial(answer, desk.rules)
    stored = await desk.mediations.command(id, command, decide)
    about_case(stored.state.case_id)
    return Recorded(accepts=body.accepts)
