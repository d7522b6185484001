"""What goes on beside the requests and events of a process, for as long as it lives."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import structlog

from services.kit.errors import Unavailable
from services.kit.running.watchdog import end_process

log = structlog.get_logger(__name__)


@asynccontextmanager
async def working(*loops: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs loops beside what is inside, and ends them with it.

    Nobody would notice a loop that ended by itself, so then the process ends too.
    """
    tasks = [asyncio.create_task(loop) for loop in loops]
    for task in tasks:
        task.add_done_callback(_end_with)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def again_and_again(
    what: str,
    one_round: Callable[[], Awaitable[int | None]],
    every: timedelta,
    at_most: int | None = None,
) -> None:
    """A round that fails is reported as `what`, and the next one comes.

    After one that did `at_most` more may be left: the next follows at once.
    """
    while True:
        done = None
        try:
            done = await one_round()
        except Unavailable as error:
            log.warning("round_waits", what=what, why=str(error))
        except Exception:
            log.exception("round_failed", what=what)
        full = done is not None and done == at_most
        await asyncio.sleep(0 if full else every.total_seconds())


async def each_by_itself(
    what: str, ids: Iterable[str], settle: Callable[[str], Awaitable[object]]
) -> int:
    """One that fails is reported and keeps no other waiting; tells how many are done.

    Raises `Unavailable`: then all of them wait.
    """
    done = 0
    for id in ids:
        try:
            await settle(id)
            done += 1
        except Unavailable:
            raise
        except Exception:
            log.exception("one_failed", what=what, id=id)
    return done


def _end_with(task: asyncio.Task[None]) -> None:
    if not task.cancelled():
        log.error("a loop ended by itself", exc_info=task.exception())
        end_process()
