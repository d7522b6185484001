"""Sealed files in memory; they pass the same suite as those in GridFS."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime, timedelta

from services.kit.files.seams import Loose
from services.kit.running.clock import Clock


class MemoryFiles:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.chunks: dict[str, list[bytes]] = {}
        self._loose: dict[str, tuple[datetime, str]] = {}

    async def begin(self, file: str, owner: str) -> None:
        self._loose[file] = (self._clock(), owner)

    async def write(self, file: str, chunks: Iterable[bytes]) -> None:
        """Yields after each chunk, so that two at once really are at once."""
        kept = self.chunks.setdefault(file, [])
        for chunk in chunks:
            kept.append(chunk)
            await asyncio.sleep(0)

    async def renew(self, file: str) -> bool:
        if file not in self._loose:
            return False
        self._loose[file] = (self._clock(), self._loose[file][1])
        return True

    async def settle(self, file: str) -> None:
        self._loose.pop(file, None)

    async def read(self, file: str) -> AsyncIterator[bytes]:
        for chunk in self.chunks.get(file, ()):
            yield chunk

    async def remove(self, file: str) -> None:
        self.chunks.pop(file, None)
        self._loose.pop(file, None)

    async def loose(self, since: timedelta, limit: int) -> Sequence[Loose]:
        begun = sorted(self._loose.items(), key=lambda item: item[1][0])
        old = [
            Loose(file, owner)
            for file, (at, owner) in begun
            if at < self._clock() - since
        ]
        return old[:limit]
