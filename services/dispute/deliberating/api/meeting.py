"""The meeting: where, when, what to read before, who came, what was said."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.codes import Code, derived_id
from services.dispute.deliberating.api.at_hall import OfMyArea, Seen
from services.dispute.deliberating.api.plain import Long
from services.dispute.deliberating.domain.talking.meeting import (
    Hold,
    Minute,
    MoveMeeting,
    Schedule,
    brief,
    hold,
    minute,
    move_meeting,
    schedule,
)
from services.dispute.deliberating.shown import TopicView
from services.kit.serving.etags import IfMatch
from services.kit.serving.idempotency import Submitted

router = APIRouter(prefix="/deliberations/topics/{topic_id}/meeting")
STRICT = ConfigDict(extra="forbid")


class MeetingIn(BaseModel):
    model_config = STRICT

    at: AwareDatetime
    venue: Code
    """A code of the city's list of venues."""


class BriefingIn(BaseModel):
    model_config = STRICT

    text: Long


class MinutesIn(BaseModel):
    """`minutes` stay with the host; `public` is shown to everybody."""

    model_config = STRICT

    minutes: Long | None = None
    public: Long = ""


class HeldIn(MinutesIn):
    attended: Annotated[int, Field(ge=0, le=100_000)]


@router.post("", status_code=201)
async def post_meeting(
    seen: OfMyArea, body: MeetingIn, submission: Submitted, response: Response
) -> TopicView:
    """Says where and when people meet."""
    id = derived_id("meeting", seen.id, submission.id)
    command = Schedule(id, body.at, body.venue, submission.digest)
    after = await seen.command(command, partial(schedule, seen.hall.norms))
    return await after.tagged(response)


@router.put("")
async def put_meeting(
    seen: OfMyArea, body: MeetingIn, response: Response, if_match: IfMatch
) -> TopicView:
    """Moves the meeting that is to come."""
    decide = partial(move_meeting, seen.hall.norms)
    after = await seen.command(MoveMeeting(body.at, body.venue), decide, if_match)
    return await after.tagged(response)


@router.put("/briefing")
async def put_briefing(
    seen: OfMyArea, body: BriefingIn, response: Response, if_match: IfMatch
) -> TopicView:
    """What people should know before they meet; public."""
    return await (await seen.command(body.text, brief, if_match)).tagged(response)


@router.post("/held")
async def post_held(
    seen: OfMyArea, body: HeldIn, response: Response, if_match: IfMatch
) -> TopicView:
    """Records that people met, and how many came."""
    command = Hold(body.attended, await _sealed(seen, body.minutes), body.public)
    return await (await seen.command(command, hold, if_match)).tagged(response)


@router.put("/minutes")
async def put_minutes(
    seen: OfMyArea, body: MinutesIn, response: Response, if_match: IfMatch
) -> TopicView:
    """Writes the minutes of the last meeting, or puts them right."""
    command = Minute(await _sealed(seen, body.minutes), body.public)
    return await (await seen.command(command, minute, if_match)).tagged(response)


async def _sealed(seen: Seen, minutes: str | None) -> str | None:
    return await seen.hall.people.words(seen.id, minutes) if minutes else None
