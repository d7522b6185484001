"""Everybody in the demonstration who uses HTTP: whom they are, and how they ask."""

import asyncio
from copy import copy
from typing import Any

import httpx

from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from tools.access.installation import Installation

PATIENCE = 60.0
FIRST_PAUSE = 0.2
LATER = (404, 502, 503)
"""Not known yet, or away for a moment."""


class Caller:
    """A person with a token. Whatever is away for a moment is asked again."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        installation: Installation,
        role: str,
        department: str | None = None,
    ) -> None:
        self._client = client
        self._ports = installation.ports
        who = {"subject": f"demo-{role}", "roles": [role], "area": "9901"}
        principal = Principal.model_validate(who | {"department": department})
        token = issue(installation.tokens_key, principal)
        self._headers = {"authorization": f"Bearer {token}"}

    def by_link(self, token: str) -> "Caller":
        """The same person with the link of their own letter."""
        linked = copy(self)
        linked._headers = self._headers | {"x-party-token": token}
        return linked

    async def post(
        self, service: str, path: str, body: Any, key: str | None = None
    ) -> httpx.Response:
        """Raises `httpx.TransportError` when nobody answers for a minute."""
        headers = self._headers | ({"idempotency-key": key} if key else {})
        request = self._request("POST", service, path, json=body, headers=headers)
        return await self._answer(request)

    async def get(self, service: str, path: str) -> httpx.Response:
        return await self._answer(
            self._request("GET", service, path, headers=self._headers)
        )

    def _request(
        self, method: str, service: str, path: str, **parts: Any
    ) -> httpx.Request:
        url = f"{self._ports.url(service)}{path}"
        return self._client.build_request(method, url, **parts)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        loop = asyncio.get_running_loop()
        end, pause = loop.time() + PATIENCE, FIRST_PAUSE
        while True:
            try:
                response = await self._client.send(request)
                if response.status_code not in LATER or loop.time() > end:
                    return response
            except httpx.TransportError:
                if loop.time() > end:
                    raise
            await asyncio.sleep(pause)
            pause = min(pause * 2, 2.0)
