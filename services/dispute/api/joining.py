"""What is recorded about the parties before they meet."""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from contracts.codes import Code, PartyId, derived_id
from contracts.sealed import Agent, Evidence, Person
from services.dispute.api.agreeing.office import AtCounter
from services.dispute.api.desk import AtDesk, Mediating
from services.dispute.api.readable import demand_lines
from services.dispute.api.wall.at_wall import AtWall
from services.dispute.domain.joining.acting import NameAgent, name_agent
from services.dispute.domain.joining.answering import Answer, answer
from services.dispute.domain.joining.leaving import Leave, leave
from services.dispute.domain.joining.opening import add_party
from services.dispute.domain.joining.screening import Screened, screen, to_report
from services.dispute.domain.joining.standing import Represent, represent
from services.dispute.domain.mediation import MOST_PARTIES
from services.dispute.domain.states import State
from services.dispute.shown import MediationView, PartyView, view
from services.dispute.wall.plain import demand_clean
from services.dispute.wall.screened import sent_for
from services.kit.serving.idempotency import Submitted

router = APIRouter()


class PartyIn(BaseModel):
    person: Person
    role: Literal["applicant", "respondent", "third"] = "respondent"


class AgentIn(BaseModel):
    agent: Agent
    """With `authority`, and `evidence` of it."""


class ScreeningIn(BaseModel):
    answers: dict[Code, bool]
    """By question of the city's list: whether the answer was yes."""
    text: str | None = Field(default=None, min_length=1, max_length=5_000)
    """What was said, for the authority, where an answer has to be reported."""
    withheld: bool | Code = True
    """Why no party is told of a report, by the city's list; True: as the list of
    questions says; False: they are told."""


class AnsweredIn(BaseModel):
    accepts: bool


class NotedView(BaseModel):
    """What the counter may know: the party that spoke, no name and no other party."""

    mediation_id: str
    state: State
    party: PartyView


class MemberIn(BaseModel):
    party_id: PartyId
    consent: Evidence
    """What shows that it wants to be represented."""


class RepresentationIn(BaseModel):
    representatives: Annotated[list[PartyId], Field(min_length=1, max_length=100)]
    members: Annotated[list[MemberIn], Field(min_length=1, max_length=MOST_PARTIES)]


@router.post("/mediations/{id}/screening")
async def record_screening(
    mine: Mediating, body: ScreeningIn, desk: AtDesk, wall: AtWall, response: Response
) -> MediationView:
    """What each side answered alone, before anybody is invited.

    What has to be reported is sealed for the authority, as any report is; the parties
    are not told of it, unless `withheld` is false.
    """
    demand_clean(body.text or "")
    command = Screened(body.answers, body.withheld)
    decide = partial(screen, desk.rules)
    decide(mine.stored.state, command, desk.clock())
    for screened in to_report(desk.rules, mine.id, command):
        sent = sent_for(screened, body.text or "", mine.reader)
        await wall.keeping.keep_apart(mine.stored.state, "report", sent)
    stored = await desk.mediations.command(mine.id, command, decide)
    return mine.with_(stored).tagged(response)


@router.post("/mediations/{id}/parties", status_code=201)
async def name_party(
    mine: Mediating,
    body: PartyIn,
    desk: AtDesk,
    submission: Submitted,
    response: Response,
) -> MediationView:
    """Names a party, which is invited."""
    demand_lines("/person", body.person)
    party_id = derived_id("party", mine.id, submission.id)
    party = await desk.invitations.party(
        mine.id, party_id, body.person, submission.digest, body.role
    )
    decide = partial(add_party, desk.rules)
    stored = await desk.mediations.command(mine.id, party, decide)
    return mine.with_(stored).tagged(response)


@router.post("/mediations/{id}/parties/{party_id}/agent")
async def record_agent(
    mine: Mediating, party_id: PartyId, body: AgentIn, desk: AtDesk, sent: Submitted
) -> MediationView:
    """Somebody acts for a party from now on, by a link of their own."""
    demand_lines("/agent", body.agent)
    acting = await desk.invitations.acting(mine.id, body.agent, sent.digest)
    command, decide = NameAgent(party_id, acting), partial(name_agent, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide)
    return mine.with_(stored).view


@router.post("/mediations/{id}/representation")
async def record_representation(
    mine: Mediating, body: RepresentationIn, desk: AtDesk
) -> MediationView:
    """A few stand for a group; what they say counts for those who let them."""
    consents = [
        (member.party_id, await desk.vault.seal(mine.id, member.consent))
        for member in body.members
    ]
    command = Represent(tuple(body.representatives), tuple(consents))
    decide = partial(represent, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide)
    return mine.with_(stored).view


@router.post("/mediations/{id}/parties/{party_id}/answer")
async def record_answer(
    heard: AtCounter, party_id: PartyId, body: AnsweredIn, desk: AtDesk
) -> NotedView:
    """A party said yes or no by telephone or at the window; who noted it is kept.

    For whoever cannot decide alone it is the guardian's word.
    """
    party = heard.stored.state.party_called(party_id)
    link = party.agent_token_hash if party.needs_guardian else None
    command = Answer(link or party.token_hash, body.accepts)
    noted = f"answer {party_id}"
    await desk.store.log_read(heard.id, heard.reader, desk.clock(), noted)
    decide = partial(answer, desk.rules)
    after = (await desk.mediations.command(heard.id, command, decide)).state
    said = next(each for each in after.parties if each.party_id == party_id)
    return NotedView(mediation_id=heard.id, state=after.state, party=view(said))


@router.post("/mediations/{id}/parties/{party_id}/leave")
async def record_departure(
    mine: Mediating, party_id: PartyId, desk: AtDesk
) -> MediationView:
    """A party has no part in it any more; the others go on if two are left."""
    command, decide = Leave(party_id), partial(leave, desk.rules)
    stored = await desk.mediations.command(mine.id, command, decide)
    return mine.with_(stored).view
