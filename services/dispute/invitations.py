"""How a person becomes a party: name sealed, a link of their own, a hash to know it."""

import secrets
from typing import Any

from pydantic import ValidationError

from contracts.codes import derived_id
from contracts.sealed import Agent, CaseContent, PartyCard, Person
from services.dispute.capacity import needs_guardian
from services.dispute.domain.joining.acting import ActingFor, with_agent
from services.dispute.domain.mediation import MOST_PARTIES
from services.dispute.domain.party import Party
from services.dispute.wishes import Wishes, wishes_in
from services.kit.limits.calendar import SHANGHAI
from services.kit.running.clock import Clock, utc_now
from services.kit.sealing.digests import Digests
from services.kit.sealing.readers import Sealer
from services.kit.sealing.vault import Vault

TOKEN_BYTES = 24


class Invitations:
    """The token exists in the sealed card only; what is kept here is its keyed hash."""

    def __init__(
        self,
        vault: Vault,
        sealer: Sealer,
        digests: Digests,
        clock: Clock = utc_now,
    ) -> None:
        self._vault = vault
        self._sealer = sealer
        self._digests = digests
        self._clock = clock

    def hash_of(self, token: str) -> str:
        return self._digests.of("invitation", token)

    def digest_of_terms(self, mediation_id: str, terms: str) -> str:
        return self._digests.of("terms", mediation_id, terms)

    async def party(
        self,
        mediation_id: str,
        party_id: str,
        person: Person,
        body_digest: str = "",
        role: str = "respondent",
    ) -> Party:
        """Notification reaches people; only the mediator knows identity numbers."""
        invitation, token_hash = self._letter(person, Wishes())
        today = self._clock().astimezone(SHANGHAI).date()
        return Party(
            party_id=party_id,
            card=await self._vault.seal(mediation_id, person),
            label=await self._vault.seal(mediation_id, Person(name=person.name)),
            invitation=invitation,
            token_hash=token_hash,
            body_digest=body_digest,
            organisation=person.kind == "organisation",
            role=role,
            needs_guardian=needs_guardian(person, today),
        )

    async def wishing(
        self, mediation_id: str, party: Party, person: Person, wishes: Wishes
    ) -> Party:
        """Written to as they wished when they handed it over, with a link anew."""
        invitation, token_hash = self._letter(person, wishes)
        kept = await self._vault.seal(mediation_id, wishes)
        more = {"invitation": invitation, "token_hash": token_hash, "wishes": kept}
        return party.model_copy(update=more)

    async def acting(
        self,
        mediation_id: str,
        agent: Agent,
        body_digest: str = "",
        language: str = "zh",
    ) -> ActingFor:
        invitation, token_hash = self._letter(agent, Wishes(language=language))
        return ActingFor(
            agent=await self._vault.seal(mediation_id, agent),
            invitation=invitation,
            token_hash=token_hash,
            authority=agent.authority,
            shown=bool(agent.evidence),
            digest=body_digest,
            label=await self._vault.seal(mediation_id, known_by_name(agent)),
        )

    def _letter(self, person: Person, wishes: Wishes) -> tuple[str, str]:
        """The invitation, with a new token in it, and the token's hash."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        told = person.model_dump(include=set(Person.model_fields))
        to_reach = Person.model_validate(told | {"id_number": None})
        card = PartyCard(
            person=to_reach,
            answer_token=token,
            language=wishes.language,
            preferences=wishes.preferences,
        )
        return self._sealer.seal("notification", card), self.hash_of(token)

    async def parties(
        self, mediation_id: str, content: CaseContent
    ) -> tuple[Party, ...]:
        """The applicant and whoever the form names; their ids follow from the order."""
        parties = []
        for place, person in enumerate(persons_in(content)):
            id = derived_id("party", mediation_id, str(place))
            role = "applicant" if person == content.applicant else "respondent"
            party = await self.party(mediation_id, id, person, role=role)
            if role == "applicant":
                party = await self._as_wished(mediation_id, party, content)
            parties.append(party)
        return tuple(parties)

    async def _as_wished(
        self, mediation_id: str, party: Party, content: CaseContent
    ) -> Party:
        """Who acts for the applicant is written to in the same language."""
        wishes = wishes_in(content)
        if content.applicant and wishes != Wishes():
            whose = content.applicant
            party = await self.wishing(mediation_id, party, whose, wishes)
        if content.agent is None:
            return party
        said = {"language": wishes.language}
        return with_agent(party, await self.acting(mediation_id, content.agent, **said))


def known_by_name(agent: Agent) -> Agent:
    """As papers name them: who it is and by what right, and nothing else."""
    return Agent(name=agent.name, authority=agent.authority)


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
