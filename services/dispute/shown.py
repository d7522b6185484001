"""What a mediator sees: a mediation's course; apart from it, its names and words."""

from typing import Any

from pydantic import BaseModel

from contracts.sealed import CaseContent, Person
from services.dispute.domain.mediation import Mediation, Party
from services.dispute.domain.states import State
from services.kit.sealing.vault import Vault


class PartyView(BaseModel):
    party_id: str
    accepts: bool | None
    notices: int


class MediationView(BaseModel):
    """Its course; names and words are asked for separately, and logged."""

    mediation_id: str
    case_id: str
    task_id: str
    state: State
    area: str
    regime: str
    parties: list[PartyView]
    end_reason: str | None
    version: int | None = None


class NamedParty(PartyView):
    person: Person | None
    """None: erased, or no longer ours to know."""


class MatterView(BaseModel):
    content: CaseContent | None
    parties: list[NamedParty]


def shown(mediation: Mediation, version: int | None = None) -> MediationView:
    parties = [view(party) for party in mediation.parties]
    fields: dict[str, Any] = mediation.model_dump(exclude={"parties"})
    return MediationView.model_validate(
        fields | {"parties": parties, "version": version}
    )


def view(party: Party) -> PartyView:
    return PartyView.model_validate(party, from_attributes=True)


async def matter(vault: Vault, mediation: Mediation) -> MatterView:
    id, sealed = mediation.mediation_id, mediation.matter
    content = await vault.open(id, sealed, CaseContent) if sealed else None
    parties = [await _named(vault, id, party) for party in mediation.parties]
    return MatterView(content=content, parties=parties)


async def _named(vault: Vault, id: str, party: Party) -> NamedParty:
    person = await vault.open(id, party.card, Person) if party.card else None
    return NamedParty(**view(party).model_dump(), person=person)
