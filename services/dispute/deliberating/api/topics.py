"""Topics as their host sees them, and as whoever proposed one does."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from contracts.codes import AreaCode, Code, OriginatorId
from services.dispute.deliberating.api.at_hall import OfMine, OfMyArea, TheHall, read
from services.dispute.deliberating.domain.raising.proposing import leave
from services.dispute.deliberating.domain.refusals import unknown_topic
from services.dispute.deliberating.domain.states import State
from services.dispute.deliberating.seams import Question
from services.dispute.deliberating.shown import PrivateView, TopicView, private, view
from services.kit.serving.paging import Paging
from services.kit.serving.principal import Caller, Principal, needs
from services.kit.serving.readings import Reading

router = APIRouter()
Asking = Annotated[Principal, Depends(needs("host", "resident", "department"))]


class Filters(BaseModel):
    """Each narrows the list."""

    state: State | None = None
    category: Code | None = None
    area: AreaCode | None = None
    """This and what is in it."""


class Left(BaseModel):
    originators: int
    """How many are told of it still."""


@router.get("/deliberations/topics")
async def list_topics(
    hall: TheHall, caller: Asking, page: Paging, by: Annotated[Filters, Query()]
) -> list[TopicView]:
    """The topics of the host's area; for anybody else those that they proposed."""
    if caller.has("host"):
        area, own = _within(caller.area, by.area), None
    else:
        area, own = by.area or hall.city, hall.people.proposer(caller.subject)
    question = Question(area, by.category, by.state, proposer=own)
    rows = await hall.books.page(question, page.past(int, str), page.fetch)
    topics = page.of(rows, lambda topic: topic.place)
    counted = await hall.voices.supporters([topic.topic_id for topic in topics])
    return [view(topic, counted.get(topic.topic_id, 0)) for topic in topics]


@router.get("/deliberations/topics/{topic_id}")
async def read_topic(seen: OfMine, response: Response) -> TopicView:
    """The course of a topic, without names and words."""
    return await seen.tagged(response)


@router.get("/deliberations/topics/{topic_id}/words")
async def read_words(seen: OfMyArea) -> PrivateView:
    """Who raised it and what people wrote; who asked for it is written down first."""
    at = seen.hall.clock()
    await seen.hall.readings.note(Reading(seen.reader, at, seen.id, "host-of-the-area"))
    return await private(seen.hall, seen.topic)


@router.delete("/deliberations/topics/{topic_id}/originators/{originator_id}")
async def remove_originator(
    topic_id: str, originator_id: OriginatorId, hall: TheHall, caller: Caller
) -> Left:
    """Takes back one's name, words and the news of it; a host does it for others."""
    topic = (await read(topic_id, hall)).state
    own = originator_id == hall.people.originator_id(topic_id, caller.subject)
    hosts = caller.has("host") and caller.sees(topic.area)
    if not (own or hosts):
        raise unknown_topic()
    after = await hall.topics.command(topic_id, originator_id, leave)
    return Left(originators=len(after.state.originators))


def _within(mine: str, asked: str | None) -> str:
    """The narrower of the two; nothing where they do not meet."""
    if not asked or mine.startswith(asked):
        return mine
    return asked if mine and asked.startswith(mine) else ""
