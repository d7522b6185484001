"""Bytes on their way in: in memory, never on a disk, and only so many at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from weakref import WeakValueDictionary

from services.kit.files import refusals

AT_ONCE = 16
"""Files on their way into one process: 20 MB each at most. [ours]"""
OF_ONE = 4
"""Of one person. [ours]"""
WAITS = 10.0
PATIENCE, LONGEST = 30.0, 600.0
"""Seconds without a byte, and for a whole file: 20 MB at 300 kbit/s. [ours]"""


class Arrivals:
    def __init__(self, at_once: int = AT_ONCE, waits: float = WAITS) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._of_one: WeakValueDictionary[str, asyncio.Semaphore] = (
            WeakValueDictionary()
        )
        self._waits = waits

    @asynccontextmanager
    async def place(self, who: str) -> AsyncIterator[None]:
        """`Refused` (503) when there is none for a while; nobody takes them all."""
        own = self._of_one.setdefault(who, asyncio.Semaphore(OF_ONE))
        async with AsyncExitStack() as taken:
            try:
                async with asyncio.timeout(self._waits):
                    await taken.enter_async_context(own)
                    await taken.enter_async_context(self._places)
            except TimeoutError:
                raise refusals.busy() from None
            yield


async def gathered(
    pieces: AsyncIterator[bytes], patience: float = PATIENCE, longest: float = LONGEST
) -> bytes:
    """All of it; how much that may be, whoever sends the pieces knows."""
    content = bytearray()
    try:
        async with asyncio.timeout(longest):
            while True:
                async with asyncio.timeout(patience):
                    piece = await anext(pieces, None)
                if piece is None:
                    return bytes(content)
                content += piece
    except TimeoutError:
        raise refusals.cut_off() from None
