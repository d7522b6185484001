"""How many messages, by what became of them: counts and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field

from services.kit.serving.problems import Refused
from services.notification.api.desk import AtDesk, Operator

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
LAST = datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=FIRST, le=LAST)]
USUAL, LONGEST = timedelta(days=30), timedelta(days=366)

router = APIRouter()


class Bounds(BaseModel):
    since: Moment | None = None
    until: Moment | None = None

    def period(self, now: datetime) -> tuple[datetime, datetime]:
        """The last 30 days, unless asked otherwise; at most 366."""
        until = self.until or now
        since = self.since or until - USUAL
        if not timedelta(0) < until - since <= LONGEST:
            en = "`since` must lie before `until`, by 366 days at most"
            raise Refused("bad-period", en, "起止时间有误:最长不超过 366 天", 422)
        return since, until


class Count(BaseModel):
    """`channel`: the last that was tried; empty: none was known."""

    state: str
    channel: str
    template: str
    messages: int


@router.get("/statistics/messages")
async def count_messages(
    asked: Annotated[Bounds, Query()], desk: AtDesk, caller: Operator
) -> list[Count]:
    """Messages made in a period, by state, channel and template, most of them first."""
    since, until = asked.period(desk.clock())
    rows = await desk.store.counted(caller.area, since, until)
    return [
        Count(state=state, channel=channel, template=template, messages=number)
        for (state, channel, template), number in rows
    ]
