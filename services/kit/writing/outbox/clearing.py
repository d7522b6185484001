"""Takes published letters out of their documents, many in one write."""

import asyncio
from collections import defaultdict

import structlog

from services.kit.errors import Unavailable
from services.kit.writing.documents import Documents

PAUSE = 0.05
"""Seconds in which more letters may join a write."""

log = structlog.get_logger(__name__)


class Clearing:
    """Losing a clear only repeats a letter, so nobody waits for it."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._published: dict[str, dict[str, int]] = defaultdict(dict)
        self._documents: dict[str, Documents] = {}
        self._running: asyncio.Task[None] | None = None

    def soon(self, documents: Documents, id: str, sequence: int) -> None:
        """Letters up to `sequence` have reached their topics."""
        self._documents[documents.name] = documents
        self._published[documents.name][id] = sequence
        if self._running is None:
            self._running = asyncio.create_task(self._clear())

    async def drain(self) -> None:
        while self._running:
            await asyncio.wait([self._running])

    async def _clear(self) -> None:
        try:
            while self._published:
                await asyncio.sleep(self._pause)
                batch, self._published = self._published, defaultdict(dict)
                for name, published in batch.items():
                    await self._documents[name].clear(published)
        except Unavailable as error:
            log.warning(
                "published but not cleared; it will be repeated", why=str(error)
            )
        finally:
            self._running = None
