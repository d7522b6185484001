"""What somebody may want to see, count or disturb while events are handled."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from services.kit.running.telemetry import process_span

Span = Callable[[str, str, str], AbstractContextManager[object]]
"""`(topic, case id, traceparent)`: the span of one attempt."""


def nobody(*_: object) -> None:
    """Whoever listens where nobody listens."""


@dataclass(frozen=True)
class Watching:
    """`counted(topic, type, outcome, seconds)` once an event, `tried()` each attempt.

    `type` is empty for what could not be read or is not known here.
    """

    span: Span = process_span
    counted: Callable[[str, str, str, float], None] = nobody
    tried: Callable[[], None] = nobody
    reached: Callable[[str], None] = nobody
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep
