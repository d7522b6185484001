"""Who stands at the wall, and on which side of it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.dispute.api.desk import ByLink, OfMine, OfTheBody
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.saying import not_the_mediator
from services.dispute.domain.sitting.sight import Reader, hears
from services.dispute.wall.wall import Wall
from services.kit.serving.idempotency import Key, Submission, submission_of


def wall_of(request: Request) -> Wall:
    wall: Wall = request.app.state.wall
    return wall


AtWall = Annotated[Wall, Depends(wall_of)]


@dataclass(frozen=True)
class Standing:
    """Somebody before a mediation's wall; `login`: of people of the house."""

    mediation: Mediation
    reader: Reader
    login: str

    @property
    def id(self) -> str:
        return self.mediation.mediation_id


async def as_chosen(mine: OfMine) -> Standing:
    """Only whom the parties chose and who has confirmed: no colleague, no chief."""
    mediation = mine.stored.state
    code = mine.mediator or ""
    if not hears(mediation, code):
        raise not_the_mediator()
    return Standing(mediation, Reader("mediator", code), mine.reader)


async def as_mine(me: ByLink) -> Standing:
    id = me.party.party_id
    return Standing(me.mediation, Reader("party", id), id)


async def of_the_house(mine: OfMine, caller: OfTheBody) -> Standing:
    """Whoever has to report what they see: a mediator of the area, or its body."""
    mediation = mine.stored.state
    if caller.has("body_admin"):
        chief = Reader("administrator", caller.subject)
        return Standing(mediation, chief, caller.subject)
    return Standing(mediation, Reader("mediator", mine.mediator or ""), mine.reader)


async def submitted_by_link(
    request: Request, me: ByLink, idempotency_key: Key = None
) -> Submission:
    """A party is known by its place in a mediation, whatever link it uses."""
    who = f"party {me.party.party_id}"
    return await submission_of(request, who, idempotency_key)


AsChosen = Annotated[Standing, Depends(as_chosen)]
AsMine = Annotated[Standing, Depends(as_mine)]
OfHouse = Annotated[Standing, Depends(of_the_house)]
SubmittedByLink = Annotated[Submission, Depends(submitted_by_link)]
