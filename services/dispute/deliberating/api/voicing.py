"""What a resident does with a public topic: support it, answer, ask and say."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from contracts.codes import derived_id
from services.dispute.deliberating.api.at_hall import Public, Resident, TheHall
from services.dispute.deliberating.api.plain import Text
from services.dispute.deliberating.domain.refusals import answered_otherwise, demand
from services.dispute.deliberating.domain.talking.surveying import picked
from services.dispute.deliberating.domain.talking.voicing import Speak, speak
from services.dispute.deliberating.hall import Hall
from services.kit.serving.idempotency import Submitted

router = APIRouter(prefix="/deliberations/topics/{topic_id}")


class SupportView(BaseModel):
    mine: bool
    supporters: int
    """Shown, and deciding nothing."""


class AnswersIn(BaseModel):
    """The place of the choice taken, from 1, for each question in order."""

    model_config = ConfigDict(extra="forbid")

    answers: Annotated[
        list[Annotated[int, Field(ge=1, le=10)]], Field(min_length=1, max_length=20)
    ]


class VoiceIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["question", "statement"]
    text: Text


class Taken(BaseModel):
    """It was taken down; the public sees it once the host has released it."""

    id: str


@router.get("/support")
async def get_support(topic: Public, hall: TheHall, caller: Resident) -> SupportView:
    """Whether the caller supports it, and how many do."""
    return await _support(hall, topic.topic_id, caller.subject)


@router.put("/support")
async def put_support(topic: Public, hall: TheHall, caller: Resident) -> SupportView:
    """Supports it; a second click is no second support."""
    id = demand("support", topic).topic_id
    await hall.voices.support(id, hall.people.who(id, caller.subject))
    return await _support(hall, id, caller.subject)


@router.delete("/support")
async def delete_support(topic: Public, hall: TheHall, caller: Resident) -> SupportView:
    """Takes the support back."""
    id = demand("support", topic).topic_id
    await hall.voices.withdraw(id, hall.people.who(id, caller.subject))
    return await _support(hall, id, caller.subject)


@router.post("/survey/answers", status_code=201)
async def post_answers(
    topic: Public, body: AnswersIn, hall: TheHall, caller: Resident
) -> AnswersIn:
    """Answers the survey, once; the same answers again are the same."""
    id = topic.topic_id
    mine = picked(topic, body.answers, hall.clock())
    kept = await hall.voices.answer(id, hall.people.who(id, caller.subject), mine)
    if list(kept) != mine:
        raise answered_otherwise()
    return body


@router.post("/voices", status_code=201)
async def post_voice(
    topic: Public,
    body: VoiceIn,
    hall: TheHall,
    caller: Resident,
    submission: Submitted,
) -> Taken:
    """Asks or says something about it; the host reads it first."""
    id = topic.topic_id
    command = Speak(
        voice_id=derived_id("voice", id, submission.id),
        kind=body.kind,
        who=hall.people.who(id, caller.subject),
        words=await hall.people.words(id, body.text),
        digest=submission.digest,
    )
    await hall.topics.command(id, command, speak)
    return Taken(id=command.voice_id)


async def _support(hall: Hall, id: str, subject: str) -> SupportView:
    counted = await hall.voices.supporters([id])
    mine = await hall.voices.supports(id, hall.people.who(id, subject))
    return SupportView(mine=mine, supporters=counted.get(id, 0))
