"""A newly published calendar is applied to what was provisional, at every start."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Protocol

import structlog

from services.kit.errors import Unavailable
from services.kit.writing.repository import Repository
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.recomputing import recompute
from services.routing.domain.waking import on_time

PAUSE = 5.0

log = structlog.get_logger(__name__)


class Provisional(Protocol):
    def provisional(self) -> AsyncIterator[str]:
        """Ids of handlings with a date beyond the calendar that was known then."""


async def recompute_all(
    handlings: Repository[Handling], queries: Provisional, norms: Norms
) -> None:
    """Begins again from the start if MongoDB goes away; to repeat it is harmless."""
    while True:
        try:
            seen = await recomputed(handlings, queries, norms)
            break
        except Unavailable as error:
            log.warning("provisional dates wait", why=str(error))
            await asyncio.sleep(PAUSE)
    log.info("provisional dates were computed again", handlings=seen)
    await asyncio.Event().wait()


async def recomputed(
    handlings: Repository[Handling], queries: Provisional, norms: Norms
) -> int:
    """One that raises is reported and left; the others' dates do not wait for it."""
    decide = on_time(norms, partial(recompute, norms))
    seen = 0
    async for id in queries.provisional():
        try:
            await handlings.command(id, None, decide)
        except Unavailable:
            raise
        except Exception:
            log.exception("a provisional date cannot be computed again", id=id)
        seen += 1
    return seen
