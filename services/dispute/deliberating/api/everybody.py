"""What everybody may read, without login: topics, answers, promises, the year."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from contracts.codes import AreaCode, Code
from services.dispute.deliberating.api.at_hall import Public, TheHall
from services.dispute.deliberating.domain.states import State
from services.dispute.deliberating.public import PublicPage, PublicTopic, page, row
from services.dispute.deliberating.seams import Question, Tally
from services.kit.limits.calendar import SHANGHAI
from services.kit.serving.paging import Paging

router = APIRouter()
Year = Annotated[int, Query(ge=2020, le=2100)]


class YearView(BaseModel):
    year: int
    area: str
    target: int
    """How many meetings a year should see at least."""
    held: int
    planned: int
    """Those with a date in that year that is still to come."""


@router.get("/public/topics")
async def list_public_topics(
    hall: TheHall,
    paging: Paging,
    area: AreaCode | None = None,
    category: Code | None = None,
    state: State | None = None,
) -> list[PublicTopic]:
    """Topics that were taken up, in an area and below."""
    question = Question(area or hall.city, category, state, public=True)
    rows = await hall.books.page(question, paging.past(int, str), paging.fetch)
    topics = paging.of(rows, lambda topic: topic.place)
    counted = await hall.voices.supporters([topic.topic_id for topic in topics])
    return [row(topic, counted.get(topic.topic_id, 0)) for topic in topics]


@router.get("/public/topics/{topic_id}")
async def read_public_topic(topic: Public, hall: TheHall) -> PublicPage:
    """A topic, its answers, what was promised and how far that is."""
    counted = await hall.voices.supporters([topic.topic_id])
    tally = await hall.voices.tally(topic.topic_id) if topic.survey else Tally()
    return page(hall.norms, topic, counted.get(topic.topic_id, 0), tally)


@router.get("/deliberations/target")
async def read_target(
    hall: TheHall, year: Year, area: AreaCode | None = None
) -> YearView:
    """Meetings held in a year, beside the city's target."""
    since = datetime(year, 1, 1, tzinfo=SHANGHAI)
    until = datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    met = await hall.books.meetings(area or hall.city, since, until)
    return YearView(
        year=year,
        area=area or hall.city,
        target=hall.norms.meetings_a_year,
        held=met.held,
        planned=met.planned,
    )
