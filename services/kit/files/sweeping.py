"""Takes away files that nobody has: what was begun and never became anybody's."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from services.kit.errors import Unavailable
from services.kit.files.seams import Files, Loose

LEFT_OVER = timedelta(hours=1)
"""Longer than a file may take to arrive: until then it is its sender's."""
EVERY = timedelta(minutes=10)
AT_A_TIME = 100

LookAfter = Callable[[Loose], Awaitable[None]]
"""Settles a file that its owner has, and removes any other."""

log = structlog.get_logger(__name__)


async def sweep(
    files: Files, look_after: LookAfter, since: timedelta = LEFT_OVER
) -> int:
    """Tells of how many it looked at."""
    looked = 0
    while left := await files.loose(since, AT_A_TIME):
        for each in left:
            await look_after(each)
        looked += len(left)
        if len(left) < AT_A_TIME:
            break
    return looked


async def sweep_forever(files: Files, look_after: LookAfter) -> None:
    while True:
        try:
            await sweep(files, look_after)
        except Unavailable as error:
            log.warning("sweep of loose files waits", why=str(error))
        except Exception:
            log.exception("sweep of loose files failed; the next comes")
        await asyncio.sleep(EVERY.total_seconds())
