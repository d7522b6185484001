"""Server-sent events: a stream that a client may leave and take up again."""

import asyncio
from collections.abc import AsyncIterable

import structlog
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

PATIENCE = 30.0
"""Seconds in which a client must have taken what it was sent."""

HEARTBEAT = b": still here\n\n"
"""A comment: proxies see that somebody is there, clients ignore it."""

log = structlog.get_logger(__name__)


def server_sent(data: bytes, id: str) -> bytes:
    """One event; a client that comes back sends its `id` as `Last-Event-ID`."""
    lines = b"".join(b"data: %b\n" % line for line in data.split(b"\n"))
    return b"id: %b\n%b\n" % (id.encode(), lines)


class EventStream(StreamingResponse):
    """Ends when its content does, or when the client no longer takes it."""

    media_type = "text/event-stream"

    def __init__(
        self, content: AsyncIterable[bytes], patience: float = PATIENCE
    ) -> None:
        unbuffered = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(content, headers=unbuffered)
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def patiently(message: Message) -> None:
            try:
                async with asyncio.timeout(self._patience):
                    await send(message)
            except TimeoutError:
                raise TooSlow from None

        try:
            await super().__call__(scope, receive, patiently)
        except TooSlow:
            log.warning("stream_not_taken", seconds=self._patience)


class TooSlow(Exception):
    """The client has not taken what it was sent."""
