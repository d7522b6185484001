"""What is asked of where files lie; one form on MongoDB, one in memory."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple, Protocol


class Loose(NamedTuple):
    """A file that was begun, and that its owner may or may not have."""

    file: str
    owner: str
    """The id of the case, or the mediation, that it is for."""


class Files(Protocol):
    """Raises `Unavailable` for faults of network, disk and fail-over."""

    async def begin(self, file: str, owner: str) -> None:
        """Remembers it as loose from now on, before the first byte is written."""

    async def write(self, file: str, chunks: Iterable[bytes]) -> None:
        """Once for each `begin`; durable when it returns. Chunks stay what they are."""

    async def renew(self, file: str) -> bool:
        """Loose from now on anew; False: it has been swept away."""

    async def settle(self, file: str) -> None:
        """Its owner has it: it is loose no more."""

    def read(self, file: str) -> AsyncIterator[bytes]:
        """Its chunks as they were written, however many are left of them."""

    async def remove(self, file: str) -> None:
        """With all that was written of it; safe to repeat."""

    async def loose(self, since: timedelta, limit: int) -> Sequence[Loose]:
        """Those begun longer ago than that by the store's own clock, oldest first."""
