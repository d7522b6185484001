"""A deadline is `wake_at` on the aggregate; whoever finds it first wakes it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from services.kit.errors import Unavailable
from services.kit.writing.repository import Repository

PERIOD = 0.5
AT_MOST = 500
AT_ONCE = 64
BACK_OFF = timedelta(seconds=30)
SHORT = timedelta(seconds=5)
"""For what another process, or a store that is back, may do better soon."""

log = structlog.get_logger(__name__)


async def ring(repository: Repository[Any]) -> int:
    """Wakes what is due, oldest first; tells how many were.

    Two processes may ring at once: the compare-and-set lets one of them win. An
    aggregate that raises backs off alone.
    """
    room = asyncio.Semaphore(AT_ONCE)
    now = await repository.documents.now()

    async def wake(id: str) -> None:
        async with room:
            await _wake(repository, id, now)

    due = await repository.documents.due(AT_MOST)
    await asyncio.gather(*(wake(id) for id in due))
    return len(due)


async def _wake(repository: Repository[Any], id: str, now: datetime) -> None:
    try:
        await repository.wake(id, now)
    except Exception as error:
        name = repository.documents.name
        log.exception("an alarm failed; it rings again", collection=name, id=id)
        pause = SHORT if isinstance(error, Unavailable) else BACK_OFF
        await repository.documents.back_off(id, pause)


async def ring_forever(repositories: Sequence[Repository[Any]]) -> None:
    while True:
        full = False
        for repository in repositories:
            try:
                full |= await ring(repository) == AT_MOST
            except Unavailable as error:
                name = repository.documents.name
                log.warning("alarms wait", collection=name, why=str(error))
            except Exception:
                log.exception("alarms failed; the next round comes")
        await asyncio.sleep(0 if full else PERIOD)
