"""An answer that never ends must hear that the process is to end."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def told_to_stop(then: Callable[[], None]) -> Iterator[None]:
    """`then` runs at SIGTERM or SIGINT, or at the end of what is inside.

    The server waits for open answers before it ends the lifespan, so that would be too
    late for them. Whoever listened for the signal before still does.
    """
    before = _listeners()
    loop = asyncio.get_running_loop()

    def heard(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(then)
        before[number](number, frame)

    for number in before:
        signal.signal(number, heard)
    try:
        yield
    finally:
        for number, listener in before.items():
            signal.signal(number, listener)
        then()


def _listeners() -> dict[int, Callable[..., Any]]:
    """Where nobody listens the process just ends, and there is nothing to add."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    present = {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT)}
    return {n: listener for n, listener in present.items() if callable(listener)}
