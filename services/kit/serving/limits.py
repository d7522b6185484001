"""No request body is larger than this, whatever its headers say."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit.serving.problems import PLAIN, problem

MIB = 1024 * 1024
MOST_DISCARDED = 32 * MIB
"""Read and thrown away, so that an ordinary client hears why; then it is cut off."""


class BodyLimit:
    """413 instead of a body that is too large, also when its length was not told.

    What is left of it is read first: a connection that is closed on a client which is
    still sending is reset, and the answer is lost with it.
    """

    def __init__(self, app: ASGIApp, most: int = MIB) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _announced(scope) > self._most:
            if not _waits(scope):
                await _discarded(receive)
            refusal = problem(Request(scope), 413, PLAIN[413], {"Connection": "close"})
            await refusal(scope, receive, send)
        else:
            await self._app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                if message.get("more_body"):
                    await _discarded(receive)
                raise HTTPException(413, headers={"Connection": "close"})
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
