"""How people and their words come in: sealed, and known again by keyed hashes only."""

from dataclasses import dataclass

from contracts.codes import derived_id
from contracts.sealed import AnswerText, OriginatorCard, Person, Plaintext
from services.dispute.deliberating.domain.parts import Originator
from services.dispute.deliberating.domain.raising.proposing import Newcomer
from services.kit.sealing.digests import Digests
from services.kit.sealing.readers import Sealer
from services.kit.sealing.vault import Vault


class Proposal(Plaintext):
    """What somebody would like to be discussed, as they wrote it."""

    title: str
    text: str
    language: str = "zh"
    """In which whoever wrote it wants to be told."""


@dataclass(frozen=True)
class People:
    """A person's own key seals card and proposal, the topic's what else people say.

    The first is destroyed when the person leaves, both on the retention date.
    """

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
        self, topic_id: str, subject: str, person: Person, proposal: Proposal
    ) -> Newcomer:
        """Notification reaches people; it is given no identity number."""
        to_reach = person.model_copy(update={"id_number": None})
        card = OriginatorCard(person=to_reach, language=proposal.language)
        id = self.originator_id(topic_id, subject)
        return Newcomer(
            originator_id=id,
            card=await self.vault.seal(id, to_reach),
            words=await self.vault.seal(id, proposal),
            contact=self.sealer.seal("notification", card),
        )

    async def person(self, of: Originator) -> Person | None:
        """None: a case, or forgotten."""
        if of.card is None:
            return None
        return await self.vault.open(of.originator_id, of.card, Person)

    async def proposal(self, of: Originator) -> Proposal | None:
        if of.words is None:
            return None
        return await self.vault.open(of.originator_id, of.words, Proposal)

    async def words(self, topic_id: str, text: str) -> str:
        return await self.vault.seal(topic_id, AnswerText(text=text))

    async def opened(self, topic_id: str, sealed: str | None) -> str | None:
        """None: there was nothing, or it is forgotten."""
        found = sealed and await self.vault.open(topic_id, sealed, AnswerText)
        return found.text if found else None
