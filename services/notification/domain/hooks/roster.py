"""How many endpoints one owner has: so many, and of many at once none too many."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from services.kit.errors import Rejected
from services.kit.writing.change import Aggregate, Change

BEING_MADE = timedelta(minutes=1)
"""How long a place is kept for an endpoint that is not there yet."""


class Place(BaseModel):
    model_config = ConfigDict(frozen=True)

    endpoint_id: str
    taken_at: datetime


class Roster(Aggregate):
    owner: str
    places: tuple[Place, ...] = ()

    def but(self, places: tuple[Place, ...]) -> "Roster":
        return self.model_copy(update={"places": places})


@dataclass(frozen=True)
class Take:
    """`there`: the endpoints that the owner has, as the books say."""

    owner: str
    endpoint_id: str
    most: int
    there: frozenset[str]


def take(roster: Roster | None, command: Take, now: datetime) -> Change[Roster] | None:
    """Before the endpoint is made. A place whose maker died comes free by itself."""
    known = roster or Roster(owner=command.owner)
    kept = tuple(
        place
        for place in known.places
        if place.endpoint_id in command.there or now - place.taken_at < BEING_MADE
    )
    taken = command.there | {place.endpoint_id for place in kept}
    if command.endpoint_id in taken:
        return None
    if len(taken) >= command.most:
        raise too_many()
    place = Place(endpoint_id=command.endpoint_id, taken_at=now)
    return Change(known.but((*kept, place)))


def give_back(
    roster: Roster | None, endpoint_id: str, now: datetime
) -> Change[Roster] | None:
    """When the endpoint was deleted."""
    if roster is None:
        return None
    left = tuple(p for p in roster.places if p.endpoint_id != endpoint_id)
    return Change(roster.but(left)) if left != roster.places else None


def too_many() -> Rejected:
    en = "you have as many webhooks as you may: delete one first"
    return Rejected("too-many-webhooks", en, "推送地址数量已达上限,请先删除")
