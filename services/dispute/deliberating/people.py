"""How people and their words come in: sealed, and known again by keyed hashes only."""

from dataclasses import dataclass

from contracts.codes import derived_id
from contracts.sealed import AnswerText, OriginatorCard, Person, Plaintext
from services.dispute.deliberating.domain.raising.proposing import Newcomer
from services.kit.sealing.digests import Digests
from services.kit.sealing.readers import Sealer
from services.kit.sealing.vault import Vault


class Proposal(Plaintext):
    """What somebody would like to be discussed, as they wrote it."""

    title: str
    text: str


@dataclass(frozen=True)
class People:
    """The topic's key seals names and words; it is destroyed on the retention date."""

    vault: Vault
    sealer: Sealer
    digests: Digests

    def topic_id(self, submission: str) -> str:
        """Public: nobody can try out whose key and name it was made of."""
        return derived_id("topic", self.digests.of("topic", submission))

    def who(self, topic_id: str, subject: str) -> str:
        """Differs from topic to topic, so that nobody can be followed across them."""
        return self.digests.of("deliberation", topic_id, subject)

    def proposer(self, subject: str) -> str:
        """The same for all topics of a person: it finds one's own."""
        return self.digests.of("proposer", subject)

    def originator_id(self, topic_id: str, subject: str) -> str:
        return derived_id("originator", topic_id, self.who(topic_id, subject))

    async def newcomer(
        self, topic_id: str, subject: str, person: Person, language: str
    ) -> Newcomer:
        """Notification reaches people; it is given no identity number."""
        to_reach = person.model_copy(update={"id_number": None})
        card = OriginatorCard(person=to_reach, language=language)
        return Newcomer(
            originator_id=self.originator_id(topic_id, subject),
            card=await self.vault.seal(topic_id, to_reach),
            contact=self.sealer.seal("notification", card),
        )

    async def proposal(self, topic_id: str, title: str, text: str) -> str:
        return await self.vault.seal(topic_id, Proposal(title=title, text=text))

    async def words(self, topic_id: str, text: str) -> str:
        return await self.vault.seal(topic_id, AnswerText(text=text))

    async def opened(self, topic_id: str, sealed: str | None) -> str | None:
        """None: there was nothing, or it is forgotten."""
        found = sealed and await self.vault.open(topic_id, sealed, AnswerText)
        return found.text if found else None

    async def person(self, topic_id: str, card: str | None) -> Person | None:
        return await self.vault.open(topic_id, card, Person) if card else None

    async def opened_proposal(
        self, topic_id: str, sealed: str | None
    ) -> Proposal | None:
        return await self.vault.open(topic_id, sealed, Proposal) if sealed else None
