"""How a person becomes a party: name sealed, a link of their own, a hash to know it."""

import secrets
from typing import Any

from pydantic import ValidationError

from contracts.codes import derived_id
from contracts.sealed import CaseContent, PartyCard, Person
from services.dispute.domain.mediation import MOST_PARTIES, Party
from services.kit.sealing.digests import Digests
from services.kit.sealing.readers import Sealer
from services.kit.sealing.vault import Vault

TOKEN_BYTES = 24


class Invitations:
    """The token exists in the sealed card only; what is kept here is its keyed hash."""

    def __init__(self, vault: Vault, sealer: Sealer, digests: Digests) -> None:
        self._vault = vault
        self._sealer = sealer
        self._digests = digests

    def hash_of(self, token: str) -> str:
        return self._digests.of("invitation", token)

    def digest_of_terms(self, mediation_id: str, terms: str) -> str:
        return self._digests.of("terms", mediation_id, terms)

    async def party(
        self, mediation_id: str, party_id: str, person: Person, body_digest: str = ""
    ) -> Party:
        """Notification reaches people; only the mediator knows identity numbers."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        to_reach = person.model_copy(update={"id_number": None})
        card = PartyCard(person=to_reach, answer_token=token)
        return Party(
            party_id=party_id,
            card=await self._vault.seal(mediation_id, person),
            invitation=self._sealer.seal("notification", card),
            token_hash=self.hash_of(token),
            body_digest=body_digest,
        )

    async def parties(
        self, mediation_id: str, content: CaseContent
    ) -> tuple[Party, ...]:
        """The applicant and whoever the form names; their ids follow from the order."""
        people = persons_in(content)
        return tuple(
            [
                await self.party(
                    mediation_id, derived_id("party", mediation_id, str(place)), person
                )
                for place, person in enumerate(people)
            ]
        )


def persons_in(content: CaseContent) -> list[Person]:
    """What the form calls a party but cannot be one is left to the mediator."""
    named = content.answers.get("parties", [])
    people = [content.applicant] if content.applicant else []
    for entry in named if isinstance(named, list) else []:
        person = _person(entry)
        if person and person not in people:
            people.append(person)
    return people[:MOST_PARTIES]


def _person(entry: Any) -> Person | None:
    try:
        return Person.model_validate(entry)
    except ValidationError:
        return None
