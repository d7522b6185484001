"""Words are opened only after it is written down, durably, who reads whose."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.saying import unknown_words
from services.dispute.domain.sitting.sight import Reader, may_read
from services.dispute.domain.sitting.undisputed import recorded
from services.dispute.domain.sitting.words import Kind, Word
from services.dispute.wall.keys import key_of
from services.dispute.wall.plain import Said
from services.dispute.wall.seams import Past, ReadLog, WordRead, Words
from services.kit.running.clock import Clock
from services.kit.sealing.vault import Vault

SAID: frozenset[Kind] = frozenset({"statement", "proposal", "minutes"})
REPORTS: frozenset[Kind] = frozenset({"report"})


@dataclass(frozen=True)
class Opened:
    """`text` None: it was erased for good."""

    word: Word
    text: str | None


@dataclass(frozen=True)
class Reading:
    words: Words
    log: ReadLog
    vault: Vault
    clock: Clock

    async def page(
        self,
        mediation: Mediation,
        reader: Reader,
        kinds: Collection[Kind],
        past: Past,
        limit: int,
    ) -> Sequence[Word]:
        """What this reader may read, still sealed."""
        id = mediation.mediation_id
        found = await self.words.page(id, reader, kinds, past, limit)
        return [word for word in found if may_read(mediation, reader, word)]

    async def opened(
        self, mediation: Mediation, reader: Reader, words: Sequence[Word]
    ) -> list[Opened]:
        """Noted first; one that is not for this reader is as unknown as none."""
        if not all(may_read(mediation, reader, word) for word in words):
            raise unknown_words()
        await self._note(mediation, reader, words)
        return [Opened(word, await self._text(mediation, word)) for word in words]

    async def one(self, mediation: Mediation, reader: Reader, word_id: str) -> Opened:
        found = await self.words.find(mediation.mediation_id, word_id)
        if found is None:
            raise unknown_words()
        (opened,) = await self.opened(mediation, reader, [found])
        return opened

    async def recorded_facts(self, mediation: Mediation) -> str | None:
        """What nobody disputes, once all have agreed that it is on record; or None.

        What may leave the room is no secret any more: nothing is noted.
        """
        put = mediation.sitting.undisputed
        if put is None or not recorded(mediation):
            return None
        found = await self.words.find(mediation.mediation_id, put.word_id)
        return await self._text(mediation, found) if found else None

    async def _text(self, mediation: Mediation, word: Word) -> str | None:
        """Erased from the day on which it had to be, even before its key is gone."""
        if mediation.sitting.kept.erased:
            return None
        said = await self.vault.open(key_of(word), word.sealed, Said)
        return said.text if said else None

    async def _note(
        self, mediation: Mediation, reader: Reader, words: Sequence[Word]
    ) -> None:
        at, authors = self.clock(), dict.fromkeys(word.author for word in words)
        await self.log.note(
            [self._line(mediation, reader, author, words, at) for author in authors]
        )

    def _line(
        self,
        mediation: Mediation,
        reader: Reader,
        author: str,
        words: Sequence[Word],
        at: datetime,
    ) -> WordRead:
        return WordRead(
            read_id=str(uuid4()),
            mediation_id=mediation.mediation_id,
            whose=author,
            role=reader.role,
            reader=reader.id,
            at=at,
            words=tuple(word.word_id for word in words if word.author == author),
        )
