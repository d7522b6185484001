"""Server-sent events: a stream that a client may leave and take up again."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterable, Callable
from datetime import timedelta

import structlog
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from services.kit.serving.problems import Refused

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
        self,
        content: AsyncIterable[bytes],
        patience: float = PATIENCE,
        over: Callable[[], None] = lambda: None,
    ) -> None:
        """`over` is told once it has ended, in whichever way."""
        unbuffered = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(content, headers=unbuffered)
        self._patience = patience
        self._over = over

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
        finally:
            self._over()


class Places:
    """How many streams may be open: `each` of one reader, `most` in this process."""

    def __init__(self, each: int, most: int, come_back: timedelta) -> None:
        self._each = each
        self._most = most
        self._come_back = come_back
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        return self._taken.total()

    def take(self, reader: str) -> Callable[[], None]:
        """What gives the place back, however often it is called. Raises 429."""
        if self._taken[reader] >= self._each:
            raise self._too_many_of_yours()
        if self.taken >= self._most:
            raise self._too_many_of_all()
        self._taken[reader] += 1
        held = [reader]

        def give_back() -> None:
            while held:
                self._taken.subtract([held.pop()])
                self._taken += Counter()

        return give_back

    def _too_many_of_yours(self) -> Refused:
        en = f"you have {self._each} streams open already: close one first"
        zh = f"您已打开 {self._each} 个消息流,请先关闭一个"
        return self._refused("too-many-streams", en, zh)

    def _too_many_of_all(self) -> Refused:
        en = "all streams are taken: come back later, or ask without a stream"
        return self._refused("streams-taken", en, "消息流已满,请稍后再试或直接查询")

    def _refused(self, reason: str, en: str, zh: str) -> Refused:
        seconds = round(self._come_back.total_seconds())
        return Refused(reason, en, zh, 429, headers={"Retry-After": str(seconds)})


class TooSlow(Exception):
    """The client has not taken what it was sent."""
