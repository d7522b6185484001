"""The gateway over HTTP: its contract, and how tests tell it what to do."""

import asyncio
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from pydantic import TypeAdapter, ValidationError
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.local.gateway.behaviour import Behaviour, Book

KINDS = ("sms", "voice")
RECEIPT_AFTER = 0.2
TELLINGS = 5
MANNERS = TypeAdapter(dict[str, Behaviour])


class Gateway:
    """Says nothing of anybody in its log: it writes none."""

    def __init__(self, receipts: str, secrets: Mapping[str, str]) -> None:
        self._receipts = receipts
        self._secrets = {kind: Webhook(secret) for kind, secret in secrets.items()}
        self._book = Book()
        self._telling: set[asyncio.Task[None]] = set()

    async def take(self, request: Request) -> Response:
        body = await request.body()
        message = json.loads(body)
        kind = message.get("kind", "sms")
        refusal = self._unsigned(request, body, kind) or await self._away(kind)
        if refusal:
            return refusal
        manner = self._book.of(kind)
        if manner.busy:
            return _problem("busy", 429, {"retry-after": "1"})
        if manner.refuses(message["to"]):
            return _problem("number_refused", 422)
        id, is_new = self._book.take(message)
        if is_new and not manner.lose_receipts and not manner.silent:
            times = 2 if manner.answer_twice else 1
            self._later(self._tell(kind, message["reference"], times))
        return JSONResponse({"id": id}, 202)

    async def ask(self, request: Request) -> Response:
        reference = request.path_params["reference"]
        kind = "voice" if ".voice" in reference else "sms"
        refusal = self._unsigned(request, b"", kind) or await self._away(kind)
        if refusal:
            return refusal
        fate = self._book.fates.get(reference)
        if fate is None:
            return _problem("unknown_reference", 404)
        said = "accepted" if self._book.of(kind).lose_receipts else fate
        return JSONResponse({"reference": reference, "status": said, **_why(said)})

    async def told(self, request: Request) -> Response:
        """PUT: how to behave, by kind; GET: what was accepted, and its words."""
        if request.method == "PUT":
            try:
                self._book.manner = MANNERS.validate_json(await request.body())
            except ValidationError as error:
                return JSONResponse({"errors": error.errors(include_url=False)}, 422)
        book = self._book
        return JSONResponse(
            {
                "accepted": book.accepted,
                "asked": book.asked,
                "messages": list(book.messages),
            }
        )

    def _unsigned(self, request: Request, body: bytes, kind: str) -> Response | None:
        try:
            signed = dict(request.headers)
            self._secrets[kind].verify(body, signed, json_parse=False)
        except (WebhookVerificationError, KeyError, ValueError):
            return _problem("signature", 401)
        return None

    async def _away(self, kind: str) -> Response | None:
        manner = self._book.of(kind)
        await asyncio.sleep(manner.slow)
        return _problem("down", 503) if manner.down else None

    def _later(self, telling: Any) -> None:
        task = asyncio.create_task(telling)
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self, kind: str, reference: str, times: int) -> None:
        """Again a few times, until somebody listens."""
        fate = self._book.fates[reference]
        body = json.dumps({"reference": reference, "status": fate, **_why(fate)})
        async with httpx.AsyncClient(trust_env=False, timeout=5) as http:
            for number in range(TELLINGS):
                await asyncio.sleep(RECEIPT_AFTER * (number + 1))
                heard = 0
                for _ in range(times):
                    heard += await self._said(http, kind, reference, body)
                if heard == times:
                    return

    async def _said(
        self, http: httpx.AsyncClient, kind: str, reference: str, body: str
    ) -> bool:
        now = datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": reference,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._secrets[kind].sign(reference, now, body),
        }
        url = f"{self._receipts}/{kind}"
        try:
            answer = await http.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.is_success


def _problem(
    code: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    return JSONResponse({"code": code}, status, headers=dict(headers or {}))


def _why(status: str) -> dict[str, str]:
    return {"reason": "not_reached"} if status == "failed" else {}


def gateway(receipts: str, secrets: Mapping[str, str]) -> Starlette:
    behind = Gateway(receipts, secrets)
    return Starlette(
        routes=[
            Route("/messages", behind.take, methods=["POST"]),
            Route("/messages/{reference}", behind.ask),
            Route("/simulator", behind.told, methods=["GET", "PUT"]),
        ]
    )


def from_environment() -> Starlette:
    folder = Path(os.environ["GATEWAY_SECRETS"])
    secrets = {kind: (folder / f"{kind}.key").read_text().strip() for kind in KINDS}
    return gateway(os.environ["GATEWAY_RECEIPTS"], secrets)
