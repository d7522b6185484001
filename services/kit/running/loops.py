"""What goes on beside the requests and events of a process, for as long as it lives."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

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


def _end_with(task: asyncio.Task[None]) -> None:
    if not task.cancelled():
        log.error("a loop ended by itself", exc_info=task.exception())
        end_process()
