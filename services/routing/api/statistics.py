"""Figures of a bounded time, of what the caller may see."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from services.kit.serving.problems import Refused
from services.routing.api.desk import Reader
from services.routing.api.shelf import AtShelf, Moment
from services.routing.showing.figures import (
    RatesView,
    ReturnsView,
    department_rates,
    department_returns,
    rule_returns,
)
from services.routing.store.rounds import Period

router = APIRouter(prefix="/v1/statistics")

USUAL, LONGEST = timedelta(days=30), timedelta(days=366)


class Bounds(BaseModel):
    since: Moment | None = None
    until: Moment | None = None


async def period(asked: Annotated[Bounds, Query()], shelf: AtShelf) -> Period:
    """The last 30 days, unless asked otherwise; at most 366."""
    until = asked.until or shelf.clock()
    since = asked.since or until - USUAL
    if not timedelta(0) < until - since <= LONGEST:
        en = "`since` must lie before `until`, by 366 days at most"
        raise Refused("bad-period", en, "起止时间有误:最长不超过 366 天", 422)
    return Period(since, until)


Asked = Annotated[Period, Depends(period)]


@router.get("/returns")
async def read_returns(asked: Asked, shelf: AtShelf, caller: Reader) -> ReturnsView:
    """What was returned, by rule and by department: a wrong rule shows here."""
    rounds, returns = shelf.figures.rounds, shelf.figures.returns
    planned = await rounds.planned(caller, asked)
    return ReturnsView(
        rules=rule_returns(await returns.by(caller, "rule", asked), planned),
        departments=department_returns(await returns.by(caller, "department", asked)),
    )


@router.get("/rates")
async def read_rates(asked: Asked, shelf: AtShelf, caller: Reader) -> RatesView:
    """How departments answered: in time, resolved, and to whose content."""
    sums = await shelf.figures.rounds.sums(caller, asked)
    return RatesView(departments=department_rates(sums))
