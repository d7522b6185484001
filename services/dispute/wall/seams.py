"""Where words lie and reads are written down: the seam between MongoDB and memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.dispute.domain.sitting.sight import Reader, Role
from services.dispute.domain.sitting.words import Kind, Word

Past = tuple[datetime, str] | None
"""When the last one was that somebody has, and its id."""


@dataclass(frozen=True)
class WordRead:
    """Somebody read words of one author: who, whose, when and which; never what."""

    read_id: str
    mediation_id: str
    whose: str
    """A party's id, or `mediator`."""
    role: Role
    reader: str
    """A party's id, a mediator's code, an administrator's login."""
    at: datetime
    words: tuple[str, ...]


class Words(Protocol):
    """Raises `Unavailable` for faults of network and fail-over, and only for those.

    What a call returns is durable. Nobody is given more than `reader` may see: the
    same as `may_read`, for whoever is a party or mediates.
    """

    async def add(self, word: Word) -> Word:
        """What lies there from now on: this word, or the first of its id."""

    async def find(self, mediation_id: str, word_id: str) -> Word | None: ...

    async def page(
        self,
        mediation_id: str,
        reader: Reader,
        kinds: Collection[Kind],
        past: Past,
        limit: int,
    ) -> Sequence[Word]:
        """Those of these kinds that `reader` may see, oldest first."""

    async def spoken(self, mediation_id: str, author: str) -> int:
        """How many of that author lie there, of whatever kind."""

    async def show(
        self, mediation_id: str, word_id: str, to: Collection[str]
    ) -> Word | None:
        """To these too, from now on."""

    async def authors(self, mediation_id: str) -> frozenset[str]:
        """Whoever has said anything."""

    async def to_forget(self, limit: int) -> Sequence[str]:
        """Mediations whose words are to go, and their keys are still there."""


class ReadLog(Protocol):
    async def note(self, reads: Sequence[WordRead]) -> None:
        """Durable when it returns."""

    async def page(
        self, mediation_id: str, whose: str | None, past: Past, limit: int
    ) -> Sequence[WordRead]:
        """Oldest first; of one author's words, or of all."""
