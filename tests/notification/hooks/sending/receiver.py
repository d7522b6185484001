"""A department's own little server: keeps what it got, answers as it is told."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from standardwebhooks import Webhook

ACCEPTED = b"HTTP/1.1 204 No Content\r\n\r\n"


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Receiver:
    """`answers` are given in turn, then the last one for ever; None: it hangs."""

    answers: list[bytes | None] = field(default_factory=lambda: [ACCEPTED])
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0
    name: str = "127.0.0.1"
    secure: ssl.SSLContext | None = None
    at_once: int = 0
    most_at_once: int = 0
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        scheme = "https" if self.secure else "http"
        return f"{scheme}://{self.name}:{self.port}/hook"

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.got]

    def verified(self, secret: str) -> list[dict]:
        """As the library that departments use checks it; raises if one is forged."""
        return [Webhook(secret).verify(body, headers) for headers, body in self.got]

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.open.add(writer)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._one(head, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open.discard(writer)
            writer.close()

    async def _one(self, head, reader, writer) -> None:
        lines = head.decode().split("\r\n")[1:-2]
        headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.got.append((headers, body))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if said is None:
                await reader.read()
                raise ConnectionResetError
            writer.write(said)
            await writer.drain()
        finally:
            self.at_once -= 1


@asynccontextmanager
async def receiving(
    *answers: bytes | None, secure: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    receiver = Receiver(list(answers) or [ACCEPTED], secure=secure)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, ssl=secure)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for writer in receiver.open:
            writer.close()
        while receiver.open:
            await asyncio.sleep(0.01)
