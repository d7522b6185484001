"""What somebody says is sealed and kept; its author alone lets others see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.allowing import demand_same_request
from services.dispute.domain.sitting.saying import (
    Saying,
    author_of,
    check_counter,
    check_release,
    check_saying,
    unknown_words,
)
from services.dispute.domain.sitting.sight import Reader
from services.dispute.domain.sitting.words import MEDIATOR, Kind, Word
from services.dispute.wall.keys import key_for
from services.dispute.wall.plain import Said
from services.dispute.wall.seams import Words
from services.kit.running.clock import Clock
from services.kit.sealing.vault import Vault


@dataclass(frozen=True)
class Sent:
    """One intention of one person: a text as it came. `by`: their login, if any."""

    word_id: str
    text: str
    body_digest: str
    by: str


@dataclass(frozen=True)
class Keeping:
    words: Words
    vault: Vault
    clock: Clock

    async def say(self, mediation: Mediation, saying: Saying, sent: Sent) -> Word:
        """The same for every repeat, also one that comes when all is over."""
        first = await self._first(mediation, sent)
        if first:
            return first
        author = author_of(saying.author)
        spoken = await self.words.spoken(mediation.mediation_id, author)
        check_saying(mediation, saying, spoken)
        if saying.answers:
            countered = await self.words.find(mediation.mediation_id, saying.answers)
            check_counter(mediation, saying.author, countered)
        word = await self._word(mediation, saying.kind, author, sent)
        update = {
            "answers": saying.answers,
            "session_id": saying.session_id,
            "shown_to": tuple(dict.fromkeys(saying.show_to)),
        }
        return await self._kept(word.model_copy(update=update))

    async def keep_apart(self, mediation: Mediation, kind: Kind, sent: Sent) -> Word:
        """A report, or facts for the record; whether they may be, others decide."""
        first = await self._first(mediation, sent)
        return first or await self._kept(
            await self._word(mediation, kind, MEDIATOR, sent)
        )

    async def show(
        self,
        mediation: Mediation,
        author: Reader,
        word_id: str,
        to: Sequence[str] | None,
    ) -> Word:
        """To those named, or to every other party; what was shown stays shown."""
        found = await self.words.find(mediation.mediation_id, word_id)
        others = [party for party in mediation.told if party != author.id]
        named = others if to is None else list(to)
        check_release(mediation, author, found, named)
        shown = await self.words.show(mediation.mediation_id, word_id, named)
        if shown is None:
            raise unknown_words()
        return shown

    async def _first(self, mediation: Mediation, sent: Sent) -> Word | None:
        found = await self.words.find(mediation.mediation_id, sent.word_id)
        if found:
            demand_same_request(found.body_digest, sent.body_digest)
        return found

    async def _word(
        self, mediation: Mediation, kind: Kind, author: str, sent: Sent
    ) -> Word:
        id = mediation.mediation_id
        return Word(
            word_id=sent.word_id,
            mediation_id=id,
            kind=kind,
            author=author,
            by=sent.by,
            at=self.clock(),
            sealed=await self.vault.seal(
                key_for(id, kind, author), Said(text=sent.text)
            ),
            body_digest=sent.body_digest,
        )

    async def _kept(self, word: Word) -> Word:
        """Of two at once the first lies there; the other has to be the same."""
        there = await self.words.add(word)
        demand_same_request(there.body_digest, word.body_digest)
        return there
