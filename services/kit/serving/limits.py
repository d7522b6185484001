"""No request body is larger than this, whatever its headers say."""

import re
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit.serving.problems import PLAIN, Said, TooLarge, problem

MIB = 1024 * 1024
MOST_DISCARDED = 32 * MIB
"""Read and thrown away, so that an ordinary client hears why; then it is cut off."""


class Larger(NamedTuple):
    """Posts that may be larger than the rest, and what is said of one that is not."""

    path: re.Pattern[str]
    most: int
    too_large: Said


class BodyLimit:
    """413 instead of a body that is too large, also when its length was not told.

    What is left of it is read first: a connection that is closed on a client which is
    still sending is reset, and the answer is lost with it.
    """

    def __init__(
        self, app: ASGIApp, most: int = MIB, larger: tuple[Larger, ...] = ()
    ) -> None:
        self._app = app
        self._most = most
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most, said = self._allowed(scope)
        if _announced(scope) > most:
            if not _waits(scope):
                await _discarded(receive)
            refusal = problem(Request(scope), 413, said, {"Connection": "close"})
            await refusal(scope, receive, send)
        else:
            await self._app(scope, self._counted(receive, most, said), send)

    def _allowed(self, scope: Scope) -> tuple[int, Said]:
        if scope["method"] == "POST":
            for each in self._larger:
                if each.path.fullmatch(scope["path"]):
                    return each.most, each.too_large
        return self._most, PLAIN[413]

    def _counted(self, receive: Receive, most: int, said: Said) -> Receive:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                if message.get("more_body"):
                    await _discarded(receive)
                raise TooLarge(said)
            return message

        return counted


async def _discarded(receive: Receive) -> None:
    read = 0
    while read < MOST_DISCARDED:
        message = await receive()
        read += len(message.get("body", b""))
        if not message.get("more_body"):
            return


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _waits(scope: Scope) -> bool:
    """It sends nothing before it is told to go on."""
    return Headers(scope=scope).get("expect", "").lower() == "100-continue"
