"""One POST to an address of a department's; what it answers is not kept."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

import httpcore

from services.notification.domain.hooks.schedule import HookRules
from services.notification.hooks.sending.guarding import Forbidden, Guarded
from services.notification.hooks.sending.resolving import Resolve

ANSWER_READ = 65_536
"""Bytes of an answer that are read past, so that the connection can stay open."""
KEPT_OPEN = 50
IDLE = 60.0
GONE = 410
LATER = frozenset({429, 503})


@dataclass(frozen=True)
class Answer:
    """`outcome` is `accepted`, or a code that tells the department what is wrong."""

    outcome: str
    status: int | None = None
    wished: timedelta | None = None
    """How long it wants to be left alone (`Retry-After`)."""

    @property
    def is_good(self) -> bool:
        return self.outcome == "accepted"

    @property
    def is_gone(self) -> bool:
        return self.status == GONE


class Post(Protocol):
    async def __call__(
        self, url: str, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Answer:
        """Never raises for what is the receiver's fault; bounded in time."""


class HttpPost:
    """Follows no redirect and asks no proxy: httpcore does neither by itself."""

    def __init__(
        self,
        rules: HookRules,
        resolve: Resolve,
        wire: httpcore.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._rules = rules
        wire = wire or httpcore.AnyIOBackend()

        tls = tls or trusting()

        def pool(*, plainly: bool) -> httpcore.AsyncConnectionPool:
            backend = Guarded(rules, resolve, wire, plainly=plainly)
            return httpcore.AsyncConnectionPool(
                ssl_context=tls,
                max_connections=None,
                max_keepalive_connections=KEPT_OPEN,
                keepalive_expiry=IDLE,
                network_backend=backend,
            )

        self._pools = {"https": pool(plainly=False), "http": pool(plainly=True)}

    async def close(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    async def __call__(
        self, url: str, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Answer:
        seen: list[Answer] = []
        try:
            async with asyncio.timeout(self._rules.answer_within.total_seconds()):
                await self._posted(url, headers, body, now, seen)
        except Forbidden:
            return Answer("address-not-allowed")
        except (TimeoutError, httpcore.TimeoutException):
            return seen[0] if seen else Answer("timeout")
        except httpcore.NetworkError as error:
            why = "no-tls" if is_of_tls(error) else "no-connection"
            return seen[0] if seen else Answer(why)
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol):
            return seen[0] if seen else Answer("no-http")
        return seen[0]

    async def _posted(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        now: datetime,
        seen: list[Answer],
    ) -> None:
        """The status is the answer, whatever becomes of what comes behind it."""
        pool = self._pools[url.partition(":")[0].lower()]
        sent: list[tuple[bytes | str, bytes | str]] = [*headers.items()]
        async with pool.stream("POST", url, headers=sent, content=body) as got:
            told = {name.lower(): value for name, value in got.headers}
            seen.append(answer_of(got.status, told.get(b"retry-after"), now))
            read = 0
            async for chunk in got.aiter_stream():
                read += len(chunk)
                if read > ANSWER_READ:
                    return


def is_of_tls(error: BaseException | None) -> bool:
    """Whether the other side's certificate, or its TLS, is what is wrong."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None


def trusting() -> ssl.SSLContext:
    """The world's authorities, and those of this machine: a city may have its own."""
    context = httpcore.default_ssl_context()
    context.load_default_certs()
    return context


def answer_of(status: int, retry_after: bytes | None, now: datetime) -> Answer:
    if 200 <= status < 300:
        return Answer("accepted", status)
    if 300 <= status < 400:
        return Answer("redirect", status)
    if status == GONE:
        return Answer("gone", status)
    wished = wait_of(retry_after, now) if status in LATER else None
    return Answer("status", status, wished)


def wait_of(retry_after: bytes | None, now: datetime) -> timedelta | None:
    """`Retry-After` in seconds or as a date; None for anything else."""
    text = (retry_after or b"").decode("ascii", "replace").strip()
    if text.isdecimal() and len(text) < 9:
        return timedelta(seconds=int(text))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(until - now, timedelta(0))
