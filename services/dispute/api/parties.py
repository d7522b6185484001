"""What a party does by the link of its own letter."""

from functools import partial

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.dispute.api.desk import LONGEST_TOKEN, AtDesk, ByLink
from services.dispute.domain.joining.answering import Answer, answer
from services.dispute.domain.mediation import unknown_invitation
from services.dispute.domain.states import State
from services.kit.running.telemetry import about_case

router = APIRouter()


class AnswerIn(BaseModel):
    token: str = Field(min_length=1, max_length=LONGEST_TOKEN)
    accepts: bool


class Recorded(BaseModel):
    """The same for everybody: a party learns nothing about the others."""

    accepts: bool


class MyMediation(BaseModel):
    """A party's own place in it: nothing of what others said or answered."""

    state: State
    accepts: bool | None
    end_reason: str | None


@router.get("/my-mediation")
async def read_my_mediation(me: ByLink) -> MyMediation:
    """How far the mediation is that this link belongs to."""
    return MyMediation(
        state=me.mediation.state,
        accepts=me.party.accepts,
        end_reason=me.mediation.end_reason,
    )


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
