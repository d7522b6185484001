"""Alive, ready, and what each part says of itself."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from services.kit.running.clock import Clock, utc_now

CHECK_TIMEOUT = 2.0

Told = str | int | float | None
Check = Callable[[], Awaitable[Told]]
"""Says something worth showing, or nothing; raises when the part is down."""


@dataclass(frozen=True)
class _Part:
    name: str
    check: Check
    decides: bool


class Health:
    """Parts are registered by whoever runs them; asking is always safe and bounded."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._parts: dict[str, _Part] = {}
        self._clock = clock

    def decides(self, name: str, check: Check) -> None:
        """Without this part no request can be answered: not ready when it is down."""
        self._parts[name] = _Part(name, check, True)

    def reports(self, name: str, check: Check) -> None:
        """Worth knowing, but work can be accepted without it."""
        self._parts[name] = _Part(name, check, False)

    async def ready(self) -> tuple[bool, dict[str, Any]]:
        """Whether to send requests here, and the words about each part."""
        parts = list(self._parts.values())
        states = await asyncio.gather(*(_state(part) for part in parts))
        ready = all(
            state["state"] == "up" or not part.decides
            for part, state in zip(parts, states, strict=True)
        )
        named = {part.name: state for part, state in zip(parts, states, strict=True)}
        return ready, {"ready": ready, "time": self._clock(), "parts": named}


async def _state(part: _Part) -> dict[str, Any]:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT):
            told = await part.check()
    except Exception as error:
        return {"state": "down", "decides": part.decides, "error": type(error).__name__}
    state = {"state": "up", "decides": part.decides}
    return state if told is None else state | {"told": told}
