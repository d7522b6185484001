"""Short messages and spoken ones over HTTP: `docs/sms-gateway.md` is the contract."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import httpx
from pydantic import BaseModel, Field, ValidationError
from standardwebhooks.webhooks import Webhook

from services.notification.channels.channel import (
    UNDELIVERED,
    Accepted,
    Away,
    Broken,
    Letter,
    NotNow,
    Receipt,
    Refused,
    code_of,
)

TIMEOUT = httpx.Timeout(15.0, connect=5.0)
"""Of each wait for a piece of an answer."""

ALTOGETHER = 20.0
"""Seconds: with what is written down afterwards still within the lease."""

LOST = "lost"
"""Why what it had accepted never arrived, where it knows no more of it."""

UNKNOWN = "unknown_reference"
"""Its code for that: a bare 404 may be any address that is wrong."""

KNOWS_US_NOT = (401, 402, 403, 404, 405, 407)
"""Said of every message alike: a wrong secret or address, or an empty account."""

LATER = (408, 425, 429)
LONGEST_ASKED = timedelta(hours=1)
"""A provider may ask for more patience; it is asked again all the same."""

SECONDS = re.compile(r"[0-9]{1,8}")
MOST_READ = 65_536
"""Bytes of an answer; one that is longer is not understood, and not kept either."""


class _Taken(BaseModel):
    id: str = Field(max_length=120)


class _Refusal(BaseModel):
    code: object = None


class _Fate(BaseModel):
    status: Literal["accepted", "delivered", "failed"]
    reason: object = None


class Gateway:
    """One kind of message (`sms` or `voice`) at one provider, a few side by side."""

    def __init__(
        self,
        name: str,
        url: str,
        secret: str,
        connections: int,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`transport`: another way there than by the network."""
        self._name = name
        self._secret = Webhook(secret)
        limits = httpx.Limits(
            max_connections=connections, max_keepalive_connections=connections
        )
        self._http = httpx.AsyncClient(
            base_url=url,
            timeout=TIMEOUT,
            limits=limits,
            trust_env=False,
            transport=transport,
        )

    @property
    def name(self) -> str:
        return self._name

    async def send(self, letter: Letter, reference: str) -> Accepted:
        message = {
            "reference": reference,
            "kind": self._name,
            "to": letter.to,
            "text": letter.body,
            "template": letter.template,
            "language": letter.language,
        }
        body = json.dumps(message, ensure_ascii=False)
        answer = await self._ask("POST", "/messages", reference, body)
        if answer.status_code in LATER:
            raise NotNow("gateway_busy", _asked_for(answer))
        if answer.status_code in KNOWS_US_NOT:
            raise Broken(f"gateway_{answer.status_code}")
        if 400 <= answer.status_code < 500:
            raise Refused(_code(answer))
        return Accepted(_read(answer, _Taken).id)

    async def receipt(self, reference: str) -> Receipt:
        """Asked only of what it has accepted: what it says it does not know is lost."""
        answer = await self._ask("GET", f"/messages/{reference}", reference, "")
        if answer.status_code == 404 and _said(answer) == UNKNOWN:
            return Receipt("failed", LOST)
        if answer.is_client_error:
            raise Broken(f"gateway_{answer.status_code}")
        fate = _read(answer, _Fate)
        return Receipt(fate.status, code_of(fate.reason, UNDELIVERED))

    async def close(self) -> None:
        await self._http.aclose()

    async def _ask(
        self, method: str, path: str, reference: str, body: str
    ) -> httpx.Response:
        """The library's errors may quote the request: no word of theirs goes on."""
        headers = signed(self._secret, reference, body)
        request = self._http.build_request(
            method, path, content=body.encode(), headers=headers
        )
        try:
            async with asyncio.timeout(ALTOGETHER):
                answer = await self._answer(request)
        except TimeoutError:
            raise Away("timeout") from None
        except (httpx.HTTPError, OSError) as error:
            raise Away(type(error).__name__.lower()) from None
        if answer.is_server_error:
            raise Away(f"gateway_{answer.status_code}")
        return answer

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        """As much of it as an answer may have; the rest is not waited for."""
        coming = await self._http.send(request, stream=True)
        said = b""
        try:
            async for piece in coming.aiter_bytes():
                said += piece
                if len(said) > MOST_READ:
                    break
        finally:
            await coming.aclose()
        later = {"retry-after": coming.headers.get("retry-after", "")}
        return httpx.Response(coming.status_code, headers=later, content=said)


def signed(secret: Webhook, reference: str, body: str) -> dict[str, str]:
    """Standard Webhooks' three headers; the reference is the message's id."""
    now = datetime.now(UTC)
    return {
        "content-type": "application/json",
        "idempotency-key": reference,
        "webhook-id": reference,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": secret.sign(reference, now, body),
    }


def _asked_for(answer: httpx.Response) -> timedelta:
    """What is no number of seconds, or one beyond all patience, asks for nothing."""
    said = answer.headers.get("retry-after", "")
    seconds = int(said) if SECONDS.fullmatch(said) else 0
    return min(timedelta(seconds=seconds), LONGEST_ASKED)


def _code(answer: httpx.Response) -> str:
    """The provider's own code, if it is one; its sentences may quote the number."""
    return f"gateway_{code_of(_said(answer), str(answer.status_code))}"


def _said(answer: httpx.Response) -> object:
    try:
        return _Refusal.model_validate_json(answer.content).code
    except ValidationError:
        return None


def _read(answer: httpx.Response, model: type[Any]) -> Any:
    try:
        return model.model_validate_json(answer.content)
    except ValidationError:
        raise Broken("gateway_not_understood") from None
