"""Group commit: what comes while one write is under way goes with the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from services.kit.errors import Unavailable

T = TypeVar("T")


class Gathering(Generic[T]):
    """`add` returns when its items are written.

    When a write of several callers is refused each writes alone, so that a bug in one
    stays with that one.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: list[T] = []
        self._turn = asyncio.Lock()
        self._next: asyncio.Future[bool] | None = None

    async def add(self, items: Sequence[T]) -> None:
        if not items:
            return
        self._waiting.extend(items)
        if self._next is None:
            self._next = asyncio.ensure_future(self._commit())
        if not await asyncio.shield(self._next):
            await self._write(items)

    async def _commit(self) -> bool:
        async with self._turn:
            batch, self._waiting, self._next = self._waiting, [], None
            try:
                await self._write(batch)
            except Unavailable:
                raise
            except Exception:
                return False
            return True
