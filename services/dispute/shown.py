"""What a mediator sees: a mediation's course; apart from it, its names and words."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from contracts.sealed import Agent, CaseContent, Person
from services.dispute.domain.joining.opening import unasked
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.party import Party
from services.dispute.domain.rest.part import Decision
from services.dispute.domain.roster import Mediator
from services.dispute.domain.rules import Rules
from services.dispute.domain.states import State
from services.kit.sealing.vault import Vault


class MediatorView(BaseModel):
    """What anybody may know of somebody on the roster."""

    code: str
    name: str
    name_en: str
    panel: str
    specialties: tuple[str, ...]
    languages: tuple[str, ...]


class PartyView(BaseModel):
    party_id: str
    role: str
    organisation: bool
    needs_guardian: bool
    authority: str | None
    """By what right somebody acts for it."""
    represented_by: tuple[str, ...]
    left: bool
    accepts: bool | None
    notices: int


class RestView(BaseModel):
    choose_by: datetime
    wanted_by: tuple[str, ...]
    """Which parties want to go on, so far."""
    decision: Decision | None
    continued_in: str | None
    """The mediation in which it goes on."""


class MediationView(BaseModel):
    """Its course; names and words are asked for separately, and logged."""

    mediation_id: str
    case_id: str
    task_id: str
    state: State
    area: str
    regime: str
    dispute_type: str
    mediator: str | None
    confirmed: bool
    """Whether that mediator has taken it."""
    openly: bool
    """Open to the public: all parties ask for that (人民调解法 23)."""
    contact_by: datetime | None
    """Until then every party should have been asked for the first time."""
    contact_missed: bool
    """Nobody was, and the body has been told."""
    choose_by: datetime | None
    appoint_by: datetime | None
    confirm_by: datetime | None
    term_ends_at: datetime | None
    seal_by: datetime | None
    """Until then the body seals what everybody has signed."""
    parties: list[PartyView]
    end_reason: str | None
    rest: RestView | None
    """After a partial agreement: what becomes of what was not agreed."""
    continues: str | None
    """The mediation of whose rest this is."""
    version: int | None = None


class NamedParty(PartyView):
    person: Person | None
    """None: erased, or no longer ours to know."""
    agent: Agent | None
    """Who acts for it; None too when nobody does."""


class MatterView(BaseModel):
    content: CaseContent | None
    apart: bool
    """Never all in one room: what was asked at the start says so."""
    unasked: tuple[str, ...]
    """What each side has to be asked alone before anybody is invited."""
    parties: list[NamedParty]


def shown(mediation: Mediation, version: int | None = None) -> MediationView:
    parties = [view(party) for party in mediation.parties]
    confirmed = mediation.mediator is not None and mediation.confirm_by is None
    fields: dict[str, Any] = mediation.model_dump(exclude={"parties"})
    more = {
        "parties": parties,
        "version": version,
        "confirmed": confirmed,
        "openly": mediation.openly,
        "seal_by": mediation.agreement.seal_by if mediation.agreement else None,
    }
    return MediationView.model_validate(fields | more)


def view(party: Party) -> PartyView:
    return PartyView.model_validate(party, from_attributes=True)


def mediator_view(mediator: Mediator) -> MediatorView:
    return MediatorView.model_validate(mediator, from_attributes=True)


async def matter(vault: Vault, rules: Rules, mediation: Mediation) -> MatterView:
    id, sealed = mediation.mediation_id, mediation.matter
    content = await vault.open(id, sealed, CaseContent) if sealed else None
    parties = [await _named(vault, id, party) for party in mediation.parties]
    return MatterView(
        content=content,
        apart=mediation.apart,
        unasked=unasked(rules, mediation),
        parties=parties,
    )


async def _named(vault: Vault, id: str, party: Party) -> NamedParty:
    person = await vault.open(id, party.card, Person) if party.card else None
    agent = await vault.open(id, party.agent, Agent) if party.agent else None
    return NamedParty(**view(party).model_dump(), person=person, agent=agent)
