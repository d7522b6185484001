"""Figures of a bounded time, of the caller's own area."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, Field

from services.intake.api.at_window import TheWindow
from services.intake.telling.assistance import AssistanceShown, assistance_shown
from services.kit.serving.principal import Principal, needs
from services.kit.serving.problems import Refused

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
LAST = datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=FIRST, le=LAST)]
USUAL, LONGEST = timedelta(days=30), timedelta(days=366)

router = APIRouter(prefix="/statistics")
Counting = Annotated[Principal, Depends(needs("clerk", "supervisor"))]


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


@router.get("/helpers")
async def get_helpers(
    asked: Annotated[Bounds, Query()], caller: Counting, window: TheWindow
) -> AssistanceShown:
    """Who helped by which channel, what was answered at once, what was not named."""
    since, until = asked.period(window.clock())
    sight = window.sight(caller)
    return assistance_shown(await window.tallies.tallies(sight, since, until))
