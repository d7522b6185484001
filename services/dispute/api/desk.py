"""What the endpoints work with, and the mediation that somebody may see."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.openapi.models import APIKey, APIKeyIn
from fastapi.security.base import SecurityBase

from contracts.codes import MediationId
from services.dispute.continuing import Continuing
from services.dispute.domain.choosing.suiting import must_mediate
from services.dispute.domain.errors import unknown_invitation, unknown_mediation
from services.dispute.domain.mediation import CENTRE, Mediation, Party
from services.dispute.domain.rules import Rules
from services.dispute.invitations import Invitations
from services.dispute.shown import MediationView, shown
from services.dispute.signing.room import Room
from services.dispute.store import MediationStore
from services.kit.running.clock import Clock
from services.kit.running.telemetry import about_case
from services.kit.sealing.vault import Vault
from services.kit.serving.etags import etag
from services.kit.serving.principal import Principal, needs
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored

PARTY_HEADER = "X-Party-Token"
LONGEST_TOKEN = 200


@dataclass(frozen=True)
class Desk:
    """Made when the service starts."""

    mediations: Repository[Mediation]
    store: MediationStore
    rules: Rules
    vault: Vault
    invitations: Invitations
    clock: Clock
    room: Room
    """Of agreements."""

    @property
    def continuing(self) -> Continuing:
        """Opens the mediation of what a partial agreement has left."""
        return Continuing(self.mediations, self.rules, self.vault, self.invitations)


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]
Mediator = Annotated[Principal, Depends(needs("mediator"))]
OfTheBody = Annotated[Principal, Depends(needs("mediator", "body_admin"))]
Administrator = Annotated[Principal, Depends(needs("body_admin"))]


@dataclass(frozen=True)
class Seen:
    """A mediation whose course this person of the body may see.

    `mediator`: who they are by the roster; None: not of it.
    """

    id: str
    stored: Stored[Mediation]
    reader: str
    mediator: str | None = None

    def tagged(self, response: Response) -> MediationView:
        response.headers["ETag"] = etag(self.stored.version)
        return self.view

    @property
    def view(self) -> MediationView:
        return shown(self.stored.state, self.stored.version)

    def with_(self, stored: Stored[Mediation]) -> "Seen":
        return replace(self, stored=stored)


def is_ours(caller: Principal) -> bool:
    """Whoever's login names another department is nobody of the body."""
    return caller.department in (None, CENTRE)


async def seen(id: MediationId, desk: AtDesk, caller: OfTheBody) -> Seen:
    """A mediation of another area is as unknown as one that never was."""
    stored = await desk.mediations.read(id) if is_ours(caller) else None
    if stored is None or not caller.sees(stored.state.area or None):
        raise unknown_mediation()
    about_case(stored.state.case_id)
    mediator = desk.rules.roster.code_of(caller.subject)
    return Seen(id, stored, caller.subject, mediator)


OfMine = Annotated[Seen, Depends(seen)]
"""Its course: for mediators of the area and the body's administrators."""


async def in_the_room(mine: OfMine, desk: AtDesk, caller: Mediator) -> Seen:
    """Names and words are for whoever mediates; administrators do not hear them."""
    must_mediate(desk.rules, mine.stored.state, mine.mediator)
    return mine


Mediating = Annotated[Seen, Depends(in_the_room)]
"""For the mediator who is chosen; before that, for those of the body whom it suits."""


async def administered(mine: OfMine, caller: Administrator) -> Seen:
    return mine


Administered = Annotated[Seen, Depends(administered)]
"""For the body's administrators."""


class PersonalLink(SecurityBase):
    """Tells the OpenAPI document whose token is needed; `as_party` reads it."""

    scheme_name = "personal-link"
    model = APIKey.model_validate(
        {
            "in": APIKeyIn.header,
            "name": PARTY_HEADER,
            "description": "What follows `#` in the link of a party's own letter.",
        }
    )

    async def __call__(self) -> None:
        """Nothing is decided here."""


LINK = PersonalLink()


@dataclass(frozen=True)
class AsParty:
    """One party of a mediation, known by the token of its own link and nothing else."""

    id: str
    stored: Stored[Mediation]
    party: Party
    token_hash: str

    @property
    def mediation(self) -> Mediation:
        return self.stored.state


async def as_party(
    request: Request, desk: AtDesk, told: Annotated[None, Depends(LINK)] = None
) -> AsParty:
    """The token travels in a header: it is in no address and in no log."""
    token = request.headers.get(PARTY_HEADER, "")[:LONGEST_TOKEN]
    token_hash = desk.invitations.hash_of(token)
    id = await desk.store.with_token(token_hash)
    stored = await desk.mediations.read(id) if id else None
    if id is None or stored is None:
        raise unknown_invitation()
    about_case(stored.state.case_id)
    return AsParty(id, stored, stored.state.party_with(token_hash), token_hash)


ByLink = Annotated[AsParty, Depends(as_party)]
