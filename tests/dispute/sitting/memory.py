"""The wall in memory; passes the same suite as the one on MongoDB."""

from collections.abc import Collection, Sequence

from services.dispute.domain.sitting.sight import Reader, party_may_read
from services.dispute.domain.sitting.words import Kind, Word
from services.dispute.wall.seams import Past, WordRead
from services.kit.testing.documents import MemoryDocuments


class MemoryWords:
    def __init__(self, mediations: MemoryDocuments) -> None:
        self._mediations = mediations
        self.kept: dict[str, Word] = {}

    async def add(self, word: Word) -> Word:
        return self.kept.setdefault(word.word_id, word)

    async def find(self, mediation_id: str, word_id: str) -> Word | None:
        word = self.kept.get(word_id)
        return word if word and word.mediation_id == mediation_id else None

    async def page(
        self,
        mediation_id: str,
        reader: Reader,
        kinds: Collection[Kind],
        past: Past,
        limit: int,
    ) -> Sequence[Word]:
        mine = [
            word
            for word in self.kept.values()
            if word.mediation_id == mediation_id
            and word.kind in kinds
            and _seen_by(reader, word)
            and (past is None or (word.at, word.word_id) > past)
        ]
        return sorted(mine, key=lambda word: (word.at, word.word_id))[:limit]

    async def spoken(self, mediation_id: str, author: str) -> int:
        return sum(
            (word.mediation_id, word.author) == (mediation_id, author)
            for word in self.kept.values()
        )

    async def show(
        self, mediation_id: str, word_id: str, to: Collection[str]
    ) -> Word | None:
        word = await self.find(mediation_id, word_id)
        if word is None:
            return None
        shown = tuple(dict.fromkeys((*word.shown_to, *to)))
        self.kept[word_id] = word.model_copy(update={"shown_to": shown})
        return self.kept[word_id]

    async def authors(self, mediation_id: str) -> frozenset[str]:
        of_it = (w for w in self.kept.values() if w.mediation_id == mediation_id)
        return frozenset(word.author for word in of_it)

    async def to_forget(self, limit: int) -> Sequence[str]:
        ids = self._mediations.ids
        found = [(id, await self._mediations.find(id)) for id in ids]
        return [id for id, row in found if row and row.get("words_to_go")][:limit]


class MemoryReadLog:
    def __init__(self) -> None:
        self.noted: list[WordRead] = []

    async def note(self, reads: Sequence[WordRead]) -> None:
        self.noted += reads

    async def page(
        self, mediation_id: str, whose: str | None, past: Past, limit: int
    ) -> Sequence[WordRead]:
        rows = [
            read
            for read in self.noted
            if read.mediation_id == mediation_id
            and whose in (None, read.whose)
            and (past is None or (read.at, read.read_id) > past)
        ]
        return sorted(rows, key=lambda read: (read.at, read.read_id))[:limit]


def _seen_by(reader: Reader, word: Word) -> bool:
    if not reader.id:
        return False
    if reader.role == "party":
        return party_may_read(reader.id, word)
    return reader.role == "mediator" or word.kind == "report"
