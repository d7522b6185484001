"""What the endpoints that only show lists and figures work with."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request
from pydantic import AwareDatetime, Field

from services.kit.running.clock import Clock
from services.routing.store.census import Census
from services.routing.store.handlings import Handlings
from services.routing.store.inbox import Inbox
from services.routing.views.figures import Figures


@dataclass(frozen=True)
class Shelf:
    """Made when the service starts."""

    inbox: Inbox
    census: Census
    handlings: Handlings
    figures: Figures
    clock: Clock


async def shelf(request: Request) -> Shelf:
    made: Shelf = request.app.state.shelf
    return made


AtShelf = Annotated[Shelf, Depends(shelf)]

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=FIRST, le=LAST)]
Level = Annotated[int, Field(ge=1, le=3)]
