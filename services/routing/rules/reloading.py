"""The rules in force; a changed file takes their place while the service runs."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog

from services.kit.limits.limit import Limit
from services.routing.domain.norms import Ruling
from services.routing.rules.placing import Asked
from services.routing.rules.rulebook import Rulebook
from services.routing.rules.vocabulary import Vocabulary

LOOK_EVERY = 2.0

Mark = tuple[int, int, int] | None
"""Changes with the file, also when another one is moved or linked into its place."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Standing:
    """`refused`: why a newer file is not in force; None when the newest one is."""

    version: str
    refused: str | None = None


class Rules:
    """Always one whole rulebook: a file that is wrong leaves the old one in force."""

    def __init__(
        self, path: Path, words: Vocabulary, limits: Mapping[str, Limit]
    ) -> None:
        """Raises `RuntimeError`: without any rules a service does not start."""
        self._path = path
        self._words = words
        self._limits = limits
        self._seen = self._settled = _mark(path)
        self.current = self._loaded()
        self.standing = Standing(self.current.version)

    def ruling(self, case: Asked) -> Ruling:
        return self.current.ruling(case)

    async def reload_forever(self, every: float = LOOK_EVERY) -> None:
        """Loads off the event loop; a file still being written waits for the end."""
        while True:
            await asyncio.sleep(every)
            await self.look()

    async def look(self) -> None:
        """Takes up the file once it has changed and then stood still for a look."""
        mark = _mark(self._path)
        still, self._seen = mark == self._seen, mark
        if not still or mark == self._settled:
            return
        self._settled = mark
        try:
            self._take(await asyncio.to_thread(self._loaded))
        except Exception as error:
            self._refuse(error)

    async def refused(self) -> Mapping[tuple[str, ...], float]:
        """For a gauge: 1 while a newer file is refused."""
        return {(): float(self.standing.refused is not None)}

    def _loaded(self) -> Rulebook:
        return Rulebook(self._path, self._words, self._limits)

    def _take(self, newer: Rulebook) -> None:
        before, self.current = self.current.version, newer
        self.standing = Standing(newer.version)
        log.info("rules-changed", version=newer.version, before=before)

    def _refuse(self, error: Exception) -> None:
        self.standing = Standing(self.current.version, str(error))
        log.error(
            "rules-refused", in_force=self.current.version, why=self.standing.refused
        )


def _mark(path: Path) -> Mark:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino, stat.st_size
